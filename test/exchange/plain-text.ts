/**
 * Reads the part of the journals of hledger and beancount that we write, as strictly as they do: an
 * account is declared before it is used, a transaction adds up to 0, a balance that is stated holds.
 */
export interface Books {
  readonly balances: ReadonlyMap<string, number>;
  readonly transactions: number;
  /** How many balances were stated, and found right. */
  readonly stated: number;
}

const ACCOUNT = '[A-Z][A-Za-z0-9]*(?::[A-Z][A-Za-z0-9]*)+';

class Reading {
  readonly balances = new Map<string, number>();
  transactions = 0;
  stated = 0;
  private open: { day: string; sum: number; sides: number } | null = null;

  declare(account: string): void {
    if (this.balances.has(account)) throw new Error(`${account} is declared twice`);
    this.balances.set(account, 0);
  }

  begin(day: string): void {
    this.end();
    this.open = { day, sum: 0, sides: 0 };
  }

  side(account: string, points: number): void {
    if (!this.open) throw new Error(`${account} stands in no transaction`);
    this.balances.set(account, this.balanceOf(account) + points);
    this.open.sum += points;
    this.open.sides += 1;
  }

  state(account: string, points: number): void {
    const balance = this.balanceOf(account);
    if (balance !== points) throw new Error(`${account} has ${balance}, not ${points}`);
    this.stated += 1;
  }

  end(): void {
    const { open } = this;
    this.open = null;
    if (!open) return;
    if (open.sum !== 0) throw new Error(`a transaction of ${open.day} is out by ${open.sum}`);
    this.transactions += 1;
  }

  private balanceOf(account: string): number {
    const balance = this.balances.get(account);
    if (balance === undefined) throw new Error(`${account} is not declared`);
    return balance;
  }
}

type Rule = readonly [RegExp, (reading: Reading, found: readonly string[]) => void];

const HLEDGER: readonly Rule[] = [
  [/^;|^commodity 1000\. POINTS$|^$/, () => undefined],
  [new RegExp(`^account (${ACCOUNT})(?:  ;.*)?$`), (to, [, name = '']) => to.declare(name)],
  [/^(\d{4}-\d\d-\d\d) \* [^;]+?(?:  ;.*)?$/, (to, [, day = '']) => to.begin(day)],
  [
    new RegExp(`^ {2}(${ACCOUNT}) {2}0 POINTS = (-?\\d+) POINTS$`),
    (to, [, name = '', points]) => {
      to.side(name, 0);
      to.state(name, Number(points));
    },
  ],
  [
    new RegExp(`^ {2}(${ACCOUNT}) {2}(-?\\d+) POINTS$`),
    (to, [, name = '', points]) => to.side(name, Number(points)),
  ],
];

const TEXT = '"[^"\\n]*"';

const BEANCOUNT: readonly Rule[] = [
  [new RegExp(`^;|^option "title" ${TEXT}$|^$|^ {2}[a-z]+: ${TEXT}$`), () => undefined],
  [
    new RegExp(`^\\d{4}-\\d\\d-\\d\\d open (${ACCOUNT}) POINTS$`),
    (to, [, name = '']) => to.declare(name),
  ],
  [
    new RegExp(`^\\d{4}-\\d\\d-\\d\\d balance (${ACCOUNT})  (-?\\d+) POINTS$`),
    (to, [, name = '', points]) => {
      to.end();
      to.state(name, Number(points));
    },
  ],
  [new RegExp(`^(\\d{4}-\\d\\d-\\d\\d) \\* ${TEXT} ${TEXT}$`), (to, [, day = '']) => to.begin(day)],
  [
    new RegExp(`^ {2}(${ACCOUNT}) {2}(-?\\d+) POINTS$`),
    (to, [, name = '', points]) => to.side(name, Number(points)),
  ],
];

/** Reads a journal to its end; throws at the first line that one of the programs would not take. */
export function readJournal(text: string, format: 'hledger' | 'beancount'): Books {
  const reading = new Reading();
  const rules = format === 'hledger' ? HLEDGER : BEANCOUNT;
  for (const line of text.split('\n')) {
    const rule = rules.find(([pattern]) => pattern.test(line));
    if (!rule) throw new Error(`this line is not understood: ${line}`);
    rule[1](reading, rule[0].exec(line) ?? []);
  }
  reading.end();
  return reading;
}
