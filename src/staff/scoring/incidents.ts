import sql, { bulk, join } from 'sql-template-tag';
import { now } from '../../base/clock.ts';
import { change, lockRows, row, rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { monthOfDay } from '../../base/period.ts';
import type { Day } from '../../base/period.ts';
import { found, Refusal } from '../../base/refusal.ts';
import type { Part } from '../rules/queries.ts';
import { settleMonths } from './settling.ts';
import type { By, PersonMonth, Settlement } from './settling.ts';

/** A fact that counts for a person. The same fact is one incident, however often it is told. */
export interface NewIncident {
  readonly personId: number;
  readonly part: Part;
  readonly ruleCode: string;
  readonly occurredOn: Day;
  /** One fact, one key: `duty:3`. */
  readonly key: string;
  /** Where its evidence is: `duty:3`. */
  readonly subject: string;
  readonly note?: string | undefined;
  readonly enteredById: number | null;
  readonly approvedById?: number | undefined;
}

/** A fact that no longer counts, and why: `leave`, `corrected`, `swapped`. */
export interface Lift {
  readonly key: string;
  readonly why: string;
}

/** So many rows go into one statement; SQLite takes 32,766 values. */
const AT_ONCE = 2_000;

/**
 * Makes incidents stand or void, and books and reverses whatever makes the entries that stand equal
 * to what the rules say of them. Facts that were told before change nothing, and what was decided on
 * appeal is left as it was decided.
 */
export async function settleIncidents(
  streetId: number,
  facts: { readonly stand?: readonly NewIncident[]; readonly lift?: readonly Lift[] },
  by: By,
  tx: Transaction,
): Promise<Settlement> {
  // Two who settle for one office take turns, so that both see what the other has booked.
  await lockRows('communities', [streetId], tx);
  const touched: PersonMonth[] = [];
  for (const some of parted(facts.lift ?? [])) touched.push(...(await lift(streetId, some, tx)));
  for (const some of parted(facts.stand ?? [])) touched.push(...(await stand(streetId, some, tx)));
  return settleMonths(streetId, touched, by, tx);
}

function parted<T>(all: readonly T[]): T[][] {
  const parts: T[][] = [];
  for (let from = 0; from < all.length; from += AT_ONCE)
    parts.push(all.slice(from, from + AT_ONCE));
  return parts;
}

interface Place {
  personId: number;
  occurredOn: Day;
}

const monthOf = ({ personId, occurredOn }: Place): PersonMonth => ({
  personId,
  month: monthOfDay(occurredOn),
});

async function stand(
  streetId: number,
  facts: readonly NewIncident[],
  tx: Transaction,
): Promise<PersonMonth[]> {
  const keys = facts.map(({ key }) => key);
  const before = await rows<Place>(
    sql`SELECT person_id AS "personId", occurred_on AS "occurredOn" FROM score_incidents
         WHERE community_id = ${streetId} AND key IN (${join(keys)})`,
    tx,
  );
  const at = now();
  const values = facts.map((one) => [
    streetId,
    one.personId,
    one.part,
    one.ruleCode,
    one.occurredOn,
    one.key,
    one.subject,
    one.note ?? null,
    'stands',
    one.enteredById,
    one.approvedById ?? null,
    at,
    false,
  ]);
  await change(
    sql`INSERT INTO score_incidents (community_id, person_id, part, rule_code, occurred_on, key,
          subject, note, state, entered_by_id, approved_by_id, created_at, settled)
        VALUES ${bulk(values)}
        ON CONFLICT (community_id, key) DO UPDATE
          SET state = 'stands', void_reason = NULL, rule_code = excluded.rule_code,
              occurred_on = excluded.occurred_on, note = excluded.note
        WHERE score_incidents.settled = FALSE`,
    tx,
  );
  return [...before, ...facts].map(monthOf);
}

async function lift(
  streetId: number,
  lifts: readonly Lift[],
  tx: Transaction,
): Promise<PersonMonth[]> {
  const touched: PersonMonth[] = [];
  for (const why of new Set(lifts.map((one) => one.why))) {
    const keys = lifts.filter((one) => one.why === why).map(({ key }) => key);
    const lifted = await rows<Place>(
      sql`UPDATE score_incidents SET state = 'void', void_reason = ${why}
           WHERE community_id = ${streetId} AND key IN (${join(keys)}) AND state = 'stands'
             AND settled = FALSE
          RETURNING person_id AS "personId", occurred_on AS "occurredOn"`,
      tx,
    );
    touched.push(...lifted.map(monthOf));
  }
  return touched;
}

interface Decided extends Place {
  readonly streetId: number;
}

/** On appeal: the incident is void for good. Refuses `no-incident`. */
export async function clearIncident(id: number, by: number, tx: Transaction): Promise<void> {
  const cleared = await row<Decided>(
    sql`UPDATE score_incidents SET state = 'void', void_reason = 'appeal', settled = TRUE
         WHERE id = ${id}
        RETURNING community_id AS "streetId", person_id AS "personId",
                  occurred_on AS "occurredOn"`,
    tx,
  );
  const one = found(cleared, 'incident');
  await settleMonths(one.streetId, [monthOf(one)], { personId: by }, tx);
}

/**
 * On appeal: the incident stands with other points. Refuses `no-incident`, and `appeal-worse` when
 * they would weigh more than what was booked: an appeal never makes the result worse.
 */
export async function correctIncident(
  id: number,
  pointsInstead: number,
  by: number,
  tx: Transaction,
): Promise<void> {
  const booked = await row<{ points: number }>(
    sql`SELECT COALESCE(SUM(points), 0) AS points FROM score_entries WHERE incident_id = ${id}`,
    tx,
  );
  if (pointsInstead < (booked?.points ?? 0)) {
    throw new Refusal('conflict', 'appeal-worse', {}, 'points');
  }
  const corrected = await row<Decided>(
    sql`UPDATE score_incidents SET points_instead = ${pointsInstead}, settled = TRUE
         WHERE id = ${id} AND state = 'stands'
        RETURNING community_id AS "streetId", person_id AS "personId",
                  occurred_on AS "occurredOn"`,
    tx,
  );
  const one = found(corrected, 'incident');
  await settleMonths(one.streetId, [monthOf(one)], { personId: by }, tx);
}
