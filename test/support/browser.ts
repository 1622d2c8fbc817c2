import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import axe from 'axe-core';
import { HtmlValidate } from 'html-validate';
import { chromium } from 'playwright-core';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { projectRoot } from '../../src/base/root.ts';

/** The two sizes that every page is tried at. */
export const SIZES = {
  phone: { width: 390, height: 844 },
  desk: { width: 1280, height: 800 },
} as const;

export type Size = keyof typeof SIZES;

/** A page of a visitor of its own, and what the browser complained about on it. */
export interface TestPage {
  readonly page: Page;
  /** Console errors (a breach of the content policy among them) and uncaught exceptions. */
  readonly complaints: readonly string[];
}

export interface TestBrowser {
  /** A page with no cookies; `baseURL` lets it go to paths. */
  newPage(size: Size, options?: BrowserContextOptions): Promise<TestPage>;
  close(): Promise<void>;
}

const FLAGS = [
  '--no-sandbox', // the tests may run as root; they visit nothing but our own server
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-dev-shm-usage',
  '--font-render-hinting=none',
];

/** Starts Chromium: the one of `CHROMIUM_PATH`, or else the one that npm brought. */
export async function openBrowser(): Promise<TestBrowser> {
  const folder = mkdtempSync(join(tmpdir(), 'jifenbu-browser-'));
  const found = await findChromium();
  const browser = await chromium.launch({
    executablePath: found.path,
    args: FLAGS,
    env: { ...process.env, ...found.env, HOME: folder, FONTCONFIG_FILE: writeFontSettings(folder) },
  });
  return {
    newPage: async (size, options = {}) => {
      const phone = size === 'phone' ? { isMobile: true, hasTouch: true } : {};
      const screen = { viewport: SIZES[size], locale: 'zh-CN', ...phone };
      const context = await browser.newContext({ ...screen, ...options });
      // Here once, for sending it to each page takes longer than examining the page.
      await context.addInitScript({ content: axe.source });
      const page = await context.newPage();
      return { page, complaints: complaintsOf(page) };
    },
    close: async () => {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function complaintsOf(page: Page): readonly string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  return complaints;
}

interface Found {
  readonly path: string;
  readonly env: Readonly<Record<string, string>>;
}

async function findChromium(): Promise<Found> {
  const named = process.env['CHROMIUM_PATH'];
  if (named) return { path: named, env: {} };
  const folder = join(projectRoot, 'node_modules/.cache/jifenbu-chromium');
  if (!existsSync(folder)) await unpackChromium(folder);
  // The system libraries that a server without screen lacks lie beside it.
  return { path: join(folder, 'chromium'), env: { LD_LIBRARY_PATH: join(folder, 'al2023/lib') } };
}

/** Unpacks the package's Chromium with its libraries, which takes some seconds, once per install. */
async function unpackChromium(folder: string): Promise<void> {
  const partial = `${folder}.${process.pid}`;
  mkdirSync(partial, { recursive: true });
  const before = { ...process.env };
  // The package unpacks into the temporary folder, and its libraries only where it takes the
  // machine for a Lambda.
  Object.assign(process.env, { TMPDIR: partial, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' });
  try {
    const { default: packed } = await import('@sparticuz/chromium');
    packed.setGraphicsMode = false;
    await packed.executablePath();
  } finally {
    for (const name of Object.keys(process.env)) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, before);
  }
  try {
    renameSync(partial, folder);
  } catch (error) {
    rmSync(partial, { recursive: true });
    if (!existsSync(folder)) throw error; // else another process was faster
  }
}

/** Only the fonts that npm brought, so that pictures show Chinese, and the same on every machine. */
function writeFontSettings(folder: string): string {
  const fonts = dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/noto-sans-sc'));
  const family = 'Noto Sans SC';
  const aliases = ['sans-serif', 'serif', 'monospace', 'system-ui'].map(
    (name) => `<alias><family>${name}</family><prefer><family>${family}</family></prefer></alias>`,
  );
  const file = join(folder, 'fonts.conf');
  writeFileSync(
    file,
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${fonts}/400Regular</dir>
  <dir>${fonts}/700Bold</dir>
  <cachedir>${folder}/font-cache</cachedir>
  ${aliases.join('\n  ')}
</fontconfig>
`,
  );
  return file;
}

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** What axe finds wrong on the page as it is shown now: rule, what it asks, and where. */
export async function axeViolations(page: Page): Promise<string[]> {
  const { violations } = await page.evaluate(async (tags): Promise<axe.AxeResults> => {
    const { axe: loaded } = window as unknown as { axe: typeof axe };
    const wish = { runOnly: tags, resultTypes: ['violations' as const] };
    // The rules asked for need no style sheet read, and our pages hold no frame.
    return loaded.run(document, { ...wish, preload: false, iframes: false, elementRef: false });
  }, WCAG);
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, html }) => `${id}: ${help} — ${target.join(' ')} ${html.slice(0, 200)}`),
  );
}

const STYLE_OF_WRITING = [
  'attr-quotes',
  'attribute-boolean-style',
  'attribute-empty-style',
  'doctype-style',
  'long-title',
  'no-trailing-whitespace',
  'void-style',
];

const validator = new HtmlValidate({
  root: true,
  extends: ['html-validate:recommended'],
  rules: {
    ...Object.fromEntries(STYLE_OF_WRITING.map((rule) => [rule, 'off'])),
    // A list may have a name of its own; screen readers say it.
    'aria-label-misuse': ['error', { allowAnyNamable: true }],
    // Boxes of one name are a list to choose from, wherever on the page they stand.
    'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'submit', 'button', 'reset'] }],
  },
});

/** What is wrong with a page as HTML: rule, sentence and line. */
export async function htmlProblems(html: string): Promise<string[]> {
  const { results } = await validator.validateString(html);
  return results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message, line }) => `${ruleId}: ${message} (line ${line})`),
  );
}
