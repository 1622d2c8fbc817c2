import sql from 'sql-template-tag';
import { rows } from '../../base/db.ts';
import type { Actor } from '../../people/index.ts';
import type { Participant } from './queries.ts';

/** Somebody whom the reader may sign up, and their place in the activity, if they have one. */
export interface HomeSignUp {
  readonly personId: number;
  readonly name: string;
  readonly state: Participant['state'] | null;
  readonly arrivedAt: string | null;
}

/** The reader, if a resident, and the residents who share the home; the reader first. */
export const householdSignUps = (actor: Actor, activityId: number): Promise<HomeSignUp[]> =>
  rows<HomeSignUp>(
    sql`SELECT p.id AS "personId", p.name, q.state, q.arrived_at AS "arrivedAt"
          FROM persons p
          LEFT JOIN activity_participants q
            ON q.person_id = p.id AND q.activity_id = ${activityId}
         WHERE p.active = TRUE AND (p.id = ${actor.personId} OR p.household_id = ${actor.householdId})
           AND EXISTS (SELECT 1 FROM grants g WHERE g.person_id = p.id AND g.role = 'resident')
         ORDER BY CASE WHEN p.id = ${actor.personId} THEN 0 ELSE 1 END, p.id`,
  );
