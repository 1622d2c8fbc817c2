import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ejs from 'ejs';
import { config } from '../config.ts';
import { projectRoot } from '../base/root.ts';
import { stylesFor } from './styles.ts';

type Locals = Readonly<Record<string, unknown>>;
/** Takes an object of its own, which it may add to. */
type Template = (locals: Record<string, unknown>) => string;

const root = join(projectRoot, 'views');
const inDevelopment = config.environment === 'development';
const options = {
  root,
  rmWhitespace: true,
  compileDebug: config.environment !== 'production',
  unsafePrototypeLocals: true, // locals are made here, never of what came in; each copy costs
};

const templates = new Map<string, Template>();

/** A view inside the layout, as HTML. The view is named from views/, without `.ejs`. */
export async function renderPage(view: string, locals: Locals): Promise<string> {
  const body = templateOf(join(root, view))({ ...locals });
  return templateOf(join(root, 'layouts/main'))({ ...locals, body, styles: stylesFor(view) });
}

/** A view, compiled once; in development each time, so that a change is seen. */
function templateOf(path: string): Template {
  const known = templates.get(path);
  if (known && !inDevelopment) return known;
  const template = path === ICON ? drawnOnce(compiled(path)) : compiled(path);
  templates.set(path, template);
  return template;
}

// EJS's own include looks for the file and copies all locals twice, forty times a page.
function compiled(path: string): Template {
  const filename = `${path}.ejs`;
  const template = ejs.compile(readFileSync(filename, 'utf8'), { ...options, filename });
  const parts = new Map<string, string>();
  const partOf = (name: string): string => {
    const part = join(name.startsWith('/') ? root : dirname(path), name);
    parts.set(name, part);
    return part;
  };
  return (locals) => {
    const include = (name: string, more?: Locals): string =>
      templateOf(parts.get(name) ?? partOf(name))({ ...locals, ...more });
    return template(Object.assign(locals, { include }));
  };
}

const ICON = join(root, 'shared/icon');

/** Every second part of a page is an icon, which shows nothing but what it is given. */
function drawnOnce(icon: Template): Template {
  const drawn = new Map<string, string>();
  return (locals) => {
    const key = `${String(locals['name'])} ${String(locals['size'])}`;
    const svg = drawn.get(key) ?? icon(locals);
    drawn.set(key, svg);
    return svg;
  };
}
