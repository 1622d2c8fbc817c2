import sql, { join } from 'sql-template-tag';
import { now } from '../base/clock.ts';
import { once } from '../base/command.ts';
import type { Command } from '../base/command.ts';
import { lockRows, rows } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import { Refusal } from '../base/refusal.ts';
import type { RefusalKind } from '../base/refusal.ts';
import { book, keepWithinCeiling, personAccounts } from '../ledger/index.ts';
import type { Actor } from '../people/index.ts';
import { earningsTogether } from './caps.ts';
import type { Earning } from './caps.ts';
import { checkInsHeld } from './check-in-queries.ts';
import { checkInViews } from './check-in-view.ts';
import type { CheckInView } from './check-in-view.ts';
import type { CheckInRow } from './models.ts';
import { whyNotReview } from './policy.ts';
import { bookService } from './service.ts';
import { insertSteps } from './steps.ts';
import { tellApproved } from './telling.ts';

/** What became of each check-in of a bulk approval. */
export interface Reviews {
  readonly approved: readonly number[];
  readonly refused: readonly { readonly id: number; readonly code: string }[];
}

interface Outcome extends Reviews {
  readonly rows: readonly CheckInRow[];
}

/**
 * Approves submitted check-ins and books their points, both or neither, one or five hundred in the
 * same few statements. Those that cannot be approved are named with the reason; the rest are done.
 * Refuses `ceiling-reached` for all of them when the month has no room for their points.
 */
export function approveCheckIns(
  actor: Actor,
  ids: readonly number[],
  command: Command,
): Promise<Reviews> {
  return once(command, 'approve-check-ins', { ids }, async (tx) => {
    const { approved, refused } = await approve(actor, ids, tx);
    return { approved, refused };
  });
}

/**
 * Approves one. Refuses `no-check-in`, `own-check-in`, `own-entry`, `own-household`,
 * `review-check-in`, `decided-already`, `ceiling-reached`.
 */
export function approveCheckIn(
  actor: Actor,
  checkInId: number,
  command: Command,
): Promise<CheckInView> {
  return once(command, 'approve-check-in', { checkInId }, async (tx) => {
    const { rows: approved, refused } = await approve(actor, [checkInId], tx);
    if (refused[0]) throw reviewRefusal(refused[0].code);
    const [view] = await checkInViews(actor, approved, tx);
    return view as CheckInView;
  });
}

/** The refusal of a decision, by its code. */
export function reviewRefusal(code: string): Refusal {
  const kinds: Record<string, RefusalKind> = {
    'no-check-in': 'missing',
    'decided-already': 'conflict',
  };
  return new Refusal(kinds[code] ?? 'forbidden', code);
}

/** The same within a transaction that somebody else has opened: a sheet, an activity. */
export const approveWithin = (
  actor: Actor,
  ids: readonly number[],
  tx: Transaction,
): Promise<Reviews> => approve(actor, ids, tx);

async function approve(actor: Actor, ids: readonly number[], tx: Transaction): Promise<Outcome> {
  const held = new Map((await checkInsHeld(ids, tx)).map((one) => [one.id, one]));
  const refused: { id: number; code: string }[] = [];
  const wanted: CheckInRow[] = [];
  for (const id of new Set(ids)) {
    const one = held.get(id);
    const code = one ? whyNotApprove(actor, one) : 'no-check-in';
    if (code) refused.push({ id, code });
    else if (one) wanted.push(one);
  }
  const done: CheckInRow[] = [];
  for (const communityId of new Set(wanted.map((one) => one.communityId))) {
    const own = wanted.filter((one) => one.communityId === communityId);
    done.push(...(await award(actor, communityId, own, tx)));
  }
  return { approved: done.map(({ id }) => id), refused, rows: done };
}

const whyNotApprove = (actor: Actor, one: CheckInRow): string | null =>
  whyNotReview(actor, one) ?? (one.state === 'submitted' ? null : 'decided-already');

/** Approves check-ins of one community that are held by this transaction. */
async function award(
  actor: Actor,
  communityId: number,
  checkIns: readonly CheckInRow[],
  tx: Transaction,
): Promise<CheckInRow[]> {
  const people = checkIns.map(({ personId }) => personId);
  const accounts = await personAccounts(communityId, people, tx);
  // Two managers who approve for one person take turns, so that both see what the cap has left.
  await lockRows(
    'accounts',
    [...accounts.values()].map(({ available }) => available),
    tx,
  );
  const earnings = await earningsTogether(checkIns, tx);
  const decidedAt = now();
  await markApproved(actor, checkIns, earnings, decidedAt, tx);
  const ids = checkIns.map(({ id }) => id);
  await insertSteps(ids, { from: 'submitted', to: 'approved', by: actor.personId }, tx);
  await bookService(checkIns, tx);
  const booked = await bookPoints(actor, communityId, checkIns, earnings, tx);
  const approved = checkIns.map((one) => ({
    ...one,
    state: 'approved' as const,
    points: earnings.get(one.id)?.points ?? 0,
    capped: earnings.get(one.id)?.capped ?? null,
    decidedAt,
    decidedById: actor.personId,
    decidedByName: actor.name,
  }));
  await tellApproved(approved, booked, tx);
  return approved;
}

async function markApproved(
  actor: Actor,
  checkIns: readonly CheckInRow[],
  earnings: ReadonlyMap<number, Earning>,
  decidedAt: string,
  tx: Transaction,
): Promise<void> {
  const values = checkIns.map(({ id }) => {
    const { points, credited, capped } = earnings.get(id) as Earning;
    return sql`(CAST(${id} AS INTEGER), CAST(${points} AS INTEGER), CAST(${credited} AS INTEGER),
      CAST(${capped} AS TEXT))`;
  });
  const marked = await rows<{ id: number }>(
    sql`UPDATE check_ins SET state = 'approved', points = e.column2, credited = e.column3,
               capped = e.column4, decided_at = ${decidedAt}, decided_by_id = ${actor.personId}
          FROM (VALUES ${join(values)}) AS e
         WHERE check_ins.id = e.column1 AND state = 'submitted' RETURNING id`,
    tx,
  );
  if (marked.length !== checkIns.length) throw new Error('a held check-in changed its state');
}

/**
 * One transfer for each that earned something, their ids by cause; over the cap there is nothing to
 * move.
 */
async function bookPoints(
  actor: Actor,
  communityId: number,
  checkIns: readonly CheckInRow[],
  earnings: ReadonlyMap<number, Earning>,
  tx: Transaction,
): Promise<Map<string, number>> {
  const transfers = checkIns.flatMap((one) => {
    const points = earnings.get(one.id)?.points ?? 0;
    if (points === 0) return [];
    return {
      personId: one.personId,
      move: 'award' as const,
      points,
      cause: `check-in:${one.id}`,
      occurredOn: one.occurredOn,
      ruleVersionId: one.rule.versionId,
      bookedById: actor.personId,
      approvedById: actor.personId,
    };
  });
  const issued = transfers.reduce((sum, { points }) => sum + points, 0);
  await keepWithinCeiling(communityId, issued, tx);
  return book(communityId, transfers, tx);
}
