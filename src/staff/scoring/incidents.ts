import sql, { bulk, join } from 'sql-template-tag';
import type { Sql } from 'sql-template-tag';
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
 * to what the rules say of them. Facts that were told before change nothing. What was cleared on
 * appeal stays cleared; what was corrected on appeal never weighs more again, and is lifted like any
 * other, so that whoever appealed is never worse off than who did not.
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
        WHERE score_incidents.settled = FALSE
           OR COALESCE(score_incidents.void_reason, '') <> 'appeal'`,
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
             AND (settled = FALSE OR points_instead <= 0)
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

/** On appeal: the incident is void for good. Refuses `no-incident`, `appeal-worse`. */
export const clearIncident = (id: number, by: By, tx: Transaction): Promise<void> =>
  decideOnAppeal(id, sql`state = 'void', void_reason = 'appeal'`, by, tx);

/**
 * On appeal: the incident stands with other points. Refuses `no-incident`, and `appeal-worse` when
 * they would weigh more than what was booked: an appeal never makes the result worse.
 */
export async function correctIncident(
  id: number,
  pointsInstead: number,
  by: By,
  tx: Transaction,
): Promise<void> {
  if (pointsInstead < (await bookedFor(id, tx))) throw appealWorse();
  await decideOnAppeal(id, sql`points_instead = ${pointsInstead}`, by, tx);
}

/** What the entries of an incident come to. */
export async function bookedFor(id: number, tx?: Transaction): Promise<number> {
  const booked = await row<{ points: number }>(
    sql`SELECT CAST(COALESCE(SUM(points), 0) AS INTEGER) AS points
          FROM score_entries WHERE incident_id = ${id}`,
    tx,
  );
  return booked?.points ?? 0;
}

async function decideOnAppeal(id: number, decided: Sql, by: By, tx: Transaction): Promise<void> {
  const told = await row<Decided>(
    sql`SELECT community_id AS "streetId", person_id AS "personId", occurred_on AS "occurredOn"
          FROM score_incidents WHERE id = ${id}`,
    tx,
  );
  const { streetId, ...place } = found(told, 'incident');
  await lockRows('communities', [streetId], tx);
  const before = await scoreOf(streetId, place.personId, tx);
  await change(sql`UPDATE score_incidents SET ${decided}, settled = TRUE WHERE id = ${id}`, tx);
  await settleMonths(streetId, [monthOf(place)], by, tx);
  // Whatever the rules make of the other incidents of the month now: the sum is what counts.
  if ((await scoreOf(streetId, place.personId, tx)) < before) throw appealWorse();
}

const appealWorse = (): Refusal => new Refusal('conflict', 'appeal-worse', {}, 'pointsInstead');

async function scoreOf(streetId: number, personId: number, tx: Transaction): Promise<number> {
  const score = await row<{ points: number }>(
    sql`SELECT CAST(COALESCE(SUM(points), 0) AS INTEGER) AS points FROM score_entries
         WHERE community_id = ${streetId} AND person_id = ${personId}`,
    tx,
  );
  return score?.points ?? 0;
}
