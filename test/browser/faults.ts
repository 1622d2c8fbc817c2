import { gzipSync } from 'node:zlib';
import { AssertionError } from 'chai';
import type { Page } from 'playwright-core';
import { GOODS, RULES } from '../../seeders/figures.ts';
import { NOTES, PLACES } from '../../seeders/phrases.ts';
import { axeViolations, htmlProblems } from '../support/browser.ts';
import type { Size, TestPage } from '../support/browser.ts';
import { isTooWide } from './stage.ts';
import { IMPORT_WORDS } from '../exchange/settled.ts';
import { WORDS } from '../postings/settled.ts';
import { HOUSEHOLD_WORDS } from '../households/settled.ts';
import { NOT_ME } from '../volunteering/settled.ts';
import { ACTIVITY_WORDS } from '../volunteering/activities/settled.ts';

/** What may be wrong with a page, each as a sentence; an empty list is a good page. */

const KB = 1024;
const HTML_MAX = 14 * KB;
const REQUESTS_MAX = 6;
const TARGET_MIN = 60;

/** The weight of something as it travels. */
export const weightOf = (content: string | Buffer): number => gzipSync(content).length;

const MODULES =
  'audit|base|exchange|field|header|format|home|invalid|market|people|postings|refusal|shared';
const RAW_KEY = new RegExp(
  `\\b(?:${MODULES}|volunteering)\\.(?!js|css|svg|webp)[a-zA-Z][\\w-]*(?:\\.[\\w-]+)*`,
  'g',
);

/** Keys of messages that stand on a page in place of their text. */
export const rawKeys = (html: string): string[] =>
  [...html.replace(/ (?:href|src|action|name|id|for)="[^"]*"/g, '').matchAll(RAW_KEY)].map(
    ([key]) => `raw key ${key}`,
  );

const MANY = [...RULES, ...GOODS].map(({ name }) => name);
const DATA = [
  ...[...MANY, ...RULES.map(({ category }) => category), ...PLACES, ...Object.values(NOTES).flat()],
  ...[
    '王秀兰',
    '王*兰',
    '李建国',
    '李*国',
    '陈敏',
    '陈*',
    '周丽',
    '周*',
    '何文',
    '何*',
    '系统管理员',
    '系***员',
    '一网格',
    ...[
      '赵明',
      '赵*',
      '钱进',
      '钱*',
      '孙正',
      '孙*',
      '党政办',
      '科员',
      '迟到',
      '旷工',
      '全天未到岗',
      ...['考勤.csv', '家中有事', '赴市里开会', '无名', '未实际请假'],
      '会议迟到',
      '损害群众利益',
      '牵头重点任务',
      '参与中心工作',
      '交办事项超时限',
      '街道表彰',
      '值班脱岗',
      '考核细则',
      ...['工号', '姓名', '日期', '上班时间', '下班时间'],
      '白班',
      '夜班',
      '查岗时未到岗',
      '外出学习',
      '家里有事',
      '第四季度民主测评',
      '政治品德',
      '工作能力',
      '继续努力',
    ],
  ],
  ...Object.values(WORDS),
  ...ACTIVITY_WORDS,
  ...HOUSEHOLD_WORDS,
  ...IMPORT_WORDS,
  NOT_ME,
  ...[
    '周六大扫除',
    '一号楼前',
    '三号楼二单元',
    '照片看不清',
    '请写明在哪里做的',
    '重复申报',
    '中文',
    '已注销',
    'value="次"',
    'value="小时"',
  ],
].sort((a, b) => b.length - a.length);
const NUMBERED =
  /(?:社区|街道|科室)\d+-\d+|户\d+-\d+|\S*〔\d+〕(?:考核)?第\d+周|<span class="brand-seal".*?<\/span>/g;

/** Chinese that stands on an English page and is nobody's name nor other data. */
export function leftInChinese(html: string): string[] {
  const own = DATA.reduce((text, word) => text.replaceAll(word, ''), html.replace(NUMBERED, ''));
  return [...own.matchAll(/.{0,20}\p{Script=Han}+.{0,20}/gu)].map(
    ([text]) => `Chinese on an English page: ${text}`,
  );
}

/** Fails with every fault on a line of its own. */
export function expectNone(faults: readonly string[]): void {
  if (faults.length > 0) throw new AssertionError([...new Set(faults)].join('\n'));
}

/** The main part of a page, but for the keys and tokens that are new each time. */
const mainOf = (html: string): string =>
  (/<main[^]*<\/main>/.exec(html)?.[0] ?? '').replace(/value="[^"]*"/g, '');

/** How a page is built: its elements and their looks, whatever they say, hold or lead to. */
const buildOf = (html: string): string =>
  mainOf(html)
    .replace(/ (?!class|type|role)([\w-]+)="[^"]*"/g, ' $1')
    .replace(/>[^<]*\S[^<]*</g, '>…<');

/** Reads and opens pages one after another; what was seen on one is not examined twice. */
export class Examiner {
  readonly thumbs = new Set<string>();
  readonly scripts = new Set<string>();
  private readonly seen = new Set<string>();

  /**
   * Reads an address as text: what is wrong with it, and whether it must be opened too. A page
   * that another reader was shown, built alike, looks alike.
   */
  async read(page: Page, address: string): Promise<{ faults: string[]; isNew: boolean }> {
    const response = await page.context().request.get(address);
    const html = await response.text();
    const faults = response.status() === 200 ? [] : [`status ${response.status()}`];
    faults.push(...(await this.examineText(html)));
    const told = faults.map((fault) => `${address}: ${fault}`);
    return { faults: told, isNew: this.isNew(`${address} ${buildOf(html)}`) };
  }

  /** Opens an address and says what is wrong with what is shown. */
  async open({ page, complaints }: TestPage, size: Size, address: string): Promise<string[]> {
    const before = complaints.length;
    await page.goto(address);
    const faults = [...(await this.examine(page, size)), ...complaints.slice(before)];
    if (size === 'phone') faults.push(...(await atLargestText(page)));
    return faults.map((fault) => `${address} (${size}): ${fault}`);
  }

  /** What is wrong with the page that is open, as it is shown. */
  async examine(page: Page, size: Size): Promise<string[]> {
    const faults = (await isTooWide(page)) ? ['moves sideways'] : [];
    const requests = await page.evaluate(requestsOf);
    if (requests > REQUESTS_MAX) faults.push(`${requests} requests`);
    if (!this.isNew(size + mainOf(await page.content()))) return faults;
    return [...faults, ...(await axeViolations(page))];
  }

  /** What is wrong with a page as text: its HTML, its weight, its words. */
  async examineText(html: string): Promise<string[]> {
    const faults = this.isNew(mainOf(html)) ? await htmlProblems(html) : [];
    faults.push(...rawKeys(html));
    if (weightOf(html) > HTML_MAX) faults.push(`${weightOf(html)} bytes of HTML`);
    for (const [, script = ''] of html.matchAll(/<script\b[^>]*src="([^"]+)"/g)) {
      this.scripts.add(script);
    }
    for (const [image] of html.matchAll(/<img\b[^>]*>/g)) {
      const address = /src="([^"]*\/thumb[^"]*)"/.exec(image)?.[1];
      if (address === undefined) continue;
      this.thumbs.add(address);
      if (!image.includes('loading="lazy"')) faults.push(`not lazy: ${image}`);
    }
    return faults;
  }

  private isNew(content: string): boolean {
    const known = this.seen.has(content);
    this.seen.add(content);
    return !known;
  }
}

/** How many requests the open page took, lazy pictures aside. Runs in the page. */
function requestsOf(): number {
  const lazy = new Set<string>();
  for (const { currentSrc, src, loading } of document.images) {
    if (loading === 'lazy') lazy.add(currentSrc || src);
  }
  return 1 + performance.getEntriesByType('resource').filter(({ name }) => !lazy.has(name)).length;
}

/** The largest text on the open page: nothing moves sideways, and every target is large. */
async function atLargestText(page: Page): Promise<string[]> {
  await page.evaluate(() => {
    document.documentElement.dataset['text'] = '30';
  });
  const small = await page.evaluate(smallTargets, TARGET_MIN);
  const wide = await isTooWide(page);
  return [...(wide ? ['moves sideways in the largest text'] : []), ...small];
}

/** Buttons, and links that look like buttons, that are lower or narrower. Runs in the page. */
function smallTargets(min: number): string[] {
  const targets = document.querySelectorAll<HTMLElement>('.btn, button, summary, .tabs a, a.row');
  return [...targets].flatMap((target) => {
    const { width, height } = target.getBoundingClientRect();
    const isShown = width > 0 && target.checkVisibility({ visibilityProperty: true });
    if (!isShown || (width > min - 1 && height > min - 1)) return [];
    return [`${Math.round(width)} × ${Math.round(height)} px: ${target.outerHTML.slice(0, 120)}`];
  });
}
