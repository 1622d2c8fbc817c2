import sql, { empty } from 'sql-template-tag';
import type { Instant } from '../../base/clock.ts';
import { now } from '../../base/clock.ts';
import { row, rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { activitiesWhere } from './activity.ts';
import type { Activity } from './activity.ts';

/**
 * Somebody's place in an activity: signed up, waiting for one, given up, or taken by somebody who
 * came instead.
 */
export interface Participant {
  readonly personId: number;
  readonly name: string;
  readonly householdId: number | null;
  readonly byId: number;
  readonly byName: string;
  readonly state: 'signed-up' | 'waiting' | 'withdrawn' | 'replaced';
  readonly walkedIn: boolean;
  readonly insteadOfName: string | null;
  readonly arrivedAt: Instant | null;
  readonly arrivedById: number | null;
  readonly leftAt: Instant | null;
  /** As the organiser set them right. */
  readonly minutes: number | null;
  readonly minutesReason: string | null;
}

/** Everybody of an activity, in the order of the list. */
export async function participantsOf(
  activityId: number,
  tx?: Transaction,
  personId?: number,
): Promise<Participant[]> {
  const one = personId === undefined ? empty : sql`AND q.person_id = ${personId}`;
  const all = await rows<Omit<Participant, 'walkedIn'> & { walkedIn: unknown }>(
    sql`SELECT q.person_id AS "personId", p.name, p.household_id AS "householdId",
               q.by_id AS "byId", b.name AS "byName", q.state, q.walked_in AS "walkedIn",
               i.name AS "insteadOfName", q.arrived_at AS "arrivedAt",
               q.arrived_by_id AS "arrivedById", q.left_at AS "leftAt",
               q.minutes, q.minutes_reason AS "minutesReason"
          FROM activity_participants q
          JOIN persons p ON p.id = q.person_id
          JOIN persons b ON b.id = q.by_id
          LEFT JOIN persons i ON i.id = q.instead_of_id
         WHERE q.activity_id = ${activityId} ${one} ORDER BY q.queued_at, q.id`,
    tx,
  );
  return all.map((each) => ({ ...each, walkedIn: Boolean(each.walkedIn) }));
}

/** Somebody's place in an activity, or null. */
export const participantOf = async (
  activityId: number,
  personId: number,
  tx?: Transaction,
): Promise<Participant | null> => (await participantsOf(activityId, tx, personId))[0] ?? null;

/** How many have a place and how many wait for one. */
export async function placesOf(
  activityId: number,
  tx?: Transaction,
): Promise<{ readonly taken: number; readonly waiting: number }> {
  const counted = await row<{ taken: number; waiting: number }>(
    sql`SELECT CAST(COALESCE(SUM(CASE WHEN state = 'signed-up' THEN 1 ELSE 0 END), 0) AS INTEGER)
                 AS taken,
               CAST(COALESCE(SUM(CASE WHEN state = 'waiting' THEN 1 ELSE 0 END), 0) AS INTEGER)
                 AS waiting
          FROM activity_participants WHERE activity_id = ${activityId}`,
    tx,
  );
  return counted ?? { taken: 0, waiting: 0 };
}

/** What a community announced and is not over, soonest first. */
export const comingActivities = (communityId: number): Promise<Activity[]> =>
  activitiesWhere(
    sql`WHERE a.community_id = ${communityId} AND a.state = 'announced' AND a.ends_at > ${now()}
        ORDER BY a.starts_at, a.id`,
  );

const PAST_SHOWN = 20;

/** The last that were held or called off, newest first. */
export const pastActivities = (communityId: number): Promise<Activity[]> =>
  activitiesWhere(
    sql`WHERE a.community_id = ${communityId} AND a.state <> 'draft'
          AND (a.ends_at <= ${now()} OR a.state <> 'announced')
        ORDER BY a.starts_at DESC, a.id DESC LIMIT ${PAST_SHOWN}`,
  );

/** What is not announced yet. */
export const draftActivities = (communityId: number): Promise<Activity[]> =>
  activitiesWhere(
    sql`WHERE a.community_id = ${communityId} AND a.state = 'draft' ORDER BY a.starts_at, a.id`,
  );
