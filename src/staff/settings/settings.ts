import Joi from 'joi';
import sql from 'sql-template-tag';
import { row } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';

/** What a street office may set for its scoring; every default is the cautious one. */
export interface StaffSettings {
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
  /** Postings in order of the score. Off: 国办函〔2026〕12号 wants no ranking by points. */
  readonly ranking: boolean;
  /** Postings open to the public. Off: the names of staff stay inside the office. */
  readonly publicPosting: boolean;
}

const days = (standard: number): Joi.NumberSchema =>
  Joi.number().integer().min(1).max(60).default(standard);
const percent = (standard: number): Joi.NumberSchema =>
  Joi.number().integer().min(0).max(100).default(standard);

/** The settings as they come in, each with its default. */
export const settingsForm = Joi.object<StaffSettings, true>({
  startScore: Joi.number().integer().min(0).max(1000).default(100),
  pointsWeight: percent(70),
  goodQuota: percent(40),
  excellentQuota: Joi.number().integer().min(0).max(20).default(20),
  hearingDays: days(3),
  appealDays: days(15),
  appealDecisionDays: days(10),
  secondApprovalFrom: Joi.number().integer().min(1).max(5).default(5),
  postingWindowDays: days(5),
  annualPostingDays: Joi.number().integer().min(5).max(30).default(5),
  ballotsMin: Joi.number().integer().min(5).max(50).default(5),
  ranking: Joi.boolean().truthy('on').default(false),
  publicPosting: Joi.boolean().truthy('on').default(false),
});

/** The settings of a street office; the defaults where nothing was set. */
export async function settingsOf(streetId: number, tx?: Transaction): Promise<StaffSettings> {
  const kept = await row<{ settings: string }>(
    sql`SELECT settings FROM staff_settings WHERE community_id = ${streetId}`,
    tx,
  );
  const checked = settingsForm.validate(JSON.parse(kept?.settings ?? '{}'));
  return checked.value as StaffSettings;
}
