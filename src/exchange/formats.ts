import type { Day } from '../base/period.ts';

/** One side of a transaction: points that came to an account, or left it. */
export interface Posting {
  readonly account: string;
  readonly points: number;
}

/** A transaction of a journal; its postings add up to 0. */
export interface Entry {
  readonly day: Day;
  /** What kind of move it is: `award`. */
  readonly payee: string;
  /** What it was for: `check-in:7`. */
  readonly text: string;
  readonly facts: Readonly<Record<string, string>>;
  readonly postings: readonly Posting[];
}

/** How a format writes what a journal says; each answers whole lines. */
export interface Format {
  readonly head: (title: string) => string;
  readonly open: (account: string, day: Day, name: string | null) => string;
  readonly entry: (entry: Entry) => string;
  /** That the accounts have this at the beginning of a day. */
  readonly balances: (day: Day, balances: readonly Posting[]) => string;
}

/** The points, as both programs allow a commodity to be named. */
const COMMODITY = 'POINTS';

// A comment or a text ends with its line, whatever somebody typed into it.
const inLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
const quoted = (text: string): string => `"${inLine(text).replace(/["\\]/g, "'")}"`;

const side = ({ account, points }: Posting): string => `  ${account}  ${points} ${COMMODITY}`;

/** https://hledger.org/hledger.html#journal */
export const hledger: Format = {
  head: (title) => `; ${inLine(title)}\ncommodity 1000. ${COMMODITY}\n`,
  open: (account, _day, name) => `account ${account}${name ? `  ; ${inLine(name)}` : ''}\n`,
  entry: ({ day, payee, text, facts, postings }) => {
    const tags = Object.entries(facts).map(([name, fact]) => `${name}:${hledgerTag(fact)}`);
    const head = `${day} * ${inLine(payee)} | ${inLine(text)}  ; ${tags.join(', ')}`;
    return `\n${[head, ...postings.map(side)].join('\n')}\n`;
  },
  balances: (day, balances) =>
    `\n${day} * balances\n${balances
      .map(({ account, points }) => `  ${account}  0 ${COMMODITY} = ${points} ${COMMODITY}\n`)
      .join('')}`,
};

// A comma would end a tag.
const hledgerTag = (text: string): string => inLine(text).replaceAll(',', ';');

/** https://beancount.github.io/docs/beancount_language_syntax.html */
export const beancount: Format = {
  head: (title) => `; ${inLine(title)}\noption "title" ${quoted(title)}\n`,
  open: (account, day, name) =>
    `${day} open ${account} ${COMMODITY}\n${name ? `  name: ${quoted(name)}\n` : ''}`,
  entry: ({ day, payee, text, facts, postings }) => {
    const head = `${day} * ${quoted(payee)} ${quoted(text)}`;
    const tags = Object.entries(facts).map(([name, fact]) => `  ${name}: ${quoted(fact)}`);
    return `\n${[head, ...tags, ...postings.map(side)].join('\n')}\n`;
  },
  balances: (day, balances) =>
    `\n${balances
      .map(({ account, points }) => `${day} balance ${account}  ${points} ${COMMODITY}\n`)
      .join('')}`,
};
