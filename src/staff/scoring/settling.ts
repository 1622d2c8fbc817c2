import sql, { bulk, empty, join } from 'sql-template-tag';
import { now } from '../../base/clock.ts';
import { change, rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { monthDays, monthOfDay, quarterOfDay, today } from '../../base/period.ts';
import type { Day, Month, Quarter } from '../../base/period.ts';
import { bookScores, reverseAll } from '../../ledger/index.ts';
import type { NewScore } from '../../ledger/index.ts';
import { adoptedSets } from '../rules/queries.ts';
import type { Part } from '../rules/queries.ts';
import { closedQuarters } from './quarters.ts';
import { scoreMonth } from './month.ts';
import type { Standing, Worth } from './month.ts';

export interface PersonMonth {
  readonly personId: number;
  readonly month: Month;
}

/** Who makes a change, and why what it undoes is undone. */
export interface By {
  readonly personId: number | null;
  readonly reason?: string | undefined;
}

/** How many entries were booked, and how many undone. */
export interface Settlement {
  readonly booked: number;
  readonly reversed: number;
}

interface Incident extends Standing {
  readonly personId: number;
  readonly state: 'stands' | 'void';
  readonly note: string | null;
  readonly enteredById: number | null;
  readonly approvedById: number | null;
}

interface Entry {
  readonly id: number;
  readonly incidentId: number;
  readonly personId: number;
  readonly part: Part;
  readonly ruleId: number;
  readonly points: number;
  readonly occurredOn: Day;
  readonly quarter: Quarter;
  readonly transferId: number;
}

/** Books and reverses what the entries of these persons and months lack and have too many. */
export async function settleMonths(
  streetId: number,
  touched: readonly PersonMonth[],
  by: By,
  tx: Transaction,
): Promise<Settlement> {
  if (touched.length === 0) return { booked: 0, reversed: 0 };
  const names = new Set(touched.map(nameOf));
  const incidents = await incidentsOf(streetId, touched, tx);
  const sets = await adoptedSets(streetId, tx);
  const wanted = new Map<number, Worth>();
  for (const month of monthsOf(incidents).filter(({ name }) => names.has(name))) {
    for (const worth of scoreMonth(month.standing, sets)) wanted.set(worth.incidentId, worth);
  }
  const own = incidents.filter((one) => names.has(nameIn(one)));
  const booked = await entriesThatStand(own, tx);
  const wrong = booked.filter((entry) => !isAs(entry, wanted.get(entry.incidentId), own));
  const right = new Set(booked.filter((one) => !wrong.includes(one)).map((one) => one.incidentId));
  const missing = own.filter(({ id }) => wanted.has(id) && !right.has(id));
  const closed = await closedQuarters(streetId, tx);
  await reverseEntries(streetId, wrong, by, closed, tx);
  await bookEntries(streetId, missing, wanted, closed, tx);
  return { booked: missing.length, reversed: wrong.length };
}

const nameOf = ({ personId, month }: PersonMonth): string => `${personId} ${month}`;
const nameIn = ({ personId, occurredOn }: Incident): string =>
  nameOf({ personId, month: monthOfDay(occurredOn) });

function monthsOf(incidents: readonly Incident[]): { name: string; standing: Incident[] }[] {
  const months = new Map<string, Incident[]>();
  for (const one of incidents) {
    if (one.state !== 'stands') continue;
    const standing = months.get(nameIn(one));
    if (standing) standing.push(one);
    else months.set(nameIn(one), [one]);
  }
  return [...months].map(([name, standing]) => ({ name, standing }));
}

const isAs = (entry: Entry, wanted: Worth | undefined, incidents: readonly Incident[]): boolean =>
  wanted?.points === entry.points &&
  wanted.ruleId === entry.ruleId &&
  incidents.some(
    ({ id, occurredOn }) => id === entry.incidentId && occurredOn === entry.occurredOn,
  );

function incidentsOf(
  streetId: number,
  touched: readonly PersonMonth[],
  tx: Transaction,
): Promise<Incident[]> {
  const people = [...new Set(touched.map(({ personId }) => personId))];
  const spans = touched.map(({ month }) => monthDays(month));
  const from = spans.map((span) => span.from).reduce((a, b) => (a < b ? a : b));
  const to = spans.map((span) => span.to).reduce((a, b) => (a > b ? a : b));
  return rows<Incident>(
    sql`SELECT id, person_id AS "personId", rule_code AS "ruleCode", occurred_on AS "occurredOn",
               points_instead AS "pointsInstead", state, note, entered_by_id AS "enteredById",
               approved_by_id AS "approvedById"
          FROM score_incidents
         WHERE community_id = ${streetId} AND person_id IN (${join(people)})
           AND occurred_on >= ${from} AND occurred_on < ${to} ORDER BY id`,
    tx,
  );
}

const IDS_AT_ONCE = 20_000;

async function entriesThatStand(incidents: readonly Incident[], tx: Transaction): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (let from = 0; from < incidents.length; from += IDS_AT_ONCE) {
    const ids = incidents.slice(from, from + IDS_AT_ONCE).map(({ id }) => id);
    const some = await rows<Entry>(
      sql`SELECT e.id, e.incident_id AS "incidentId", e.person_id AS "personId", e.part,
                 e.rule_id AS "ruleId", e.points, e.occurred_on AS "occurredOn", e.quarter,
                 e.transfer_id AS "transferId"
            FROM score_entries e
           WHERE e.incident_id IN (${join(ids)}) AND e.reverses_id IS NULL
             AND NOT EXISTS (SELECT 1 FROM score_entries r WHERE r.reverses_id = e.id)
           ORDER BY e.id`,
      tx,
    );
    entries.push(...some);
  }
  return entries;
}

type Quarters = ReadonlySet<Quarter>;

/** A closed quarter takes nothing more: what comes later counts in the one that is open today. */
const quarterFor = (quarter: Quarter, closed: Quarters): Quarter =>
  closed.has(quarter) ? quarterOfDay(today()) : quarter;

async function reverseEntries(
  streetId: number,
  entries: readonly Entry[],
  by: By,
  closed: Quarters,
  tx: Transaction,
): Promise<void> {
  const ids = entries.map(({ transferId }) => transferId);
  const reversals = await reverseAll(ids, by, tx);
  await insertEntries(
    streetId,
    entries.map((one) => ({
      ...one,
      points: -one.points,
      quarter: quarterFor(one.quarter, closed),
      transferId: reversals.get(one.transferId) as number,
      reversesId: one.id,
    })),
    tx,
  );
}

async function bookEntries(
  streetId: number,
  incidents: readonly Incident[],
  wanted: ReadonlyMap<number, Worth>,
  closed: Quarters,
  tx: Transaction,
): Promise<void> {
  const times = await timesBooked(incidents, tx);
  const causeOf = ({ id }: Incident): string => `incident:${id}:${(times.get(id) ?? 0) + 1}`;
  const scores = incidents.map<NewScore>((one) => {
    const { points, ruleId } = wanted.get(one.id) as Worth;
    return {
      personId: one.personId,
      move: points > 0 ? 'award' : 'deduction',
      points: Math.abs(points),
      cause: causeOf(one),
      occurredOn: one.occurredOn,
      ruleVersionId: ruleId,
      reason: one.note ?? undefined,
      bookedById: one.enteredById,
      approvedById: one.approvedById ?? undefined,
    };
  });
  const transfers = await bookScores(streetId, scores, tx);
  await insertEntries(
    streetId,
    incidents.map((one) => ({
      ...(wanted.get(one.id) as Worth),
      personId: one.personId,
      occurredOn: one.occurredOn,
      quarter: quarterFor(quarterOfDay(one.occurredOn), closed),
      transferId: transfers.get(causeOf(one)) as number,
      reversesId: null,
    })),
    tx,
  );
}

async function timesBooked(
  incidents: readonly Incident[],
  tx: Transaction,
): Promise<Map<number, number>> {
  if (incidents.length === 0) return new Map();
  const list = incidents.length > IDS_AT_ONCE ? null : incidents.map(({ id }) => id);
  const among = list === null ? empty : sql`AND incident_id IN (${join(list)})`;
  const counted = await rows<{ incidentId: number; times: number }>(
    sql`SELECT incident_id AS "incidentId", CAST(COUNT(*) AS INTEGER) AS times FROM score_entries
         WHERE reverses_id IS NULL ${among} GROUP BY incident_id`,
    tx,
  );
  return new Map(counted.map(({ incidentId, times }) => [incidentId, times]));
}

type NewEntry = Omit<Entry, 'id'> & { readonly reversesId: number | null };

const AT_ONCE = 2_000;

async function insertEntries(
  streetId: number,
  entries: readonly NewEntry[],
  tx: Transaction,
): Promise<void> {
  const at = now();
  for (let from = 0; from < entries.length; from += AT_ONCE) {
    const values = entries
      .slice(from, from + AT_ONCE)
      .map((one) => [
        streetId,
        one.incidentId,
        one.personId,
        one.part,
        one.ruleId,
        one.points,
        one.occurredOn,
        one.quarter,
        one.transferId,
        one.reversesId,
        at,
      ]);
    await change(
      sql`INSERT INTO score_entries (community_id, incident_id, person_id, part, rule_id, points,
            occurred_on, quarter, transfer_id, reverses_id, booked_at)
          VALUES ${bulk(values)}`,
      tx,
    );
  }
}
