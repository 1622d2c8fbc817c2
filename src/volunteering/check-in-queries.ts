import sql, { empty, join } from 'sql-template-tag';
import type { Sql } from 'sql-template-tag';
import { isPostgres, row, rows } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import { found } from '../base/refusal.ts';
import { entriesIn } from '../people/index.ts';
import type { Actor } from '../people/index.ts';
import { mayReadCheckIn } from './policy.ts';
import type { CapPeriod, CheckInRow, State } from './models.ts';
import { ruleColumns, ruleFrom } from './rule-queries.ts';
import type { FlatRule } from './rule-queries.ts';

type Flat = Omit<CheckInRow, 'rule'> & FlatRule;

const columns = sql`c.id, c.community_id AS "communityId", p.id AS "personId",
  p.name AS "personName", c.household_id AS "householdId", p.household_id AS "householdIdNow",
  c.entered_by_id AS "enteredById", b.name AS "enteredByName", c.quantity, c.minutes, c.source,
  c.batch, c.occurred_on AS "occurredOn", c.place, c.note, c.state, c.points, c.capped,
  c.submitted_at AS "submittedAt", c.decided_at AS "decidedAt",
  c.decided_by_id AS "decidedById", d.name AS "decidedByName", c.reason,
  c.reversed_at AS "reversedAt", ${ruleColumns}`;

const source = sql`check_ins c
  JOIN persons e ON e.id = c.person_id
  JOIN persons p ON p.id = COALESCE(e.merged_into_id, e.id)
  JOIN persons b ON b.id = c.entered_by_id
  JOIN rules r ON r.id = c.rule_id
  JOIN rule_versions v ON v.id = c.rule_version_id
  LEFT JOIN persons d ON d.id = c.decided_by_id`;

const checkInFrom = (flat: Flat): CheckInRow => ({ ...flat, rule: ruleFrom(flat) });

async function checkInsWhere(rest: Sql, tx?: Transaction): Promise<CheckInRow[]> {
  const flat = await rows<Flat>(sql`SELECT ${columns} FROM ${source} ${rest}`, tx);
  return flat.map(checkInFrom);
}

/** The check-ins of these ids that exist, in order of id. */
export const checkInsById = (ids: readonly number[], tx?: Transaction): Promise<CheckInRow[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : checkInsWhere(sql`WHERE c.id IN (${join([...ids])}) ORDER BY c.id`, tx);

/** The same, and whoever wants to change one of them waits until this transaction ends. */
export const checkInsHeld = (ids: readonly number[], tx: Transaction): Promise<CheckInRow[]> => {
  const held = isPostgres ? sql`FOR UPDATE OF c` : empty; // SQLite has one writer anyhow
  return checkInsWhere(sql`WHERE c.id IN (${join([...ids])}) ORDER BY c.id ${held}`, tx);
};

/** One that the actor may read. Refuses `no-check-in`. */
export async function readableCheckIn(
  actor: Actor,
  id: number,
  tx?: Transaction,
): Promise<CheckInRow> {
  const [one] = await checkInsById([id], tx);
  return found(one && mayReadCheckIn(actor, one) ? one : null, 'check-in');
}

export interface ListWish {
  readonly state?: State | undefined;
  readonly before?: number | undefined;
  readonly limit: number;
}

/** Check-ins of a person or of a community, newest first, one more than `limit` when there is. */
export function listedCheckIns(
  of: { readonly personId: number } | { readonly communityId: number },
  { state, before, limit }: ListWish,
): Promise<CheckInRow[]> {
  const owner =
    'personId' in of
      ? sql`c.person_id IN ${entriesIn(of.personId)}`
      : sql`c.community_id = ${of.communityId}`;
  const inState = state ? sql`AND c.state = ${state}` : empty;
  const older = before ? sql`AND c.id < ${before}` : empty;
  return checkInsWhere(
    sql`WHERE ${owner} ${inState} ${older} ORDER BY c.id DESC LIMIT ${limit + 1}`,
  );
}

/** What is approved as a whole on a page of its own: a sheet, the record of an activity. */
const inBatch = sql`(c.batch LIKE 'sheet:%' OR c.batch LIKE 'activity:%')`;

/** A sheet or an activity that waits for a decision as a whole. */
export interface WaitingBatch {
  readonly href: string;
  readonly title: string;
  readonly people: number;
  readonly since: string;
}

/** The sheets and activities of a community that wait, oldest first. */
export const waitingBatches = (communityId: number): Promise<WaitingBatch[]> =>
  rows<WaitingBatch>(
    sql`SELECT CASE WHEN s.id IS NULL THEN '/activities/' || a.id ELSE '/sheets/' || s.id END
                 AS href,
               COALESCE(s.activity, a.title) AS title,
               CAST(COUNT(*) AS INTEGER) AS people, MIN(c.submitted_at) AS since
          FROM check_ins c
          LEFT JOIN sheets s ON c.batch = 'sheet:' || s.id
          LEFT JOIN activities a ON c.batch = 'activity:' || a.id
         WHERE c.community_id = ${communityId} AND c.state = 'submitted' AND ${inBatch}
         GROUP BY s.id, a.id, s.activity, a.title ORDER BY MIN(c.id)`,
  );

/** Undecided check-ins of a community that are decided on singly, oldest first, one more than `limit` when there is. */
export function queuedCheckIns(
  communityId: number,
  after: number | undefined,
  limit: number,
): Promise<CheckInRow[]> {
  return checkInsWhere(
    sql`WHERE c.community_id = ${communityId} AND c.state = 'submitted' AND c.id > ${after ?? 0}
          AND (c.batch IS NULL OR NOT ${inBatch})
        ORDER BY c.id LIMIT ${limit + 1}`,
  );
}

/** How many decisions wait in a community, a batch counting once, and since when the oldest does. */
export async function queueSummary(
  communityId: number,
): Promise<{ count: number; oldestAt: string | null }> {
  const sums = await row<{ count: number; oldestAt: string | null }>(
    sql`SELECT CAST(COUNT(DISTINCT CASE WHEN ${inBatch} THEN c.batch
                                        ELSE CAST(c.id AS TEXT) END) AS INTEGER) AS count,
               MIN(c.submitted_at) AS "oldestAt" FROM check_ins c
         WHERE c.community_id = ${communityId} AND c.state = 'submitted'`,
  );
  return sums ?? { count: 0, oldestAt: null };
}

/** A check-in in a few words, for the home page of the person whose it is. */
export interface OwnCheckIn {
  readonly id: number;
  readonly ruleName: string;
  readonly occurredOn: string;
  readonly state: State;
  readonly points: number | null;
  readonly reason: string | null;
}

const ownColumns = sql`c.id, v.name AS "ruleName", c.occurred_on AS "occurredOn", c.state, c.points,
  c.reason`;

/** One's own check-ins that wait: for a decision, or for more. */
export const waitingCheckIns = (personId: number, limit: number): Promise<OwnCheckIn[]> =>
  rows<OwnCheckIn>(
    sql`SELECT ${ownColumns} FROM check_ins c JOIN rule_versions v ON v.id = c.rule_version_id
         WHERE c.person_id IN ${entriesIn(personId)} AND c.state IN ('submitted', 'returned')
         ORDER BY c.id DESC LIMIT ${limit}`,
  );

/** One's own check-ins that were decided on, the last decision first. */
export const recentDecisions = (personId: number, limit: number): Promise<OwnCheckIn[]> =>
  rows<OwnCheckIn>(
    sql`SELECT ${ownColumns} FROM check_ins c JOIN rule_versions v ON v.id = c.rule_version_id
         WHERE c.person_id IN ${entriesIn(personId)} AND c.decided_at IS NOT NULL
           AND c.state IN ('approved', 'rejected', 'returned')
         ORDER BY c.decided_at DESC, c.id DESC LIMIT ${limit}`,
  );

/** One step in the life of a check-in. */
export interface Step {
  readonly checkInId: number;
  readonly fromState: State | null;
  readonly toState: State | 'reversed';
  readonly by: string;
  readonly at: string;
  readonly reason: string | null;
}

/** Everything that happened to a check-in, first things first. */
export const stepsOf = (checkInId: number): Promise<Step[]> =>
  rows<Step>(
    sql`SELECT s.check_in_id AS "checkInId", s.from_state AS "fromState", s.to_state AS "toState",
               p.name AS by, s.at, s.reason
          FROM check_in_decisions s JOIN persons p ON p.id = s.person_id
         WHERE s.check_in_id = ${checkInId} ORDER BY s.id`,
  );

/** What a person did earlier by the same rule in the same week, for a reviewer's eye. */
export interface Earlier {
  readonly id: number;
  readonly personId: number;
  readonly ruleId: number;
  readonly occurredOn: string;
  readonly quantity: number;
  readonly state: State;
  readonly points: number | null;
  readonly capped: CapPeriod | null;
}

/** Others of the same people and rules between two days, in one statement for a whole page. */
export const checkInsBetween = (
  personIds: readonly number[],
  ruleIds: readonly number[],
  from: string,
  to: string,
): Promise<Earlier[]> =>
  rows<Earlier>(
    sql`SELECT id, person_id AS "personId", rule_id AS "ruleId", occurred_on AS "occurredOn",
               quantity, state, points, capped
          FROM check_ins
         WHERE person_id IN (${join([...personIds])}) AND rule_id IN (${join([...ruleIds])})
           AND occurred_on >= ${from} AND occurred_on < ${to} AND state <> 'withdrawn'
         ORDER BY occurred_on, id`,
  );
