import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { expect } from 'chai';
import ts from 'typescript';
import { projectRoot } from '../src/base/root.ts';

/** What the files of each folder in src/ may import from other folders; `index.ts` alone, but of base. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  base: [],
  ledger: ['base'],
  people: ['base', 'ledger'],
  messages: ['base', 'people'],
  volunteering: ['base', 'ledger', 'people', 'messages'],
  market: ['base', 'ledger', 'people', 'messages'],
  households: ['base', 'ledger', 'people', 'messages', 'volunteering', 'market'],
  staff: ['base', 'ledger', 'people', 'messages'],
  postings: ['base', 'ledger', 'people', 'messages', 'volunteering', 'market', 'staff'],
  passbook: ['base', 'ledger', 'people', 'volunteering'],
  exchange: ['base', 'ledger', 'people', 'messages', 'volunteering', 'market'],
  worklist: ['base', 'ledger', 'people', 'messages', 'staff'],
  home: [
    'base',
    'ledger',
    'people',
    'messages',
    'volunteering',
    'market',
    'staff',
    'postings',
    'worklist',
  ],
  web: ['base', 'people', 'messages'],
  client: [],
};

/** The folders that are no module: each file of theirs may be imported. */
const OPEN = ['base', 'web'];
const LINES_MAX = 300;

const source = join(projectRoot, 'src');

interface File {
  readonly path: string;
  /** Its folder in src/; '' for a file that stands in src/ itself. */
  readonly folder: string;
  readonly text: string;
}

function read(path: string): File {
  const parts = path.split(sep);
  return {
    path: parts.join('/'),
    folder: parts.length > 1 ? (parts[0] ?? '') : '',
    text: readFileSync(join(source, path), 'utf8'),
  };
}

const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map(read);

const importsOf = ({ text }: File): string[] =>
  ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);

const isEdge = (path: string): boolean => /(^|[/-])(routes|page|pages)\.ts$/.test(path);

/** Why a file may not import this, or undefined when it may. */
function objection(file: File, name: string): string | undefined {
  if (!name.startsWith('.')) return name === 'express' ? expressObjection(file) : undefined;
  const target = relative(source, join(source, dirname(file.path), name))
    .split(sep)
    .join('/');
  if (file.folder === '') return undefined; // app, main and their like put everything together
  if (target === 'config.ts' && file.folder !== 'client') return undefined;
  const [folder = '', ...rest] = target.split('/');
  if (rest.length === 0) return 'only the files of src/ itself import one another';
  if (folder === file.folder) return undefined;
  if (!mayImport(file, folder)) return `${file.folder} does not know ${folder}`;
  if (!OPEN.includes(folder) && rest.join('/') !== 'index.ts') return 'enter by index.ts';
  return undefined;
}

const mayImport = (file: File, folder: string): boolean =>
  (ALLOWED[file.folder] ?? []).includes(folder) || (folder === 'web' && isEdge(file.path));

const expressObjection = ({ folder, path }: File): string | undefined =>
  folder === 'web' || isEdge(path) || ['app.ts', 'main.ts'].includes(path)
    ? undefined
    : 'express is the web layer’s';

describe('the house', () => {
  it('knows every folder of src/', () => {
    const folders = new Set(files.map(({ folder }) => folder).filter((folder) => folder !== ''));
    expect(Object.keys(ALLOWED)).to.include.members([...folders]);
  });

  it('has no import but along its arrows', () => {
    const wrong = files.flatMap((file) =>
      importsOf(file).flatMap((name) => {
        const why = objection(file, name);
        return why === undefined ? [] : [`src/${file.path} imports ${name}: ${why}`];
      }),
    );
    expect(wrong, wrong.join('\n')).to.be.empty;
  });

  it(`has no file of more than ${LINES_MAX} lines`, () => {
    const long = files
      .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
      .filter(({ lines }) => lines > LINES_MAX);
    expect(long).to.deep.equal([]);
  });
});
