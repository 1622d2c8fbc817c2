import { randomBytes } from 'node:crypto';
import sql from 'sql-template-tag';
import { note } from '../../base/audit.ts';
import { now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change, row } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { addDays, at, startOfDay } from '../../base/period.ts';
import { permit, Refusal } from '../../base/refusal.ts';
import { tell } from '../../messages/index.ts';
import type { Actor } from '../../people/index.ts';
import { ruleOn } from '../rule-queries.ts';
import { heldActivity } from './activity.ts';
import type { Activity } from './activity.ts';
import { refuseUnfairChange, tellChanges } from './changing.ts';
import type { ActivityWish } from './forms.ts';
import { mayKeepActivities, mayRunActivity } from './policy.ts';
import { participantsOf } from './queries.ts';
import { fillPlaces } from './sign-up.ts';

interface Times {
  readonly startsAt: string;
  readonly endsAt: string;
  readonly signUpUntil: string;
}

/**
 * Writes an activity down as a draft. Refuses `keep-activities`, `activity-times-crossed`,
 * `activity-past`, `rule-not-in-force`.
 */
export async function createActivity(
  actor: Actor,
  communityId: number,
  wish: ActivityWish,
  command: Command,
): Promise<{ readonly id: number }> {
  permit(mayKeepActivities(actor, communityId), 'keep-activities');
  const times = timesOf(wish);
  return once(command, 'create-activity', { communityId, wish }, async (tx) => {
    const ruleId = await ruleIdOf(communityId, wish, tx);
    const made = await row<{ id: number }>(
      sql`INSERT INTO activities (community_id, state, title, content, place, held_on, starts_at,
            ends_at, sign_up_until, places, conditions, risk, age_min, organiser, in_charge,
            contact, rule_id, secret, made_by_id, made_at)
          VALUES (${communityId}, 'draft', ${wish.title}, ${wish.content}, ${wish.place},
            ${wish.heldOn}, ${times.startsAt}, ${times.endsAt}, ${times.signUpUntil},
            ${wish.places ?? null}, ${wish.conditions}, ${wish.risk}, ${wish.ageMin ?? null},
            ${wish.organiser}, ${wish.inCharge}, ${wish.contact}, ${ruleId},
            ${randomBytes(32).toString('hex')}, ${actor.personId}, ${now()}) RETURNING id`,
      tx,
    );
    const id = made?.id ?? 0;
    await noteActivity(actor, { id, communityId }, 'activity-created', tx);
    return { id };
  });
}

/**
 * Changes a draft, or what is announced and has not begun; who signed up is told what changed.
 * Refuses what `createActivity` refuses, `activity-over`, `activity-begun`, `places-taken`.
 */
export function reviseActivity(
  actor: Actor,
  id: number,
  wish: ActivityWish,
  command: Command,
): Promise<{ readonly id: number }> {
  return once(command, 'revise-activity', { id, wish }, async (tx) => {
    const activity = await keptActivity(actor, id, tx);
    const { communityId } = activity;
    await refuseUnfairChange(activity, wish, tx);
    const times = timesOf(wish);
    const ruleId = await ruleIdOf(communityId, wish, tx);
    const revised = await change(
      sql`UPDATE activities SET title = ${wish.title}, content = ${wish.content},
                 place = ${wish.place}, held_on = ${wish.heldOn}, starts_at = ${times.startsAt},
                 ends_at = ${times.endsAt}, sign_up_until = ${times.signUpUntil},
                 places = ${wish.places ?? null}, conditions = ${wish.conditions},
                 risk = ${wish.risk}, age_min = ${wish.ageMin ?? null},
                 organiser = ${wish.organiser}, in_charge = ${wish.inCharge},
                 contact = ${wish.contact}, rule_id = ${ruleId}
           WHERE id = ${id} AND state IN ('draft', 'announced')`,
      tx,
    );
    if (revised === 0) throw new Refusal('conflict', 'activity-over');
    await tellChanges(activity, wish, tx);
    await fillPlaces({ ...activity, places: wish.places ?? null }, tx);
    return { id };
  });
}

/** Lets everybody know of it, and sign up. Refuses `activity-announced`, `activity-past`. */
export function announceActivity(
  actor: Actor,
  id: number,
  command: Command,
): Promise<{ readonly id: number }> {
  return once(command, 'announce-activity', { id }, async (tx) => {
    const activity = await keptActivity(actor, id, tx);
    if (activity.startsAt <= now()) throw new Refusal('conflict', 'activity-past');
    const announced = await change(
      sql`UPDATE activities SET state = 'announced' WHERE id = ${id} AND state = 'draft'`,
      tx,
    );
    if (announced === 0) throw new Refusal('conflict', 'activity-announced');
    await noteActivity(actor, activity, 'activity-announced', tx);
    return { id };
  });
}

/** Calls it off, and tells all who signed up or wait. Refuses `activity-over`. */
export function cancelActivity(
  actor: Actor,
  id: number,
  reason: string,
  command: Command,
): Promise<{ readonly id: number }> {
  return once(command, 'cancel-activity', { id, reason }, async (tx) => {
    const activity = await keptActivity(actor, id, tx);
    const cancelled = await change(
      sql`UPDATE activities SET state = 'cancelled', reason = ${reason}
           WHERE id = ${id} AND state IN ('draft', 'announced')`,
      tx,
    );
    if (cancelled === 0) throw new Refusal('conflict', 'activity-over');
    const { communityId, title } = activity;
    const told = (await participantsOf(id, tx)).filter(
      ({ state }) => state === 'signed-up' || state === 'waiting',
    );
    await tell(
      told.map(({ personId }) => ({
        ...{ communityId, personId, kind: 'activity-cancelled' },
        ...{ facts: { title, reason }, href: `/activities/${id}` },
      })),
      tx,
    );
    await noteActivity(actor, activity, 'activity-cancelled', tx);
    return { id };
  });
}

/** One that the actor runs on the day, held. Refuses `no-activity`, `run-activity`. */
export async function runActivity(actor: Actor, id: number, tx: Transaction): Promise<Activity> {
  const activity = await heldActivity(actor, id, tx);
  permit(mayRunActivity(actor, activity), 'run-activity');
  return activity;
}

/** One that the actor keeps, held. Refuses `no-activity`, `keep-activities`. */
export async function keptActivity(actor: Actor, id: number, tx: Transaction): Promise<Activity> {
  const activity = await heldActivity(actor, id, tx);
  permit(mayKeepActivities(actor, activity.communityId), 'keep-activities');
  return activity;
}

function timesOf({ heldOn, from, to, signUpUntil }: ActivityWish): Times {
  const startsAt = at(heldOn, from);
  const endsAt = at(heldOn, to);
  if (endsAt <= startsAt) throw new Refusal('invalid', 'activity-times-crossed', {}, 'to');
  if (startsAt <= now()) throw new Refusal('invalid', 'activity-past', {}, 'heldOn');
  const closes = signUpUntil ? startOfDay(addDays(signUpUntil, 1)) : startsAt;
  return { startsAt, endsAt, signUpUntil: closes < startsAt ? closes : startsAt };
}

async function ruleIdOf(
  communityId: number,
  { rule: code, heldOn }: ActivityWish,
  tx: Transaction,
): Promise<number> {
  const rule = await ruleOn(communityId, code, heldOn, tx);
  if (!rule || rule.points < 0) throw new Refusal('invalid', 'rule-not-in-force', {}, 'rule');
  return rule.id;
}

export const noteActivity = (
  actor: Actor,
  { id, communityId }: Pick<Activity, 'id' | 'communityId'>,
  name: string,
  tx: Transaction,
): Promise<void> =>
  note({ communityId, personId: actor.personId, name, subject: `activity:${id}` }, tx);
