import sql from 'sql-template-tag';
import { note } from '../../base/audit.ts';
import { now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { row } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { addDays } from '../../base/period.ts';
import type { DaySpan } from '../../base/period.ts';
import { permit, Refusal } from '../../base/refusal.ts';
import { tell } from '../../messages/index.ts';
import { holdersOf } from '../../people/index.ts';
import type { Actor } from '../../people/index.ts';
import { addAttachments } from '../attachments/attachments.ts';
import { digestsOf } from '../attachments/reading.ts';
import type { ReadAttachment } from '../attachments/reading.ts';
import { calendarOf } from '../calendar/days.ts';
import { memberOf } from '../members/queries.ts';
import type { Member } from '../members/queries.ts';
import { mayAssess } from '../policy.ts';
import { workingDaysOf } from './cover.ts';
import type { LeaveSpan } from './cover.ts';
import type { NewLeave } from './forms.ts';
import { leavesTouching } from './queries.ts';

/** A leave is asked for, at most, over so many days at once. */
const DAYS_MAX = 366;

/**
 * Asks for a leave, a business trip or an outing: for oneself, or, as an assessor, in the place of
 * somebody without a phone. It counts once a leader has approved it.
 * Refuses `ask-leave`, `no-member`, `not-member-then`, `leave-ends-first`, `leave-too-long`,
 * `leave-without-workday`, `leave-overlaps`.
 */
export async function askLeave(
  actor: Actor,
  asked: NewLeave,
  read: readonly ReadAttachment[],
  command: Command,
): Promise<{ id: number; personId: number }> {
  const streetId = actor.communityId;
  const personId = asked.personId ?? actor.personId;
  permit(personId === actor.personId || mayAssess(actor, streetId, personId), 'ask-leave');
  const span = spanAsked(asked);
  const input = { ...asked, personId, files: digestsOf(read) };
  return once(command, 'ask-leave', input, async (tx) => {
    const member = await memberOf(personId, streetId, tx);
    refuseStranger(member, span);
    await refuseIdle(streetId, span, tx);
    await refuseOverlap(streetId, personId, span, tx);
    const id = await insertLeave(actor, personId, { ...asked, ...span }, tx);
    await addAttachments(streetId, `leave:${id}`, read, actor.personId, tx);
    await tellLeaders(streetId, member, id, tx);
    const subject = `leave:${id}`;
    const { personId: by } = actor;
    await note({ communityId: streetId, personId: by, name: 'leave-asked', subject }, tx);
    return { id, personId };
  });
}

function spanAsked(asked: NewLeave): LeaveSpan {
  const { kind, fromOn, fromHalf, toHalf, toOn = fromOn } = asked;
  const times = { fromTime: asked.fromTime ?? null, toTime: asked.toTime ?? null };
  const isOuting = kind === 'outing';
  const span: LeaveSpan = isOuting
    ? { fromOn, fromHalf: 'am', toOn: fromOn, toHalf: 'pm', ...times }
    : { fromOn, fromHalf, toOn, toHalf, fromTime: null, toTime: null };
  const isBackwards = isOuting
    ? (span.fromTime ?? '') >= (span.toTime ?? '')
    : endsOf(span).first > endsOf(span).last;
  if (isBackwards) {
    throw new Refusal('invalid', 'leave-ends-first', {}, isOuting ? 'toTime' : 'toOn');
  }
  return span;
}

const endsOf = (span: LeaveSpan): { readonly first: string; readonly last: string } => ({
  first: `${span.fromOn} ${span.fromHalf}`,
  last: `${span.toOn} ${span.toHalf}`,
});

const daysOf = ({ fromOn, toOn }: LeaveSpan): DaySpan => ({ from: fromOn, to: addDays(toOn, 1) });

function refuseStranger({ fromOn, toOn }: Member, span: LeaveSpan): void {
  if (span.fromOn < fromOn || (toOn !== null && span.toOn > toOn)) {
    throw new Refusal('invalid', 'not-member-then', {}, 'fromOn');
  }
}

async function refuseIdle(streetId: number, span: LeaveSpan, tx: Transaction): Promise<void> {
  if (addDays(span.fromOn, DAYS_MAX) <= span.toOn) {
    throw new Refusal('invalid', 'leave-too-long', { max: DAYS_MAX }, 'toOn');
  }
  const plans = await calendarOf(streetId, daysOf(span), tx);
  const isUnknown = [...plans.values()].some(({ why }) => why === 'unknown-year');
  const isWorked = workingDaysOf({ ...span, fromTime: null }, plans) > 0;
  if (!isUnknown && !isWorked) {
    throw new Refusal('invalid', 'leave-without-workday', {}, 'fromOn');
  }
}

/** Outings may lie side by side on a day; anything else is away only once. */
async function refuseOverlap(
  streetId: number,
  personId: number,
  span: LeaveSpan,
  tx: Transaction,
): Promise<void> {
  const others = await leavesTouching(streetId, personId, span, tx);
  const overlaps = others.some((other) =>
    span.fromTime === null || other.fromTime === null
      ? endsOf(other).first <= endsOf(span).last && endsOf(span).first <= endsOf(other).last
      : other.fromTime < (span.toTime ?? '') && span.fromTime < (other.toTime ?? ''),
  );
  if (overlaps) throw new Refusal('conflict', 'leave-overlaps', {}, 'fromOn');
}

async function insertLeave(
  actor: Actor,
  personId: number,
  leave: LeaveSpan & Pick<NewLeave, 'kind' | 'reason'>,
  tx: Transaction,
): Promise<number> {
  const made = await row<{ id: number }>(
    sql`INSERT INTO staff_leaves
          (community_id, person_id, kind, from_on, from_half, to_on, to_half, from_time, to_time,
           reason, state, asked_by_id, asked_at)
        VALUES (${actor.communityId}, ${personId}, ${leave.kind}, ${leave.fromOn},
                ${leave.fromHalf}, ${leave.toOn}, ${leave.toHalf}, ${leave.fromTime},
                ${leave.toTime}, ${leave.reason}, 'asked', ${actor.personId}, ${now()})
        RETURNING id`,
    tx,
  );
  return (made as { id: number }).id;
}

async function tellLeaders(
  streetId: number,
  { personId, name }: Member,
  id: number,
  tx: Transaction,
): Promise<void> {
  const leaders = await holdersOf(['leader'], streetId, tx);
  await tell(
    leaders
      .filter((leader) => leader !== personId)
      .map((leader) => ({
        communityId: streetId,
        personId: leader,
        kind: 'leave-asked',
        facts: { name },
        href: `/staff/leaves/${id}`,
      })),
    tx,
  );
}
