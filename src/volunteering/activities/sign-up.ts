import sql from 'sql-template-tag';
import { now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change, row } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { found, permit, Refusal } from '../../base/refusal.ts';
import { tell } from '../../messages/index.ts';
import { personById } from '../../people/index.ts';
import type { Actor, PersonFacts } from '../../people/index.ts';
import { heldActivity } from './activity.ts';
import type { Activity } from './activity.ts';
import { maySignUp } from './policy.ts';
import { placesOf } from './queries.ts';

/** Whether somebody has a place now, or waits for one. */
export interface SignUp {
  readonly personId: number;
  readonly state: 'signed-up' | 'waiting';
}

/**
 * Signs a resident up: oneself, somebody of one's home, or as a manager anybody. When the places
 * are taken, they wait. What the activity asks for, an age or a condition, is confirmed by whoever
 * signs up. Refuses `confirm-conditions`, `no-activity`, `no-resident`, `sign-up-other`, `sign-up-over`,
 * `signed-up-already`.
 */
export function signUp(
  actor: Actor,
  activityId: number,
  personId: number,
  command: Command,
  isConfirmed = false,
): Promise<SignUp> {
  return once(command, 'sign-up', { activityId, personId, isConfirmed }, async (tx) => {
    const activity = await heldActivity(actor, activityId, tx);
    const person = await volunteer(activity, personId, tx);
    permit(maySignUp(actor, person), 'sign-up-other');
    if (activity.state !== 'announced' || activity.signUpUntil <= now()) {
      throw new Refusal('conflict', 'sign-up-over');
    }
    const asksSomething = activity.ageMin !== null || activity.conditions !== '';
    if (asksSomething && !isConfirmed) throw new Refusal('conflict', 'confirm-conditions');
    const state = (await hasRoom(activity, tx)) ? 'signed-up' : 'waiting';
    const signed = await change(
      sql`INSERT INTO activity_participants (activity_id, person_id, by_id, state, queued_at,
            confirmed_at)
          VALUES (${activityId}, ${personId}, ${actor.personId}, ${state}, ${now()},
            ${asksSomething ? now() : null})
          ON CONFLICT (activity_id, person_id) DO UPDATE
             SET state = excluded.state, by_id = excluded.by_id, queued_at = excluded.queued_at,
                 confirmed_at = excluded.confirmed_at
           WHERE activity_participants.state = 'withdrawn'`,
      tx,
    );
    if (signed === 0) throw new Refusal('conflict', 'signed-up-already');
    if (personId !== actor.personId) {
      await tellOf(activity, personId, `activity-${state}`, actor.name, tx);
    }
    return { personId, state };
  });
}

/**
 * Gives a place up, or the waiting for one; the first who waits moves up and is told. Refuses
 * `no-activity`, `sign-up-other`, `activity-begun`, `not-signed-up`.
 */
export function withdrawSignUp(
  actor: Actor,
  activityId: number,
  personId: number,
  command: Command,
): Promise<{ readonly personId: number }> {
  return once(command, 'withdraw-sign-up', { activityId, personId }, async (tx) => {
    const activity = await heldActivity(actor, activityId, tx);
    const person = found(await personById(personId, tx), 'resident');
    permit(maySignUp(actor, person), 'sign-up-other');
    if (activity.state !== 'announced' || activity.startsAt <= now()) {
      throw new Refusal('conflict', 'activity-begun');
    }
    const gone = await change(
      sql`UPDATE activity_participants SET state = 'withdrawn'
           WHERE activity_id = ${activityId} AND person_id = ${personId}
             AND state IN ('signed-up', 'waiting') AND arrived_at IS NULL`,
      tx,
    );
    if (gone === 0) throw new Refusal('conflict', 'not-signed-up');
    await moveUp(activity, tx);
    return { personId };
  });
}

/** An active resident of the activity's community. Refuses `no-resident`. */
export async function volunteer(
  { communityId }: Activity,
  personId: number,
  tx: Transaction,
): Promise<PersonFacts> {
  const person = await personById(personId, tx);
  const isOne =
    person?.active === true &&
    person.communityId === communityId &&
    person.grants.some(({ role }) => role === 'resident');
  return found(isOne ? person : null, 'resident');
}

async function hasRoom({ id, places }: Activity, tx: Transaction): Promise<boolean> {
  return places === null || (await placesOf(id, tx)).taken < places;
}

/** All who wait get the places that there are now, in the order in which they came. */
export async function fillPlaces(activity: Activity, tx: Transaction): Promise<void> {
  while (await moveUp(activity, tx));
}

/** The first who waits gets the place that has become free, if one has; whether somebody did. */
async function moveUp(activity: Activity, tx: Transaction): Promise<boolean> {
  if (!(await hasRoom(activity, tx))) return false;
  const moved = await row<{ personId: number }>(
    sql`UPDATE activity_participants SET state = 'signed-up'
         WHERE id = (SELECT id FROM activity_participants
                      WHERE activity_id = ${activity.id} AND state = 'waiting'
                      ORDER BY queued_at, id LIMIT 1)
         RETURNING person_id AS "personId"`,
    tx,
  );
  if (moved) await tellOf(activity, moved.personId, 'activity-moved-up', '', tx);
  return moved !== null;
}

const tellOf = (
  { id, communityId, title }: Activity,
  personId: number,
  kind: string,
  by: string,
  tx: Transaction,
): Promise<void> =>
  tell([{ communityId, personId, kind, facts: { title, by }, href: `/activities/${id}` }], tx);
