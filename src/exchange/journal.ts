import { addDays, dayOf, startOfDay, today } from '../base/period.ts';
import type { Day } from '../base/period.ts';
import { accountsOf, balancesAt, transfersAfter } from '../ledger/index.ts';
import type { BookedTransfer, LedgerAccount } from '../ledger/index.ts';
import { peopleByIds } from '../people/index.ts';
import { beancount, hledger } from './formats.ts';
import type { Entry, Format, Posting } from './formats.ts';

/** The programs whose journals can be written. */
export const JOURNAL_FORMATS = ['hledger', 'beancount'] as const;
export type JournalFormat = (typeof JOURNAL_FORMATS)[number];

const FORMATS: Readonly<Record<JournalFormat, Format>> = { hledger, beancount };

/** Which part of the books of which tenant, and how. */
export interface JournalWish {
  readonly communityId: number;
  readonly title: string;
  readonly format: JournalFormat;
  /** The first and the last day of booking; unsaid: from the beginning, and to today. */
  readonly from?: Day | undefined;
  readonly to?: Day | undefined;
  /** Whether accounts are told with the names of their people. */
  readonly names: boolean;
}

// Accounts have to be open before anything is booked on them.
const FIRST_DAY = '1970-01-01';
const OPENING = 'Equity:Opening';

/** What an account is called; an id says nothing to who does not know the register. */
function nameOf({ kind, ownerId }: LedgerAccount): string {
  const person = `P${String(ownerId).padStart(6, '0')}`;
  switch (kind) {
    case 'available':
      return `Assets:People:${person}:Available`;
    case 'held':
      return `Assets:People:${person}:Held`;
    case 'score':
      return `Assets:Staff:${person}:Score`;
    case 'issuance':
      return 'Equity:Issuance';
    case 'assessment':
      return 'Equity:Assessment';
    case 'redeemed':
      return 'Expenses:Redeemed';
    case 'expired':
      return 'Expenses:Expired';
  }
}

const AT_ONCE = 5_000;

/**
 * The ledger of a tenant as a journal that hledger or beancount reads and balances, part by part:
 * its accounts, what they had before the first day, every transfer as a transaction, and what they
 * have after the last day. However long it is, only some thousand transfers are held at once.
 */
export async function* journalOf(wish: JournalWish): AsyncGenerator<string> {
  const format = FORMATS[wish.format];
  const last = wish.to ?? today();
  const span = { from: startOfDay(wish.from ?? FIRST_DAY), to: startOfDay(addDays(last, 1)) };
  const accounts = await accountsOf(wish.communityId);
  const names = new Map(accounts.map((one) => [one.id, nameOf(one)]));
  const balances = await balancesAt(wish.communityId, span.from);
  const opening = postingsOf(names, balances);
  yield format.head(wish.title);
  yield await openings(wish, format, accounts, opening.length > 0);
  if (opening.length > 0) yield format.entry(openingEntry(wish.from ?? last, opening));
  for (let after = 0; ;) {
    const transfers = await transfersAfter(wish.communityId, span, after, AT_ONCE);
    yield transfers.map((one) => format.entry(entryOf(one, names))).join('');
    for (const one of transfers) move(balances, one);
    const end = transfers.at(-1);
    if (!end || transfers.length < AT_ONCE) break;
    after = end.id;
  }
  const zeros = new Map(accounts.map(({ id }) => [id, 0]));
  const ends = postingsOf(names, new Map([...zeros, ...balances]), true);
  yield format.balances(addDays(last, 1), ends);
}

async function openings(
  { names }: JournalWish,
  format: Format,
  accounts: readonly LedgerAccount[],
  hasOpening: boolean,
): Promise<string> {
  const people = accounts.flatMap(({ ownerKind, ownerId }) =>
    ownerKind === 'person' ? [ownerId] : [],
  );
  const known = names ? await peopleByIds(people) : new Map<number, { readonly name: string }>();
  const told = accounts.map((one) => {
    const name = one.ownerKind === 'person' ? (known.get(one.ownerId)?.name ?? null) : null;
    return format.open(nameOf(one), FIRST_DAY, name);
  });
  return [...told, ...(hasOpening ? [format.open(OPENING, FIRST_DAY, null)] : [])].join('');
}

const postingsOf = (
  names: ReadonlyMap<number, string>,
  balances: ReadonlyMap<number, number>,
  withZeros = false,
): Posting[] =>
  [...balances]
    .filter(([, points]) => withZeros || points !== 0)
    .map(([id, points]) => ({ account: names.get(id) ?? '', points }));

const openingEntry = (day: Day, postings: readonly Posting[]): Entry => {
  const sum = postings.reduce((all, { points }) => all + points, 0);
  const rest = sum === 0 ? [] : [{ account: OPENING, points: -sum }];
  return { day, payee: 'opening', text: 'before', facts: {}, postings: [...postings, ...rest] };
};

function entryOf(one: BookedTransfer, names: ReadonlyMap<number, string>): Entry {
  return {
    day: dayOf(one.bookedAt),
    payee: one.kind,
    text: one.cause,
    facts: {
      transfer: String(one.id),
      occurred: one.occurredOn,
      ...(one.reverses === null ? {} : { reverses: String(one.reverses) }),
    },
    postings: [
      { account: names.get(one.to) ?? '', points: one.points },
      { account: names.get(one.from) ?? '', points: -one.points },
    ],
  };
}

function move(balances: Map<number, number>, { from, to, points }: BookedTransfer): void {
  balances.set(to, (balances.get(to) ?? 0) + points);
  balances.set(from, (balances.get(from) ?? 0) - points);
}
