import sql from 'sql-template-tag';
import type { Instant } from '../../base/clock.ts';
import { row, rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import type { Day } from '../../base/period.ts';
import { found, Refusal } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import type { Rule } from '../models.ts';
import { mayReadCommunity } from '../policy.ts';
import { latestRule, ruleOn } from '../rule-queries.ts';
import { sheetNumber } from './number.ts';

export type SheetState = 'open' | 'handed-in' | 'approved';

/** A sheet as its row has it. */
export interface Sheet {
  readonly id: number;
  readonly number: string;
  readonly communityId: number;
  readonly ruleId: number;
  readonly ruleCode: string;
  readonly activity: string;
  readonly place: string;
  readonly occurredOn: Day;
  readonly state: SheetState;
  readonly peopleTotal: number | null;
  readonly minutesTotal: number | null;
  readonly pointsTotal: number | null;
  readonly handedInAt: Instant | null;
  readonly handedInById: number | null;
  readonly handedInBy: string | null;
  readonly decidedAt: Instant | null;
  readonly decidedBy: string | null;
  readonly reason: string | null;
}

const columns = sql`s.id, s.community_id AS "communityId", s.rule_id AS "ruleId",
  s.rule_code AS "ruleCode", s.activity,
  s.place, s.occurred_on AS "occurredOn", s.state, s.people_total AS "peopleTotal",
  s.minutes_total AS "minutesTotal", s.points_total AS "pointsTotal",
  s.handed_in_at AS "handedInAt", s.handed_in_by_id AS "handedInById", h.name AS "handedInBy",
  s.decided_at AS "decidedAt", d.name AS "decidedBy", s.reason`;

const source = sql`sheets s
  LEFT JOIN persons h ON h.id = s.handed_in_by_id
  LEFT JOIN persons d ON d.id = s.decided_by_id`;

type Flat = Omit<Sheet, 'number'>;

const sheetFrom = (flat: Flat): Sheet => ({ ...flat, number: sheetNumber(flat.id) });

/** A sheet of a community that the actor may read. Refuses `no-sheet`. */
export async function readableSheet(actor: Actor, id: number, tx?: Transaction): Promise<Sheet> {
  const flat = await row<Flat>(sql`SELECT ${columns} FROM ${source} WHERE s.id = ${id}`, tx);
  return sheetFrom(found(flat && mayReadCommunity(actor, flat.communityId) ? flat : null, 'sheet'));
}

const SHOWN_MAX = 30;
const LISTED_MAX = 200;

/** The sheets of a community in one state, the newest first, at most 30. */
export async function sheetsOf(communityId: number, state: SheetState): Promise<Sheet[]> {
  const flat = await rows<Flat>(
    sql`SELECT ${columns} FROM ${source}
         WHERE s.community_id = ${communityId} AND s.state = ${state}
         ORDER BY s.id DESC LIMIT ${SHOWN_MAX}`,
  );
  return flat.map(sheetFrom);
}

/** All sheets of a community, the newest first; `next` is the query of the next page, or null. */
export async function allSheets(
  communityId: number,
  before = 2_147_483_647,
): Promise<{ items: Sheet[]; next: string | null }> {
  const flat = await rows<Flat>(
    sql`SELECT ${columns} FROM ${source}
         WHERE s.community_id = ${communityId} AND s.id < ${before}
         ORDER BY s.id DESC LIMIT ${LISTED_MAX + 1}`,
  );
  const items = flat.slice(0, LISTED_MAX).map(sheetFrom);
  const last = items.at(-1);
  return { items, next: flat.length > LISTED_MAX && last ? `before=${last.id}` : null };
}

/** One person on a sheet. */
export interface SheetLine {
  readonly id: number;
  readonly personId: number;
  readonly name: string;
  readonly householdId: number | null;
  readonly householdName: string | null;
  readonly units: number;
  readonly minutes: number;
  readonly enteredById: number;
  readonly checkInId: number | null;
  readonly reversedAt: Instant | null;
}

/** The lines of a sheet in the order in which they were typed. */
export const linesOf = (sheetId: number, tx?: Transaction): Promise<SheetLine[]> =>
  rows<SheetLine>(
    sql`SELECT l.id, l.person_id AS "personId", p.name, p.household_id AS "householdId",
               h.name AS "householdName", l.units, l.minutes, l.entered_by_id AS "enteredById",
               l.check_in_id AS "checkInId", c.reversed_at AS "reversedAt"
          FROM sheet_lines l
          JOIN persons p ON p.id = l.person_id
          LEFT JOIN households h ON h.id = p.household_id
          LEFT JOIN check_ins c ON c.id = l.check_in_id
         WHERE l.sheet_id = ${sheetId} ORDER BY l.id`,
    tx,
  );

/** The rule of a sheet as it stands on its day. Refuses `rule-not-in-force`. */
export async function ruleOfSheet(sheet: Sheet, tx?: Transaction): Promise<Rule> {
  const rule = await ruleOn(sheet.communityId, sheet.ruleCode, sheet.occurredOn, tx);
  if (!rule) throw new Refusal('conflict', 'rule-not-in-force');
  return rule;
}

/** The same for a page, which also shows a sheet whose rule was switched off since. */
export const ruleShown = async (sheet: Sheet): Promise<Rule> =>
  (await ruleOn(sheet.communityId, sheet.ruleCode, sheet.occurredOn)) ?? latestRule(sheet.ruleId);

/** One of the control totals beside what the lines come to. */
export interface Compared {
  readonly name: 'people' | 'minutes' | 'points';
  readonly control: number | null;
  readonly computed: number;
}

/** The totals of the paper and of the lines; points are those before any cap. */
export function compare(sheet: Sheet, lines: readonly SheetLine[], rule: Rule): Compared[] {
  const sum = (of: (line: SheetLine) => number): number =>
    lines.reduce((total, line) => total + of(line), 0);
  return [
    { name: 'people', control: sheet.peopleTotal, computed: lines.length },
    { name: 'minutes', control: sheet.minutesTotal, computed: sum(({ minutes }) => minutes) },
    {
      name: 'points',
      control: sheet.pointsTotal,
      computed: sum(({ units }) => units * rule.points),
    },
  ];
}

/** A photo or scan of the paper. */
export interface Scan {
  readonly id: number;
  readonly key: string;
}

export const scansOf = (sheetId: number): Promise<Scan[]> =>
  rows<Scan>(sql`SELECT id, key FROM sheet_scans WHERE sheet_id = ${sheetId} ORDER BY id`);
