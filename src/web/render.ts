import { join } from 'node:path';
import ejs from 'ejs';
import { config } from '../config.ts';
import { projectRoot } from '../base/root.ts';

const root = join(projectRoot, 'views');
const options = { root, cache: config.environment !== 'development', rmWhitespace: true };

/** A view inside the layout, as HTML. The view is named from views/, without `.ejs`. */
export async function renderPage(
  view: string,
  locals: Readonly<Record<string, unknown>>,
): Promise<string> {
  const body = await ejs.renderFile(join(root, `${view}.ejs`), { ...locals }, options);
  return ejs.renderFile(join(root, 'layouts/main.ejs'), { ...locals, body }, options);
}
