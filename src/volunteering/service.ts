import sql, { bulk } from 'sql-template-tag';
import { now } from '../base/clock.ts';
import { change, row, rows } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import type { Day, DaySpan, Span } from '../base/period.ts';
import { entriesIn } from '../people/index.ts';
import type { CheckInRow } from './models.ts';

/** Actions and service time of a person, as booked in a span of time. */
export interface ServiceTally {
  readonly personId: number;
  readonly actions: number;
  readonly minutes: number;
}

type Served = Pick<
  CheckInRow,
  'id' | 'communityId' | 'personId' | 'rule' | 'quantity' | 'minutes' | 'occurredOn'
>;

/** Books the service of approved check-ins: all that was done, also what is over a cap. */
export async function bookService(served: readonly Served[], tx: Transaction): Promise<void> {
  if (served.length === 0) return;
  const at = now();
  const values = served.map((one) => [
    one.communityId,
    one.personId,
    one.id,
    1,
    minutesOf(one),
    one.occurredOn,
    at,
    `check-in:${one.id}`,
  ]);
  await change(
    sql`INSERT INTO service_records (community_id, person_id, check_in_id, actions, minutes,
          occurred_on, booked_at, cause) VALUES ${bulk(values)}`,
    tx,
  );
}

const minutesOf = ({ rule, quantity, minutes }: Served): number =>
  rule.countsServiceHours ? (minutes ?? quantity * rule.minutesPerUnit) : 0;

/** Takes the service of a check-in back, by a record of its own, booked today. */
export async function unbookService(checkInId: number, tx: Transaction): Promise<void> {
  await change(
    sql`INSERT INTO service_records (community_id, person_id, check_in_id, actions, minutes,
          occurred_on, booked_at, cause)
        SELECT community_id, person_id, check_in_id, -actions, -minutes, occurred_on,
               ${now()}, ${`reversal:${checkInId}`}
          FROM service_records WHERE cause = ${`check-in:${checkInId}`}`,
    tx,
  );
}

/** Actions and service minutes by person, from what was booked in the span. */
export const serviceTally = (
  communityId: number,
  span: Span,
  tx?: Transaction,
): Promise<ServiceTally[]> =>
  rows<ServiceTally>(
    sql`SELECT person_id AS "personId", SUM(actions) AS actions, SUM(minutes) AS minutes
          FROM service_records
         WHERE community_id = ${communityId} AND booked_at >= ${span.from}
           AND booked_at < ${span.to}
         GROUP BY person_id ORDER BY person_id`,
    tx,
  );

/** All service of a person so far: kept when points are spent. */
export async function serviceOf(personId: number): Promise<Omit<ServiceTally, 'personId'>> {
  const sums = await row<Omit<ServiceTally, 'personId'>>(
    sql`SELECT COALESCE(SUM(s.actions), 0) AS actions, COALESCE(SUM(s.minutes), 0) AS minutes
          FROM check_ins c JOIN service_records s ON s.check_in_id = c.id
         WHERE c.person_id IN ${entriesIn(personId)}`,
  );
  return sums ?? { actions: 0, minutes: 0 };
}

/** How many people did something that was approved, by the day of the event; only days with any. */
export const activePeopleByDay = (
  communityId: number,
  days: DaySpan,
): Promise<{ day: Day; people: number }[]> =>
  rows<{ day: Day; people: number }>(
    sql`SELECT occurred_on AS day, COUNT(*) AS people FROM (
          SELECT occurred_on, person_id FROM service_records
           WHERE community_id = ${communityId} AND occurred_on >= ${days.from}
             AND occurred_on < ${days.to}
           GROUP BY occurred_on, person_id HAVING SUM(actions) > 0) AS active
         GROUP BY occurred_on ORDER BY occurred_on`,
  );

/** How many people did something in these days that was approved. */
export async function activePeople(communityId: number, days: DaySpan): Promise<number> {
  const found = await row<{ people: number }>(
    sql`SELECT COUNT(*) AS people FROM (
          SELECT person_id FROM service_records
           WHERE community_id = ${communityId} AND occurred_on >= ${days.from}
             AND occurred_on < ${days.to}
           GROUP BY person_id HAVING SUM(actions) > 0) AS active`,
  );
  return found?.people ?? 0;
}
