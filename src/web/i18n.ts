import { readdirSync, readFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import { createInstance } from 'i18next';
import type { TFunction } from 'i18next';
import { projectRoot } from '../base/root.ts';

/** The languages of the pages; the first is the default. */
export const LANGUAGES = ['zh-CN', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

const folder = join(projectRoot, 'locales');

type Texts = Record<string, unknown>;

/**
 * Parts that every file may have, and that are looked up without naming the file: each with where
 * it is found. So what a module adds to the page of who may do what, to the events of the audit, to
 * what people are told and to the headers of files stands in its own file.
 */
const COMMON: Readonly<Record<string, readonly string[]>> = {
  field: ['field'],
  refusal: ['refusal'],
  invalid: ['invalid'],
  route: ['policy'],
  event: ['audit', 'event'],
  message: ['messages', 'text'],
  header: ['header'],
};

// A module in sub-folders has a folder of texts, a file for each of them: `staff/duty.json`.
const filesOf = (language: Language): string[] =>
  readdirSync(join(folder, language), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.json'),
  );

function textsOf(language: Language): Texts {
  const texts: Texts = {};
  for (const file of filesOf(language)) {
    const own = JSON.parse(readFileSync(join(folder, language, file), 'utf8')) as Texts;
    const { dir, name } = parse(file);
    merge(texts, dir === '' ? [name] : [dir, name], own);
    for (const [part, place] of Object.entries(COMMON)) merge(texts, place, own[part] as Texts);
  }
  return texts;
}

function merge(texts: Texts, place: readonly string[], more: Texts | undefined): void {
  let at = texts;
  for (const name of place) at = (at[name] ??= {}) as Texts;
  for (const [name, text] of Object.entries(more ?? {})) {
    // What another file has put here before stays.
    if (typeof text === 'object' && !Array.isArray(text)) merge(at, [name], text as Texts);
    else at[name] = text;
  }
}

const FOLDERS = new Set(filesOf(LANGUAGES[0]).map((file) => parse(file).dir));

const i18n = createInstance();

// At once, without waiting: the texts are all here, and a module that waits is loaded twice by some.
void i18n.init({
  initAsync: false,
  lng: LANGUAGES[0],
  fallbackLng: LANGUAGES[0],
  resources: Object.fromEntries(LANGUAGES.map((one) => [one, { translation: textsOf(one) }])),
  interpolation: { escapeValue: false }, // the views escape
  returnNull: false,
});

const KNOWN_MAX = 5_000;

// A page asks for a hundred texts, and the next one for the same: to find one costs i18next as much
// as a query costs. What is put in is short, so what was put in once is known as well.
function remembering(t: TFunction): TFunction {
  const known = new Map<string, string>();
  const find = (key: string | string[], facts: object | undefined, name: string): string => {
    const text = t(key, { ...facts });
    if (known.size >= KNOWN_MAX) known.clear();
    known.set(name, text);
    return text;
  };
  return ((key: string | string[], facts?: object) => {
    const name = facts || typeof key !== 'string' ? JSON.stringify([key, facts]) : key;
    return known.get(name) ?? find(key, facts, name);
  }) as TFunction;
}

const translators = new Map<Language, TFunction>(
  LANGUAGES.map((one) => [one, remembering(i18n.getFixedT(one))]),
);

/** The texts of a language: the first segment of a key is the file's name. */
export function textsIn(language: Language): TFunction {
  const t = translators.get(language);
  if (!t) throw new Error(`no texts for ${language}`);
  return t;
}

export const isLanguage = (text: unknown): text is Language =>
  (LANGUAGES as readonly unknown[]).includes(text);

/** Whether the message files have the key. */
export const hasText = (key: string): boolean => i18n.exists(key);

/** Whether a module's texts are in a folder, one file for each of its sub-folders. */
export const hasFolder = (module: string): boolean => FOLDERS.has(module);
