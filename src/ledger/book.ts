import sql, { bulk } from 'sql-template-tag';
import { now } from '../base/clock.ts';
import { rows } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import type { Day } from '../base/period.ts';
import { Refusal } from '../base/refusal.ts';
import { communityAccounts, personAccounts, staffAccounts, streetAccounts } from './accounts.ts';
import type { CommunityAccounts, PersonAccounts } from './accounts.ts';
import type { Between } from './between.ts';

/**
 * Why points move between a person and the community:
 * award (issuance → available), deduction (available → issuance), reservation (available → held),
 * hand-over (held → redeemed), return (held → available), undo (redeemed → available).
 */
export type Move = 'award' | 'deduction' | 'reservation' | 'hand-over' | 'return' | 'undo';

/** One move of points of a person, as a module asks for it. */
export interface NewTransfer {
  readonly personId: number;
  readonly move: Move;
  /** A whole number above zero. */
  readonly points: number;
  /** What it is for, once: `check-in:7`. */
  readonly cause: string;
  /** The event day; what counts for the period is when it is booked. */
  readonly occurredOn: Day;
  readonly ruleVersionId?: number | undefined;
  readonly reason?: string | undefined;
  readonly bookedById: number | null;
  readonly approvedById?: number | undefined;
}

/** What a transfer is when it is put into the table. */
export interface TransferRow extends Omit<NewTransfer, 'personId' | 'move'> {
  readonly communityId: number;
  readonly from: number;
  readonly to: number;
  readonly kind: Move | Between | 'reversal';
  readonly reversesId?: number;
}

type Ends = readonly [from: number, to: number];

function endsOf(move: Move, person: PersonAccounts, community: CommunityAccounts): Ends {
  switch (move) {
    case 'award':
      return [community.issuance, person.available];
    case 'deduction':
      return [person.available, community.issuance];
    case 'reservation':
      return [person.available, person.held];
    case 'hand-over':
      return [person.held, community.redeemed];
    case 'return':
      return [person.held, person.available];
    case 'undo':
      return [community.redeemed, person.available];
  }
}

/**
 * Books transfers of one community, all in one statement; the ids by cause.
 * Refuses `insufficient-points` when an available or held balance would go below 0, and
 * `booked-already` when one of the causes was booked before.
 */
export async function book(
  communityId: number,
  transfers: readonly NewTransfer[],
  tx: Transaction,
): Promise<Map<string, number>> {
  if (transfers.length === 0) return new Map();
  const community = await communityAccounts(communityId, tx);
  const people = await personAccounts(
    communityId,
    transfers.map((one) => one.personId),
    tx,
  );
  return insertTransfers(
    transfers.map(({ personId, move, ...rest }) => {
      const [from, to] = endsOf(move, people.get(personId) as PersonAccounts, community);
      return { ...rest, communityId, from, to, kind: move };
    }),
    tx,
  );
}

/** One move of a staff member's score. */
export interface NewScore extends Omit<NewTransfer, 'move'> {
  readonly move: 'award' | 'deduction';
}

/**
 * Books moves of the scores of one street office: the ids by cause. A score may go below 0.
 * Refuses `booked-already` when one of the causes was booked before.
 */
export async function bookScores(
  streetId: number,
  scores: readonly NewScore[],
  tx: Transaction,
): Promise<Map<string, number>> {
  if (scores.length === 0) return new Map();
  const { assessment } = await streetAccounts(streetId, tx);
  const ids = scores.map((one) => one.personId);
  const accounts = await staffAccounts(streetId, ids, tx);
  return insertTransfers(
    scores.map(({ personId, move, ...rest }) => {
      const { score } = accounts.get(personId) as { score: number };
      const [from, to] = move === 'award' ? [assessment, score] : [score, assessment];
      return { ...rest, communityId: streetId, from, to, kind: move };
    }),
    tx,
  );
}

/** So many transfers go into one statement; SQLite takes 32,766 values. */
const AT_ONCE = 2_000;

/** Puts transfers into the table; a trigger there moves the balances. */
export async function insertTransfers(
  transfers: readonly TransferRow[],
  tx: Transaction,
): Promise<Map<string, number>> {
  const ids = new Map<string, number>();
  for (let from = 0; from < transfers.length; from += AT_ONCE) {
    const some = await insertSome(transfers.slice(from, from + AT_ONCE), tx);
    for (const [cause, id] of some) ids.set(cause, id);
  }
  return ids;
}

async function insertSome(
  transfers: readonly TransferRow[],
  tx: Transaction,
): Promise<Map<string, number>> {
  const bookedAt = now();
  // Accounts are touched in the order of their ids, so that no two bookings deadlock.
  const inOrder = [...transfers].sort(
    (a, b) => Math.min(a.from, a.to) - Math.min(b.from, b.to) || a.from + a.to - b.from - b.to,
  );
  try {
    const booked = await rows<{ id: number; cause: string }>(
      sql`INSERT INTO transfers (community_id, from_account_id, to_account_id, points, kind, cause,
            reverses_id, rule_version_id, reason, occurred_on, booked_at, booked_by_id,
            approved_by_id)
          VALUES ${bulk(inOrder.map((one) => valuesOf(one, bookedAt)))} RETURNING id, cause`,
      tx,
    );
    return new Map(booked.map(({ id, cause }) => [cause, id]));
  } catch (error) {
    throw bookingRefusal(error);
  }
}

const valuesOf = (one: TransferRow, bookedAt: string): unknown[] => [
  one.communityId,
  one.from,
  one.to,
  one.points,
  one.kind,
  one.cause,
  one.reversesId ?? null,
  one.ruleVersionId ?? null,
  one.reason ?? null,
  one.occurredOn,
  bookedAt,
  one.bookedById,
  one.approvedById ?? null,
];

/** The database said no: which of its promises it kept is in the message alone. */
function bookingRefusal(error: unknown): unknown {
  const message = String((error as { original?: Error }).original?.message ?? error);
  if (message.includes('balance_not_below_zero')) {
    return new Refusal('conflict', 'insufficient-points');
  }
  if (/reverses_id/.test(message)) return new Refusal('conflict', 'reversed-already');
  if (/cause/.test(message)) return new Refusal('conflict', 'booked-already');
  return error;
}
