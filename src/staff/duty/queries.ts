import sql, { empty } from 'sql-template-tag';
import type { Sql } from 'sql-template-tag';
import { now } from '../../base/clock.ts';
import type { Instant } from '../../base/clock.ts';
import { row, rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { addDays, startOfDay } from '../../base/period.ts';
import type { Day, DaySpan, Month } from '../../base/period.ts';
import { found } from '../../base/refusal.ts';
import { membersOf } from '../members/queries.ts';
import type { Busy, Known } from './conflicts.ts';
import type { NewShift, Outcome } from './forms.ts';
import type { DutyTimes } from './times.ts';

/** A kind of duty that the office has or had. */
export interface Shift extends NewShift {
  readonly id: number;
  readonly retiredAt: Instant | null;
}

/** The kinds of duty in the order in which they were made, those that are retired too. */
export const shiftsOf = (streetId: number, tx?: Transaction): Promise<Shift[]> =>
  rows<Shift>(
    sql`SELECT id, name, starts_at AS "startsAt", ends_at AS "endsAt", retired_at AS "retiredAt"
          FROM duty_shifts WHERE community_id = ${streetId} ORDER BY position, id`,
    tx,
  );

/** A kind of duty that people may still be assigned to. Refuses `no-shift`. */
export async function shiftInUse(id: number, streetId: number, tx?: Transaction): Promise<Shift> {
  const shifts = await shiftsOf(streetId, tx);
  return found(
    shifts.find((one) => one.id === id && one.retiredAt === null),
    'shift',
  );
}

/** The phone of the duty room; empty when none was set. */
export async function roomPhone(streetId: number): Promise<string> {
  const room = await row<{ phone: string }>(
    sql`SELECT phone FROM duty_rooms WHERE community_id = ${streetId}`,
  );
  return room?.phone ?? '';
}

/** The roster of a month. */
export interface Roster {
  readonly id: number;
  readonly month: Month;
  readonly state: 'draft' | 'published';
  readonly publishedAt: Instant | null;
}

const ROSTER = sql`SELECT id, month, state, published_at AS "publishedAt" FROM duty_rosters`;

export const rosterOf = (
  streetId: number,
  month: Month,
  tx?: Transaction,
): Promise<Roster | null> =>
  row<Roster>(sql`${ROSTER} WHERE community_id = ${streetId} AND month = ${month}`, tx);

/** Refuses `no-roster`. */
export async function rosterById(id: number, streetId: number, tx?: Transaction): Promise<Roster> {
  return found(
    await row<Roster>(sql`${ROSTER} WHERE id = ${id} AND community_id = ${streetId}`, tx),
    'roster',
  );
}

/** One person's watch: a shift of a day. */
export interface Duty extends DutyTimes {
  readonly id: number;
  readonly rosterId: number;
  readonly isPublished: boolean;
  readonly shiftId: number;
  readonly shift: string;
  readonly day: Day;
  readonly personId: number;
  readonly name: string;
  readonly state: 'assigned' | 'cancelled';
  readonly outcome: Outcome | null;
  readonly coveredById: number | null;
  readonly coveredBy: string | null;
}

async function dutiesWhere(condition: Sql, tx?: Transaction): Promise<Duty[]> {
  const kept = await rows<Omit<Duty, 'isPublished'> & { readonly roster: string }>(
    sql`SELECT d.id, d.roster_id AS "rosterId", r.state AS roster, d.shift_id AS "shiftId",
               s.name AS shift, d.day, d.person_id AS "personId", p.name,
               d.starts_at AS "startsAt", d.ends_at AS "endsAt", d.state, d.outcome,
               d.covered_by_id AS "coveredById", c.name AS "coveredBy"
          FROM duties d
          JOIN duty_rosters r ON r.id = d.roster_id
          JOIN duty_shifts s ON s.id = d.shift_id
          JOIN persons p ON p.id = d.person_id
          LEFT JOIN persons c ON c.id = d.covered_by_id
         WHERE ${condition}
         ORDER BY d.day, s.position, s.id, d.id`,
    tx,
  );
  return kept.map(({ roster, ...duty }) => ({ ...duty, isPublished: roster === 'published' }));
}

/** The duties of a span of days, but those that were cancelled; drafts for who keeps them. */
export const dutiesIn = (
  streetId: number,
  { from, to }: DaySpan,
  withDrafts: boolean,
): Promise<Duty[]> =>
  dutiesWhere(sql`d.community_id = ${streetId} AND d.day >= ${from} AND d.day < ${to}
                  AND d.state = 'assigned' ${withDrafts ? empty : sql`AND r.state = 'published'`}`);

/** Refuses `no-duty`; also for one of another office. */
export async function dutyOf(id: number, streetId: number, tx?: Transaction): Promise<Duty> {
  const [duty] = await dutiesWhere(sql`d.id = ${id} AND d.community_id = ${streetId}`, tx);
  return found(duty, 'duty');
}

/** A duty that was published; a draft is nobody's yet. Refuses `no-duty`. */
export async function publishedDuty(id: number, streetId: number, tx?: Transaction): Promise<Duty> {
  const duty = await dutyOf(id, streetId, tx);
  return found(duty.isPublished ? duty : null, 'duty');
}

/** What a person has before them, the next first. */
export const dutiesBefore = (streetId: number, personId: number): Promise<Duty[]> =>
  dutiesWhere(sql`d.community_id = ${streetId} AND d.person_id = ${personId}
                  AND d.state = 'assigned' AND r.state = 'published' AND d.ends_at > ${now()}`);

const PAST_SHOWN_DAYS = 62;

/** What a person had in the last two months, the last first. */
export async function dutiesBehind(
  streetId: number,
  personId: number,
  today: Day,
): Promise<Duty[]> {
  const past = await dutiesWhere(
    sql`d.community_id = ${streetId} AND d.person_id = ${personId} AND d.state = 'assigned'
        AND r.state = 'published' AND d.ends_at <= ${now()}
        AND d.day >= ${addDays(today, -PAST_SHOWN_DAYS)}`,
  );
  return past.reverse();
}

/** The duties of others that have not begun: what one may be swapped with. */
export const dutiesToSwap = (streetId: number, personId: number): Promise<Duty[]> =>
  dutiesWhere(sql`d.community_id = ${streetId} AND d.person_id <> ${personId}
                  AND d.state = 'assigned' AND r.state = 'published' AND d.starts_at > ${now()}`);

/** Whose a duty was, one version after another. */
export interface DutyMove {
  readonly why: 'assigned' | 'changed' | 'swapped' | 'covered' | 'cancelled';
  readonly personId: number;
  readonly name: string;
  readonly by: string;
  readonly movedAt: Instant;
}

export const movesOf = (dutyId: number): Promise<DutyMove[]> =>
  rows<DutyMove>(
    sql`SELECT m.why, m.person_id AS "personId", p.name, b.name AS "by", m.moved_at AS "movedAt"
          FROM duty_moves m
          JOIN persons p ON p.id = m.person_id
          JOIN persons b ON b.id = m.by_id
         WHERE m.duty_id = ${dutyId} ORDER BY m.id`,
  );

/** What was said of a duty, the first word first. */
export interface SaidOutcome {
  readonly outcome: Outcome;
  readonly coveredBy: string | null;
  readonly note: string;
  readonly by: string;
  readonly recordedAt: Instant;
}

export const outcomesOf = (dutyId: number): Promise<SaidOutcome[]> =>
  rows<SaidOutcome>(
    sql`SELECT o.outcome, c.name AS "coveredBy", o.note, b.name AS "by",
               o.recorded_at AS "recordedAt"
          FROM duty_outcomes o
          JOIN persons b ON b.id = o.recorded_by_id
          LEFT JOIN persons c ON c.id = o.covered_by_id
         WHERE o.duty_id = ${dutyId} ORDER BY o.id`,
  );

/** Who works here and who is on duty in and around a span of days. */
export async function knownAround(
  streetId: number,
  { from, to }: DaySpan,
  tx?: Transaction,
): Promise<Known> {
  const members = await membersOf(streetId, { from, until: addDays(to, -1) }, tx);
  // A duty of the last day may go on into the next.
  const busy = await rows<Busy>(
    sql`SELECT id, person_id AS "personId", starts_at AS "startsAt", ends_at AS "endsAt"
          FROM duties
         WHERE community_id = ${streetId} AND state = 'assigned'
           AND starts_at < ${startOfDay(addDays(to, 1))} AND ends_at > ${startOfDay(from)}`,
    tx,
  );
  const byPerson = new Map<number, Busy[]>();
  for (const one of busy) byPerson.set(one.personId, [...(byPerson.get(one.personId) ?? []), one]);
  return { members: new Map(members.map((one) => [one.personId, one])), busy: byPerson };
}

/** Who works here and who is on duty around some days. */
export function knownAroundDays(
  streetId: number,
  days: readonly Day[],
  tx: Transaction,
): Promise<Known> {
  const inOrder = [...days].sort();
  const [from, last] = [inOrder[0], inOrder.at(-1)] as [Day, Day];
  return knownAround(streetId, { from, to: addDays(last, 1) }, tx);
}
