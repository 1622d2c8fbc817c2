import sql, { empty, join } from 'sql-template-tag';
import type { Sql } from 'sql-template-tag';
import type { Instant } from '../../base/clock.ts';
import { row, rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import type { Day } from '../../base/period.ts';
import { found } from '../../base/refusal.ts';
import { hasRole } from '../../people/index.ts';
import type { Actor } from '../../people/index.ts';
import { letRead } from '../attachments/attachments.ts';
import type { BookedBy } from '../policy.ts';
import type { Part } from '../rules/queries.ts';
import type { Outcome } from './forms.ts';
import { mayReadAppeal } from './policy.ts';

export type AppealState = 'open' | Outcome | 'withdrawn';

/** Something that was booked for a person, as an appeal sees it. */
export interface Contested extends BookedBy {
  readonly incidentId: number;
  readonly person: string;
  readonly part: Part;
  readonly rule: string;
  readonly occurredOn: Day;
  readonly note: string | null;
  /** Where its evidence is: `proposal:4`. */
  readonly subject: string;
  readonly enteredBy: string | null;
  readonly approvedBy: string | null;
  /** What its entries come to; 0 when nothing of it stands. */
  readonly booked: number;
  readonly bookedAt: Instant;
}

export interface Appeal extends Contested {
  readonly id: number;
  readonly state: AppealState;
  readonly reasons: string;
  readonly pointsBefore: number;
  readonly pointsAfter: number | null;
  readonly madeAt: Instant;
  readonly dueOn: Day;
  readonly decidedBy: string | null;
  readonly decidedAt: Instant | null;
  readonly noticeYear: number | null;
  readonly noticeNumber: number | null;
  readonly noticeShown: boolean;
}

const CONTESTED = sql`
  i.id AS "incidentId", i.community_id AS "streetId", i.person_id AS "personId", p.name AS person,
  i.part, s.name AS rule, i.occurred_on AS "occurredOn", i.note, i.subject,
  i.entered_by_id AS "enteredById", i.approved_by_id AS "approvedById", n.name AS "enteredBy",
  v.name AS "approvedBy", e.booked_at AS "bookedAt",
  (SELECT CAST(COALESCE(SUM(x.points), 0) AS INTEGER) FROM score_entries x
    WHERE x.incident_id = i.id) AS booked`;

// The rule and the time of what was booked last for the incident.
const OF_INCIDENT = sql`
  JOIN score_entries e ON e.id = (SELECT MAX(l.id) FROM score_entries l
                                   WHERE l.incident_id = i.id AND l.reverses_id IS NULL)
  JOIN set_rules s ON s.id = e.rule_id
  JOIN persons p ON p.id = i.person_id
  LEFT JOIN persons n ON n.id = i.entered_by_id
  LEFT JOIN persons v ON v.id = i.approved_by_id`;

/** What was booked for the person themself. Refuses `no-incident` for anything else. */
export async function ownIncident(
  actor: Actor,
  incidentId: number,
  tx?: Transaction,
): Promise<Contested & { readonly settled: unknown }> {
  const own = await row<Contested & { readonly settled: unknown }>(
    sql`SELECT ${CONTESTED}, i.settled FROM score_incidents i ${OF_INCIDENT}
         WHERE i.id = ${incidentId} AND i.person_id = ${actor.personId}
           AND i.community_id = ${actor.communityId}`,
    tx,
  );
  return found(own, 'incident');
}

type Kept = Omit<Appeal, 'noticeShown'> & { readonly noticeShown: unknown };

const appealsWhere = (which: Sql): Sql => sql`
  SELECT a.id, a.state, a.reasons, a.points_before AS "pointsBefore",
         a.points_after AS "pointsAfter", a.made_at AS "madeAt", a.due_on AS "dueOn",
         d.name AS "decidedBy", a.decided_at AS "decidedAt", a.notice_year AS "noticeYear",
         a.notice_number AS "noticeNumber", a.notice_shown AS "noticeShown", ${CONTESTED}
    FROM score_appeals a
    JOIN score_incidents i ON i.id = a.incident_id
    ${OF_INCIDENT}
    LEFT JOIN persons d ON d.id = a.decided_by_id
   WHERE ${which}`;

async function listed(statement: Sql, tx?: Transaction): Promise<Appeal[]> {
  const kept = await rows<Kept>(statement, tx);
  return kept.map((one) => ({ ...one, noticeShown: Boolean(one.noticeShown) }));
}

/** An appeal of the office. Refuses `no-appeal`. */
export async function appealOf(streetId: number, id: number, tx?: Transaction): Promise<Appeal> {
  const which = sql`a.id = ${id} AND a.community_id = ${streetId}`;
  return found((await listed(appealsWhere(which), tx))[0], 'appeal');
}

/** An appeal for the person, for who may decide it and who audits. Refuses `no-appeal`. */
export async function readableAppeal(actor: Actor, streetId: number, id: number): Promise<Appeal> {
  const one = await appealOf(streetId, id);
  return found(mayReadAppeal(actor, one) ? one : null, 'appeal');
}

interface ListWish {
  readonly state?: 'open' | 'decided' | undefined;
  readonly before?: number | undefined;
}

const PAGE = 30;

/** A page of the appeals that the actor may read besides their own, newest first. */
export function readableAppeals(
  actor: Actor,
  streetId: number,
  wish: ListWish,
): Promise<{ items: Appeal[]; next: string | null }> {
  const me = actor.personId;
  const others = hasRole(actor, 'auditor', streetId)
    ? sql`a.person_id <> ${me}`
    : sql`${me} NOT IN (a.person_id, COALESCE(i.entered_by_id, 0), COALESCE(i.approved_by_id, 0))`;
  return paged(sql`a.community_id = ${streetId} AND ${others}`, wish);
}

/** One's own appeals, newest first. */
export const ownAppeals = (
  { personId, communityId }: Actor,
  wish: ListWish,
): Promise<{ items: Appeal[]; next: string | null }> =>
  paged(sql`a.community_id = ${communityId} AND a.person_id = ${personId}`, wish);

async function paged(
  whose: Sql,
  { state, before }: ListWish,
): Promise<{ items: Appeal[]; next: string | null }> {
  const wishes = [
    whose,
    state === undefined ? empty : state === 'open' ? sql`a.state = 'open'` : sql`a.state <> 'open'`,
    before === undefined ? empty : sql`a.id < ${before}`,
  ].filter((one) => one !== empty);
  const kept = await listed(
    sql`${appealsWhere(join(wishes, ' AND '))} ORDER BY a.id DESC LIMIT ${PAGE + 1}`,
  );
  const items = kept.slice(0, PAGE);
  const last = items.at(-1);
  const isMore = kept.length > PAGE && last !== undefined;
  const query = new URLSearchParams({ ...(state ? { state } : {}), before: String(last?.id) });
  return { items, next: isMore ? query.toString() : null };
}

/** The appeal of an incident that is open or was decided, if there is one. */
export const appealOfIncident = (
  incidentId: number,
): Promise<{ readonly id: number; readonly state: AppealState } | null> =>
  row<{ id: number; state: AppealState }>(
    sql`SELECT id, state FROM score_appeals
         WHERE incident_id = ${incidentId} AND state <> 'withdrawn'`,
  );

export interface AppealStep {
  readonly name: string;
  readonly by: string;
  readonly reason: string | null;
  readonly at: Instant;
}

export const appealSteps = (id: number): Promise<AppealStep[]> =>
  rows<AppealStep>(
    sql`SELECT t.name, b.name AS by, t.reason, t.at FROM score_appeal_steps t
          JOIN persons b ON b.id = t.person_id
         WHERE t.appeal_id = ${id} ORDER BY t.id`,
  );

letRead('appeal', async (id, actor) => {
  const known = await row<{ streetId: number }>(
    sql`SELECT community_id AS "streetId" FROM score_appeals WHERE id = ${id}`,
  );
  return known !== null && mayReadAppeal(actor, await appealOf(known.streetId, id));
});
