import sql from 'sql-template-tag';
import { note } from '../base/audit.ts';
import { now } from '../base/clock.ts';
import { once } from '../base/command.ts';
import type { Command } from '../base/command.ts';
import { change, row } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import { today } from '../base/period.ts';
import type { Day } from '../base/period.ts';
import { permit, Refusal } from '../base/refusal.ts';
import { bookBetween, personPoints, reverse, transferById } from '../ledger/index.ts';
import type { Transfer } from '../ledger/index.ts';
import { tell } from '../messages/index.ts';
import { hasRole, ownerOf } from '../people/index.ts';
import type { Actor } from '../people/index.ts';
import { withdrawCertificatesOf } from './certificates/withdrawal.ts';
import { readableCheckIn } from './check-in-queries.ts';
import type { CheckInRow } from './models.ts';
import { isOwn, isOwnHousehold, mayRead } from './policy.ts';
import { unbookService } from './service.ts';
import { insertSteps } from './steps.ts';
import { transferFor } from './transfer-queries.ts';

/** A reversal as JSON tells it; points signed as the person sees them. */
export interface ReversalView {
  readonly id: number;
  readonly kind: 'reversal';
  readonly points: number;
  readonly personId: number;
  readonly occurredOn: Day;
  readonly bookedAt: string;
  readonly reason: string;
  readonly reverses: number;
  readonly checkIn: number | null;
}

/**
 * Undoes an award or a deduction by a linked transfer, and takes back the service of the check-in
 * that it was for, with the certificates that name it. Refuses `no-transfer`, `reverse-transfer`, `own-transfer`, `own-household`,
 * `not-reversible`, `reversed-already`, `insufficient-points`.
 */
export function reverseTransfer(
  actor: Actor,
  transferId: number,
  reason: string,
  command: Command,
): Promise<ReversalView> {
  return once(command, 'reverse-transfer', { transferId, reason }, async (tx) => {
    const transfer = await transferById(transferId, tx);
    const reversal = await undo(actor, transfer, reason, tx);
    await tellReversed(transfer, reversal, tx);
    return reversal;
  });
}

/**
 * Takes back an approved check-in, whether it earned points or, over the cap, hours alone: its
 * service goes, with the certificates that name it. Refuses `no-check-in`, `own-check-in`,
 * `reverse-transfer`, `own-household`, `reversed-already`, and what `reverseTransfer` refuses.
 */
export function takeBackCheckIn(
  actor: Actor,
  checkInId: number,
  reason: string,
  command: Command,
): Promise<{ readonly id: number }> {
  return once(command, 'take-back-check-in', { checkInId, reason }, async (tx) => {
    const one = await readableCheckIn(actor, checkInId, tx);
    const transferId = await transferFor(checkInId, tx);
    if (transferId === null) {
      permit(!isOwn(actor, one), 'own-check-in');
      permit(hasRole(actor, 'manager', one.communityId), 'reverse-transfer');
      permit(!isOwnHousehold(actor, one), 'own-household');
      await undoCheckIn(actor, checkInId, reason, tx);
      await tellTakenBack(one, reason, tx);
    } else {
      const transfer = await transferById(transferId, tx);
      await tellReversed(transfer, await undo(actor, transfer, reason, tx), tx);
    }
    return { id: checkInId };
  });
}

const tellTakenBack = (
  { id, communityId, personId, rule }: CheckInRow,
  reason: string,
  tx: Transaction,
): Promise<void> => {
  const facts = { rule: rule.name, reason };
  const href = `/check-ins/${id}`;
  return tell([{ communityId, personId, kind: 'check-in-taken-back', facts, href }], tx);
};

/** The same within a transaction that somebody else has opened, who tells the person. */
export async function undo(
  actor: Actor,
  booked: Transfer,
  reason: string,
  tx: Transaction,
): Promise<ReversalView> {
  const transfer = { ...booked, personId: await ownerOf(booked.personId, tx) };
  permitReversal(actor, transfer, await householdsOf(transfer.personId, transfer.cause, tx));
  const checkIn = checkInOf(transfer.cause);
  if (checkIn !== null) await undoCheckIn(actor, checkIn, reason, tx);
  await fetchBack(actor, booked, transfer.personId, tx);
  const id = await reverse(transfer, { personId: actor.personId, reason }, tx);
  await noteReversal(actor, transfer, tx);
  return {
    id,
    kind: 'reversal' as const,
    points: transfer.kind === 'award' ? -transfer.points : transfer.points,
    personId: transfer.personId,
    occurredOn: today(),
    bookedAt: now(),
    reason,
    reverses: transfer.id,
    checkIn,
  };
}

/** The points of an entry that became another's are with that one: what is undone comes back first. */
async function fetchBack(
  { personId: bookedById }: Actor,
  { id, kind, communityId, points, personId }: Transfer,
  ownerId: number,
  tx: Transaction,
): Promise<void> {
  if (ownerId === personId || kind !== 'award') return;
  const here = (await personPoints(personId, tx)).find((one) => one.communityId === communityId);
  const lacking = points - (here?.points ?? 0);
  if (lacking <= 0) return;
  const back = { fromPersonId: ownerId, toPersonId: personId, move: 'merging' } as const;
  const cause = `fetching-back:${id}`;
  const move = { ...back, points: lacking, cause, occurredOn: today(), bookedById };
  await bookBetween(communityId, [move], tx);
}

/** The check-in that a transfer was booked for, from its cause, or null. */
export function checkInOf(cause: string): number | null {
  const id = /^check-in:(\d+)$/.exec(cause)?.[1];
  return id === undefined ? null : Number(id);
}

interface Households {
  readonly householdId: number | null;
  readonly householdIdNow: number | null;
}

function permitReversal(actor: Actor, transfer: Transfer, households: Households): void {
  if (!mayRead(actor, transfer)) throw new Refusal('missing', 'no-transfer');
  permit(!isOwn(actor, transfer), 'own-transfer');
  permit(hasRole(actor, 'manager', transfer.communityId), 'reverse-transfer');
  permit(!isOwnHousehold(actor, households), 'own-household');
}

async function householdsOf(personId: number, cause: string, tx: Transaction): Promise<Households> {
  const found = await row<Households>(
    sql`SELECT p.household_id AS "householdIdNow", c.household_id AS "householdId"
          FROM persons p LEFT JOIN check_ins c ON c.id = ${checkInOf(cause) ?? 0}
         WHERE p.id = ${personId}`,
    tx,
  );
  return found ?? { householdId: null, householdIdNow: null };
}

async function undoCheckIn(
  actor: Actor,
  checkInId: number,
  reason: string,
  tx: Transaction,
): Promise<void> {
  const done = await change(
    sql`UPDATE check_ins SET reversed_at = ${now()}
         WHERE id = ${checkInId} AND state = 'approved' AND reversed_at IS NULL`,
    tx,
  );
  if (done === 0) throw new Refusal('conflict', 'reversed-already');
  await unbookService(checkInId, tx);
  await withdrawCertificatesOf(actor, checkInId, reason, tx);
  const step = { from: 'approved', to: 'reversed', by: actor.personId, reason } as const;
  await insertSteps([checkInId], step, tx);
}

function noteReversal(actor: Actor, transfer: Transfer, tx: Transaction): Promise<void> {
  const { communityId } = transfer;
  const event = { communityId, personId: actor.personId, name: 'transfer-reversed' };
  return note({ ...event, subject: `transfer:${transfer.id}` }, tx);
}

function tellReversed(
  { communityId }: Transfer,
  { id, personId, points, reason }: ReversalView,
  tx: Transaction,
): Promise<void> {
  const facts = { points: Math.abs(points), reason };
  const kind = points < 0 ? 'award-reversed' : 'deduction-reversed';
  return tell([{ communityId, personId, kind, facts, href: `/transfers/${id}` }], tx);
}
