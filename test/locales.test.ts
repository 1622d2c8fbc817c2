import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { projectRoot } from '../src/base/root.ts';
import { hasText, LANGUAGES } from '../src/web/i18n.ts';

type Texts = Record<string, unknown>;

const folder = join(projectRoot, 'locales');

const read = (language: string, file: string): Texts =>
  JSON.parse(readFileSync(join(folder, language, file), 'utf8')) as Texts;

/** Names of all texts; the plural forms of a language count as one. */
function keysOf(texts: Texts, prefix = ''): string[] {
  return Object.entries(texts).flatMap(([name, value]) => {
    const key = prefix + name.replace(/_(zero|one|two|few|many|other)$/, '');
    return typeof value === 'string' ? [key] : keysOf(value as Texts, `${key}.`);
  });
}

/** All texts by their whole names. */
function textsOf(texts: Texts, prefix: string): [string, string][] {
  return Object.entries(texts).flatMap(([name, value]) =>
    typeof value === 'string'
      ? [[prefix + name, value] as [string, string]]
      : textsOf(value as Texts, `${prefix}${name}.`),
  );
}

function filesBelow(path: string, ending: RegExp): string[] {
  return readdirSync(join(projectRoot, path), { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name))
    .map((name) => join(projectRoot, path, name));
}

// Data, not text of a page: the name of one who was erased, the number of a posting, a unit, what
// files and attendance machines head their columns with.
const CHINESE_DATA = [
  'src/exchange/imports/columns.ts',
  'src/people/names.ts',
  'src/postings/number.ts',
  'src/staff/imports/headings.ts',
  'src/volunteering/rules.ts',
];

describe('the message files', () => {
  const [first, ...others] = LANGUAGES;
  const filesIn = (language: string): string[] =>
    readdirSync(join(folder, language), { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.json'),
    );
  const files = filesIn(first);

  for (const language of others) {
    it(`have the same texts in ${language} as in ${first}`, () => {
      expect(filesIn(language)).to.have.members(files);
      for (const file of files) {
        const [ours, theirs] = [keysOf(read(first, file)), keysOf(read(language, file))];
        expect([...new Set(theirs)].sort(), file).to.deep.equal([...new Set(ours)].sort());
      }
    });
  }

  for (const language of LANGUAGES) {
    it(`say in ${language} nothing twice of what is looked up without naming the file`, () => {
      const said = new Map<string, Set<unknown>>();
      for (const file of files) {
        const texts = read(language, file);
        for (const part of ['field', 'refusal', 'invalid', 'event', 'message', 'route', 'header']) {
          for (const [key, text] of textsOf((texts[part] ?? {}) as Texts, `${part}.`)) {
            said.set(key, (said.get(key) ?? new Set()).add(text));
          }
        }
      }
      const differing = [...said].filter(([, texts]) => texts.size > 1).map(([key]) => key);
      expect(differing, 'keys with two texts').to.deep.equal([]);
    });
  }

  it('have every text that a view or a route names', () => {
    const named = /\bt\(\s*'([a-z][\w-]*(?:\.[\w-]+)+)'/gi;
    const said = /'([a-z]+(?:\.[a-z-]+)?\.said\.[A-Za-z]+)'/g;
    const missing = [...filesBelow('views', /\.ejs$/), ...filesBelow('src', /\.ts$/)].flatMap(
      (file) => {
        const text = readFileSync(file, 'utf8');
        return [...text.matchAll(named), ...text.matchAll(said)]
          .map(([, key]) => key as string)
          .filter((key) => !hasText(key) && !hasText(`${key}_other`))
          .map((key) => `${key} in ${file.slice(projectRoot.length + 1)}`);
      },
    );
    expect(missing).to.deep.equal([]);
  });

  it('have a sentence for every code that a refusal is made with', () => {
    const code = /new Refusal\(\s*'[\w-]+',\s*'([\w-]+)'|permit\([^;]*?,\s*'([\w-]+)'\s*,?\s*\)/g;
    const missing = filesBelow('src', /\.ts$/).flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(code)]
        .map(([, made, permitted]) => (made ?? permitted) as string)
        .filter((one) => !hasText(`refusal.${one}`))
        .map((one) => `${one} in ${file.slice(projectRoot.length + 1)}`),
    );
    expect(missing).to.deep.equal([]);
  });

  it('have no Chinese text left in code, and none in a view', () => {
    const chinese = /\p{Script=Han}/u;
    const left = [...filesBelow('views', /\.ejs$/), ...filesBelow('src', /\.ts$/)].filter((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .some((line) => chinese.test(line) && !/^\s*(\/\/|\/?\*|<%#)/.test(line)),
    );
    expect(left.map((file) => file.slice(projectRoot.length + 1))).to.have.members(CHINESE_DATA);
  });
});
