import Joi from 'joi';
import type { Transaction } from '../../base/db.ts';
import {
  cardField,
  insertResidents,
  nameField,
  phoneField,
  registeredPeople,
  signInNameField,
  takenMarks,
} from '../../people/index.ts';
import type { NewRegistration, Registered, TakenMarks } from '../../people/index.ts';
import { isNew, isSame, isWrong, readRow, sawBefore } from './looked.ts';
import type { ImportPart, Looked, Problem } from './looked.ts';
import type { SaidRow } from './layout.ts';
import { bare, placesIn } from './places.ts';
import type { Places } from './places.ts';

interface Typed {
  readonly name: string;
  readonly phone?: string;
  readonly cardNumber?: string;
  readonly signInName?: string;
}

const form = Joi.object<Typed, true>({
  name: nameField,
  phone: phoneField,
  cardNumber: cardField,
  signInName: signInNameField,
});

/** Residents with their cards; one who is there already stays as they are. */
export const residents: ImportPart<NewRegistration> = {
  needsTwo: false,
  look: async (communityId, rows, tx) => {
    const read = rows.map((one) => readWhole(one));
    const typed = read.flatMap(({ values }) => values ?? []);
    const register = await registerOf(communityId, typed, tx);
    return read.map((one) => looked(one, register));
  },
  book: async ({ communityId, approvedById }, rows, tx) => {
    const entries = rows.map(({ entry }) => entry);
    await insertResidents(communityId, entries, approvedById, tx);
  },
};

interface Read {
  readonly one: SaidRow;
  readonly values: Typed | null;
  readonly problem: Problem | null;
}

function readWhole(one: SaidRow): Read {
  const { name, phone, cardNumber, signInName } = one.said;
  if (name === undefined) return { one, values: null, problem: 'name-missing' };
  const read = readRow(form, { name, phone, cardNumber, signInName });
  if ('problem' in read) return { one, values: null, problem: read.problem };
  return { one, values: read.values, problem: null };
}

/** Who is known, what is taken, and what the file has said so far. */
interface Register {
  readonly places: Places;
  readonly byName: ReadonlyMap<string, readonly Registered[]>;
  readonly taken: TakenMarks;
  readonly cards: Set<string>;
  readonly signInNames: Set<string>;
  readonly rows: Set<string>;
}

async function registerOf(
  communityId: number,
  typed: readonly Typed[],
  tx?: Transaction,
): Promise<Register> {
  const cards = typed.flatMap(({ cardNumber }) => cardNumber ?? []);
  const names = typed.flatMap(({ signInName }) => signInName ?? []);
  const byName = new Map<string, Registered[]>();
  for (const one of await registeredPeople(communityId, tx)) {
    const known = byName.get(bare(one.name));
    if (known) known.push(one);
    else byName.set(bare(one.name), [one]);
  }
  return {
    places: await placesIn(communityId, tx),
    byName,
    taken: await takenMarks(cards, names, tx),
    cards: new Set(),
    signInNames: new Set(),
    rows: new Set(),
  };
}

function looked({ one, values, problem }: Read, register: Register): Looked<NewRegistration> {
  if (!values) return isWrong(one, problem ?? 'name-missing');
  const { grid, household } = one.said;
  const home = household === undefined ? null : register.places.household(grid, household);
  if (typeof home === 'string') return isWrong(one, home);
  const entry: NewRegistration = {
    name: values.name,
    householdId: home,
    phone: values.phone ?? null,
    cardNumber: values.cardNumber ?? null,
    signInName: values.signInName ?? null,
  };
  const repeated = repetition(entry, register);
  if (repeated) return isWrong(one, repeated);
  const namesakes = register.byName.get(bare(entry.name)) ?? [];
  if (namesakes.some((known) => isThem(entry, known))) return isSame(one);
  const wrong = whyNotNew(entry, namesakes, register.taken);
  return wrong ? isWrong(one, wrong) : isNew(one, entry);
}

/** What the file has said before, of somebody else or of the same. */
function repetition(entry: NewRegistration, register: Register): Problem | null {
  const { name, householdId, phone, cardNumber, signInName } = entry;
  const whole = [bare(name), householdId, phone, cardNumber, signInName].join(' ');
  if (sawBefore(register.rows, whole)) return isBare(entry) ? 'name-repeated' : 'row-repeated';
  if (cardNumber && sawBefore(register.cards, cardNumber)) return 'card-repeated';
  if (signInName && sawBefore(register.signInNames, signInName)) return 'sign-in-repeated';
  return null;
}

/** Nothing but a name: whoever else bears it cannot be told apart. */
const isBare = ({ householdId, phone, cardNumber, signInName }: NewRegistration): boolean =>
  [householdId, phone, cardNumber, signInName].every((mark) => mark === null);

/** Of one name, and alike in whichever mark is given first: card, sign-in name, phone, household. */
function isThem(entry: NewRegistration, known: Registered): boolean {
  for (const mark of ['cardNumber', 'signInName', 'phone', 'householdId'] as const) {
    if (entry[mark] !== null && known[mark] !== null) return entry[mark] === known[mark];
  }
  return false;
}

function whyNotNew(
  entry: NewRegistration,
  namesakes: readonly Registered[],
  taken: TakenMarks,
): Problem | null {
  if (entry.cardNumber && taken.cards.has(entry.cardNumber)) return 'card-taken';
  if (entry.signInName && taken.signInNames.has(entry.signInName)) return 'sign-in-taken';
  // A namesake without a mark in common may be the same person.
  const isUnclear = namesakes.some((known) => !canTellApart(entry, known));
  return isUnclear ? 'name-known' : null;
}

const canTellApart = (entry: NewRegistration, known: Registered): boolean =>
  (['cardNumber', 'signInName', 'phone', 'householdId'] as const).some(
    (mark) => entry[mark] !== null && known[mark] !== null,
  );
