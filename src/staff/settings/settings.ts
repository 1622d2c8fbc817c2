import Joi from 'joi';
import sql from 'sql-template-tag';
import { row, rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import type { Quarter } from '../../base/period.ts';

/** The numbers that a street office may set for its scoring. */
export interface NumberSettings {
  /** Points that everybody begins a quarter with. */
  readonly startScore: number;
  /** Percent of a quarterly review that the ledger's points weigh; the evaluation weighs the rest. */
  readonly pointsWeight: number;
  /** At most so many percent are graded 好 in a quarter. */
  readonly goodQuota: number;
  /** At most so many percent are proposed as 优秀 in a year (公务员考核规定). */
  readonly excellentQuota: number;
  /** Days in which a person may answer before a breach is booked. */
  readonly hearingDays: number;
  /** Days in which an entry may be appealed, and in which an appeal is to be decided. */
  readonly appealDays: number;
  readonly appealDecisionDays: number;
  /** Deductions of so many points and more need a second person. */
  readonly secondApprovalFrom: number;
  /** Days that a weekly posting is open to objections. */
  readonly postingWindowDays: number;
  /** Working days that the annual proposal is posted, five at least. */
  readonly annualPostingDays: number;
  /** Ballots below which a group's result is not shown. */
  readonly ballotsMin: number;
}

/** What guidance wants off; an administrator turns each with a reason. */
export interface Switches {
  /** Postings in order of the score. Off: 国办函〔2026〕12号 wants no ranking by points. */
  readonly ranking: boolean;
  /** Postings open to the public. Off: the names of staff stay inside the office. */
  readonly publicPosting: boolean;
}

/** What a street office may set for its scoring; every default is the cautious one. */
export interface StaffSettings extends NumberSettings, Switches {}

const days = (standard: number): Joi.NumberSchema =>
  Joi.number().integer().min(1).max(60).default(standard);
const percent = (standard: number): Joi.NumberSchema =>
  Joi.number().integer().min(0).max(100).default(standard);

const numbers: Joi.StrictSchemaMap<NumberSettings> = {
  startScore: Joi.number().integer().min(0).max(1000).default(100),
  pointsWeight: percent(70),
  goodQuota: percent(40),
  excellentQuota: Joi.number().integer().min(0).max(20).default(20),
  hearingDays: days(3),
  appealDays: days(15),
  appealDecisionDays: days(10),
  secondApprovalFrom: Joi.number().integer().min(1).max(5).default(5),
  postingWindowDays: days(5).label('staffPostingWindowDays'),
  annualPostingDays: Joi.number().integer().min(5).max(30).default(5),
  ballotsMin: Joi.number().integer().min(5).max(50).default(5),
};

export const NUMBERS = Object.keys(numbers) as (keyof NumberSettings)[];
export const SWITCHES = ['ranking', 'publicPosting'] as const;
export type Switch = (typeof SWITCHES)[number];

const settingsSchema = Joi.object<StaffSettings, true>({
  ...numbers,
  ranking: Joi.boolean().default(false),
  publicPosting: Joi.boolean().default(false),
});

/** Numbers and switches as they are kept, the defaults in the place of what was never set. */
export const settingsFrom = (kept: string): StaffSettings =>
  settingsSchema.validate(JSON.parse(kept)).value as StaffSettings;

/** What holds where an office has set nothing. */
export const STANDARD: StaffSettings = settingsFrom('{}');

/** The numbers as an office sets them: all of them, with the reason for what changes. */
export interface NumbersChange extends NumberSettings {
  /** The last change that was known when the form was drawn. */
  readonly seen?: number;
  readonly reason: string;
}

const reason = Joi.string().trim().max(200).required();

export const numbersForm = Joi.object<NumbersChange>({
  ...numbers,
  seen: Joi.number().integer().min(0).max(2_147_483_647),
  reason,
}).fork(NUMBERS, (field) => field.required());

/** A switch, which way it is turned, and why. */
export interface Turn {
  readonly name: Switch;
  readonly on: boolean;
  readonly reason: string;
}

export const turnForm = Joi.object<Turn, true>({
  name: Joi.string()
    .valid(...SWITCHES)
    .label('switch')
    .required(),
  on: Joi.boolean().label('switchOn').required(),
  reason,
});

/** The settings of a street office as they are now. */
export async function settingsOf(streetId: number, tx?: Transaction): Promise<StaffSettings> {
  const kept = await row<{ settings: string }>(
    sql`SELECT settings FROM staff_settings WHERE community_id = ${streetId}`,
    tx,
  );
  return settingsFrom(kept?.settings ?? '{}');
}

/**
 * The settings that hold for a quarter: of a closed one those of the moment in which it was closed,
 * whatever was changed since.
 */
export async function settingsFor(
  streetId: number,
  quarter: Quarter,
  tx?: Transaction,
): Promise<StaffSettings> {
  const settings = await settingsOf(streetId, tx);
  const later = await rows<{ name: string; was: string }>(
    sql`SELECT s.name, s.was
          FROM staff_setting_changes s
          JOIN closed_quarters q ON q.community_id = s.community_id
         WHERE s.community_id = ${streetId} AND q.quarter = ${quarter}
           AND s.changed_at > q.closed_at
         ORDER BY s.id DESC`,
    tx,
  );
  // From the last change back to the first after the closing.
  const before = later.map(({ name, was }) => [name, JSON.parse(was) as unknown]);
  return { ...settings, ...(Object.fromEntries(before) as Partial<StaffSettings>) };
}
