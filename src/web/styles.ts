import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../base/root.ts';

const SHARED = 'app';
const sheets = new Set(readdirSync(join(projectRoot, 'public/css')));

/**
 * The style sheets of a view: the shared one, and after it that of the view's first folder if it
 * has one, so that a phone does not load what only an office looks at.
 */
export function stylesFor(view: string): readonly string[] {
  const [own = SHARED] = view.split('/');
  return [SHARED, own]
    .filter((name, index, all) => sheets.has(`${name}.css`) && all.indexOf(name) === index)
    .map((name) => `/css/${name}.css`);
}
