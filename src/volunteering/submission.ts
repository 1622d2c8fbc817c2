import sql from 'sql-template-tag';
import { now } from '../base/clock.ts';
import { answered, once } from '../base/command.ts';
import type { Command } from '../base/command.ts';
import { change, row } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import { addDays, today } from '../base/period.ts';
import { permit, Refusal } from '../base/refusal.ts';
import { handOf } from '../people/index.ts';
import type { Actor } from '../people/index.ts';
import { checkInsHeld, readableCheckIn } from './check-in-queries.ts';
import { checkInViews } from './check-in-view.ts';
import type { CheckInView } from './check-in-view.ts';
import type { CheckInForm } from './forms.ts';
import type { CheckInRow, Rule } from './models.ts';
import { flagDuplicates } from './photo-flags.ts';
import { insertPhotos, photoDigests, replacePhotos, withPhotos } from './photos.ts';
import type { KeptPhoto, PhotoFile } from './photos.ts';
import { mayAmend, mayReport } from './policy.ts';
import { codeExists, ruleOn } from './rule-queries.ts';
import { insertSteps } from './steps.ts';

/** How many days back an action may still be reported. */
export const DAYS_BACK_MAX = 30;

/** What a resident reports; the day and the quantity are today and 1 when left out. */
export type CheckInInput = Pick<CheckInForm, 'rule' | 'place'> & Partial<CheckInForm>;

/**
 * Reports one volunteer action, with photos. A late entry keeps the day of the event and is booked
 * when it is approved. Refuses `report-check-in`, `occurred-in-future`, `occurred-too-long-ago`,
 * `rule-unknown`, `rule-not-in-force`, `photo-needed`, `photos-too-many`, and bad photos.
 */
export async function submitCheckIn(
  actor: Actor,
  input: CheckInInput,
  photos: readonly PhotoFile[],
  command: Command,
): Promise<CheckInView> {
  permit(mayReport(actor), 'report-check-in');
  const wish = complete(input);
  const asked = { ...wish, photos: await photoDigests(photos) };
  const before = await answered<CheckInView>(command, SUBMIT, asked);
  if (before) return before;
  const rule = await ruleReported(actor.communityId, wish);
  refuseLackOfPhotos(rule, photos.length);
  return withPhotos(actor.communityId, photos, (kept) =>
    once(command, SUBMIT, asked, async (tx) => {
      const id = await insertCheckIn(actor, rule, wish, tx);
      await attachPhotos({ id, communityId: actor.communityId }, kept, tx);
      await insertSteps([id], { from: null, to: 'submitted', by: handOf(actor) }, tx);
      return viewOf(actor, id, tx);
    }),
  );
}

/**
 * Sends a returned check-in again, with other words or other photos; without new photos it keeps
 * those that it had. Refuses `no-check-in`, `not-returned`, and as `submitCheckIn` does.
 */
export async function resubmitCheckIn(
  actor: Actor,
  checkInId: number,
  input: CheckInInput,
  photos: readonly PhotoFile[],
  command: Command,
): Promise<CheckInView> {
  const wish = complete(input);
  const asked = { checkInId, ...wish, photos: await photoDigests(photos) };
  const before = await answered<CheckInView>(command, RESUBMIT, asked);
  if (before) return before;
  const row = await amendable(actor, checkInId);
  const rule = await ruleReported(row.communityId, wish);
  const had = await countPhotos(checkInId);
  refuseLackOfPhotos(rule, photos.length > 0 ? photos.length : had);
  return withPhotos(row.communityId, photos, (kept) =>
    once(command, RESUBMIT, asked, async (tx) => {
      await updateReturned(checkInId, rule, wish, tx);
      if (kept.length > 0) await replacePhotos(checkInId, tx);
      await attachPhotos(row, kept, tx);
      const step = { from: 'returned', to: 'submitted', by: actor.personId } as const;
      await insertSteps([checkInId], step, tx);
      return viewOf(actor, checkInId, tx);
    }),
  );
}

/** Takes back one's own check-in while it is undecided. Refuses `no-check-in`, `decided-already`. */
export function withdrawCheckIn(
  actor: Actor,
  checkInId: number,
  command: Command,
): Promise<CheckInView> {
  return once(command, 'withdraw-check-in', { checkInId }, async (tx) => {
    const [held] = await checkInsHeld([checkInId], tx);
    const one = await amendable(actor, checkInId, tx);
    const done = await change(
      sql`UPDATE check_ins SET state = 'withdrawn'
           WHERE id = ${checkInId} AND state IN ('submitted', 'returned')`,
      tx,
    );
    if (done === 0) throw new Refusal('conflict', 'decided-already');
    const from = held?.state ?? one.state;
    await insertSteps([checkInId], { from, to: 'withdrawn', by: actor.personId }, tx);
    return viewOf(actor, checkInId, tx);
  });
}

const SUBMIT = 'submit-check-in';
const RESUBMIT = 'resubmit-check-in';

const complete = (input: CheckInInput): CheckInForm => ({
  rule: input.rule,
  quantity: input.quantity ?? 1,
  occurredOn: input.occurredOn ?? today(),
  place: input.place,
  note: input.note ?? '',
});

/**
 * The rule of the day, when the day is one that may be reported. Refuses `occurred-in-future`,
 * `occurred-too-long-ago`, `rule-unknown`, `rule-not-in-force`.
 */
export async function ruleReported(
  communityId: number,
  wish: Pick<CheckInForm, 'rule' | 'occurredOn'>,
): Promise<Rule> {
  if (wish.occurredOn > today()) {
    throw new Refusal('invalid', 'occurred-in-future', {}, 'occurredOn');
  }
  if (wish.occurredOn < addDays(today(), -DAYS_BACK_MAX)) {
    throw new Refusal('invalid', 'occurred-too-long-ago', { days: DAYS_BACK_MAX }, 'occurredOn');
  }
  const rule = await ruleOn(communityId, wish.rule, wish.occurredOn);
  // Points are taken away by a decision of the community, never by a resident's report.
  if (rule && rule.points > 0) return rule;
  const exists = !rule && (await codeExists(communityId, wish.rule));
  throw exists
    ? new Refusal('invalid', 'rule-not-in-force', {}, 'occurredOn')
    : new Refusal('invalid', 'rule-unknown', {}, 'rule');
}

/** Refuses `photo-needed`. */
export function refuseLackOfPhotos(rule: Rule, photos: number): void {
  if (rule.photoRequired && photos === 0) {
    throw new Refusal('invalid', 'photo-needed', {}, 'photos');
  }
}

/** What one may not read does not exist; what one may read and did not report is refused. */
async function amendable(actor: Actor, id: number, tx?: Transaction): Promise<CheckInRow> {
  const one = await readableCheckIn(actor, id, tx);
  permit(mayAmend(actor, one), 'not-your-check-in');
  return one;
}

async function countPhotos(checkInId: number): Promise<number> {
  const sums = await row<{ count: number }>(
    sql`SELECT COUNT(*) AS count FROM photos
         WHERE check_in_id = ${checkInId} AND replaced_at IS NULL`,
  );
  return sums?.count ?? 0;
}

/** Books photos that lie in the store as those of a check-in, and flags those that came before. */
export async function attachPhotos(
  checkIn: { readonly id: number; readonly communityId: number },
  photos: readonly KeptPhoto[],
  tx: Transaction,
): Promise<void> {
  const ids = await insertPhotos(checkIn, photos, tx);
  await flagDuplicates(checkIn, photos, ids, tx);
}

async function insertCheckIn(
  actor: Actor,
  rule: Rule,
  wish: CheckInForm,
  tx: Transaction,
): Promise<number> {
  const made = await row<{ id: number }>(
    sql`INSERT INTO check_ins (community_id, person_id, household_id, rule_id, rule_version_id,
          quantity, occurred_on, place, note, state, submitted_at, entered_by_id)
        VALUES (${actor.communityId}, ${actor.personId}, ${actor.householdId}, ${rule.id},
          ${rule.versionId}, ${wish.quantity}, ${wish.occurredOn}, ${wish.place}, ${wish.note},
          'submitted', ${now()}, ${handOf(actor)}) RETURNING id`,
    tx,
  );
  return (made as { id: number }).id;
}

async function updateReturned(
  checkInId: number,
  rule: Rule,
  wish: CheckInForm,
  tx: Transaction,
): Promise<void> {
  const done = await change(
    sql`UPDATE check_ins SET state = 'submitted', rule_id = ${rule.id},
               rule_version_id = ${rule.versionId}, quantity = ${wish.quantity},
               occurred_on = ${wish.occurredOn}, place = ${wish.place}, note = ${wish.note},
               submitted_at = ${now()}, decided_at = NULL, decided_by_id = NULL, reason = NULL
         WHERE id = ${checkInId} AND state = 'returned'`,
    tx,
  );
  if (done === 0) throw new Refusal('conflict', 'not-returned');
}

async function viewOf(actor: Actor, id: number, tx: Transaction): Promise<CheckInView> {
  const [view] = await checkInViews(actor, [await readableCheckIn(actor, id, tx)], tx);
  return view as CheckInView;
}
