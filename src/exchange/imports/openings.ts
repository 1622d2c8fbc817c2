import Joi from 'joi';
import sql, { bulk } from 'sql-template-tag';
import { change, rows as rowsOf } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { today } from '../../base/period.ts';
import { book, keepWithinCeiling } from '../../ledger/index.ts';
import { tell } from '../../messages/index.ts';
import type { SaidRow } from './layout.ts';
import { isNew, isSame, isWrong, readRow, sawBefore } from './looked.ts';
import type { BookedBy, Booking, ImportPart, Looked } from './looked.ts';
import { rollOf } from './roll.ts';
import type { Roll } from './roll.ts';

interface Opening {
  readonly personId: number;
  readonly householdId: number | null;
  readonly points: number;
  readonly note: string | undefined;
}

interface Typed {
  readonly points: number;
  readonly note?: string;
}

const form = Joi.object<Typed, true>({
  points: Joi.number().integer().min(1).max(100_000).required(),
  note: Joi.string().max(200),
});

/** Points that people had before the house kept books: each once, entered by one, confirmed by another. */
export const openings: ImportPart<Opening> = {
  needsTwo: true,
  look: async (communityId, rows, tx) => {
    const roll = await rollOf(communityId, tx);
    const known = await knownOpenings(communityId, tx);
    const seen = new Set<string>();
    return rows.map((one) => looked(one, roll, known, seen));
  },
  book: async (by, rows, tx) => {
    const points = rows.reduce((sum, { entry }) => sum + entry.points, 0);
    await keepWithinCeiling(by.communityId, points, tx);
    for (let from = 0; from < rows.length; from += AT_ONCE) {
      await bookSome(by, rows.slice(from, from + AT_ONCE), tx);
    }
  },
};

/** So many rows go into one statement; SQLite takes 32,766 values. */
const AT_ONCE = 2_000;

/** What people of the community had before, wherever and for whichever entry of theirs it was booked. */
async function knownOpenings(
  communityId: number,
  tx?: Transaction,
): Promise<ReadonlyMap<number, readonly number[]>> {
  const kept = await rowsOf<{ personId: number; points: number }>(
    sql`SELECT COALESCE(p.merged_into_id, p.id) AS "personId", o.points
          FROM opening_balances o JOIN persons p ON p.id = o.person_id
         WHERE p.community_id = ${communityId} ORDER BY o.person_id`,
    tx,
  );
  const known = new Map<number, number[]>();
  for (const { personId, points } of kept) {
    known.set(personId, [...(known.get(personId) ?? []), points]);
  }
  return known;
}

function looked(
  one: SaidRow,
  roll: Roll,
  known: ReadonlyMap<number, readonly number[]>,
  seen: Set<string>,
): Looked<Opening> {
  const person = roll(one.said);
  if (typeof person === 'string') return isWrong(one, person);
  const { points, note } = one.said;
  const read = readRow(form, { points, note });
  if ('problem' in read) return isWrong(one, read.problem);
  if (sawBefore(seen, String(person.id))) return isWrong(one, 'row-repeated');
  const before = known.get(person.id);
  if (before !== undefined) {
    return before.includes(read.values.points) ? isSame(one) : isWrong(one, 'opening-known');
  }
  const { id: personId, householdId } = person;
  return isNew(one, { personId, householdId, points: read.values.points, note: read.values.note });
}

async function bookSome(
  { communityId, importId, enteredById, approvedById }: BookedBy,
  rows: readonly Booking<Opening>[],
  tx: Transaction,
): Promise<void> {
  const causeOf = (row: number): string => `opening:${importId}:${row}`;
  const booked = await book(
    communityId,
    rows.map(({ row, entry: { personId, points, note } }) => ({
      ...{ personId, move: 'award' as const, points, cause: causeOf(row), occurredOn: today() },
      ...{ reason: note, bookedById: enteredById, approvedById },
    })),
    tx,
  );
  const kept = rows.map(({ row, entry: { personId, points } }) => [
    ...[personId, communityId, importId, row, points],
  ]);
  await change(
    sql`INSERT INTO opening_balances (person_id, community_id, import_id, row, points)
        VALUES ${bulk(kept)}`,
    tx,
  );
  await tell(
    rows.map(({ row, entry: { personId, points } }) => ({
      ...{ communityId, personId, kind: 'opening-booked', facts: { points } },
      href: `/transfers/${booked.get(causeOf(row)) ?? 0}`,
    })),
    tx,
  );
}
