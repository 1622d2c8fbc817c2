import sql, { join } from 'sql-template-tag';
import { row, rows } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import { today } from '../base/period.ts';
import type { Day } from '../base/period.ts';
import { found } from '../base/refusal.ts';
import type { Evidence, Rule } from './models.ts';

/** The columns of a rule and one of its versions; flat, for queries that join more. */
export const ruleColumns = sql`r.id AS "ruleId", r.community_id AS "ruleCommunityId", r.code,
  v.id AS "versionId", v.category, v.name, v.unit, v.points AS "unitPoints",
  v.cap_per_day AS "capPerDay", v.cap_per_week AS "capPerWeek", v.cap_per_year AS "capPerYear",
  v.evidence, v.photo_required AS "photoRequired",
  v.counts_service_hours AS "countsServiceHours", v.minutes_per_unit AS "minutesPerUnit",
  v.effective_from AS "effectiveFrom", v.effective_to AS "effectiveTo", v.active`;

/** What `ruleColumns` reads; yes and no are 1 and 0 on SQLite. */
export interface FlatRule {
  ruleId: number;
  ruleCommunityId: number;
  code: string;
  versionId: number;
  category: string;
  name: string;
  unit: string;
  unitPoints: number;
  capPerDay: number | null;
  capPerWeek: number | null;
  capPerYear: number | null;
  evidence: Evidence;
  photoRequired: boolean | number;
  countsServiceHours: boolean | number;
  minutesPerUnit: number;
  effectiveFrom: Day;
  effectiveTo: Day | null;
  active: boolean | number;
}

export const ruleFrom = (flat: FlatRule): Rule => ({
  id: flat.ruleId,
  communityId: flat.ruleCommunityId,
  code: flat.code,
  versionId: flat.versionId,
  category: flat.category,
  name: flat.name,
  unit: flat.unit,
  points: flat.unitPoints,
  caps: { day: flat.capPerDay, week: flat.capPerWeek, year: flat.capPerYear },
  evidence: flat.evidence,
  photoRequired: Boolean(flat.photoRequired),
  countsServiceHours: Boolean(flat.countsServiceHours),
  minutesPerUnit: flat.minutesPerUnit,
  effectiveFrom: flat.effectiveFrom,
  effectiveTo: flat.effectiveTo,
  active: Boolean(flat.active),
});

// Of the versions that have begun by a day, the one that began last is the rule of that day.
const versionOn = (day: Day) => sql`v.id = (
  SELECT w.id FROM rule_versions w WHERE w.rule_id = r.id AND w.effective_from <= ${day}
   ORDER BY w.effective_from DESC, w.id DESC LIMIT 1)`;

const inForce = (rule: Rule, day: Day): boolean =>
  rule.active && (rule.effectiveTo === null || day <= rule.effectiveTo);

/** The rules of a community that are in force on a day, in the order in which they were made. */
export async function rulesOf(
  communityId: number,
  day = today(),
  tx?: Transaction,
): Promise<Rule[]> {
  return (await rulesOn(communityId, day, tx)).filter((rule) => inForce(rule, day));
}

/** The rules that a community has switched off, ended, or set to begin later. */
export async function restingRules(communityId: number): Promise<Rule[]> {
  const day = today();
  const [begun, latest] = await Promise.all([
    rulesOn(communityId, day),
    rulesOn(communityId, END_OF_TIME),
  ]);
  const working = new Set(begun.filter((rule) => inForce(rule, day)).map(({ id }) => id));
  return latest.filter(({ id }) => !working.has(id));
}

const END_OF_TIME = '9999-12-31';

async function rulesOn(communityId: number, day: Day, tx?: Transaction): Promise<Rule[]> {
  const found = await rows<FlatRule>(
    sql`SELECT ${ruleColumns} FROM rules r JOIN rule_versions v ON ${versionOn(day)}
         WHERE r.community_id = ${communityId} ORDER BY r.id`,
    tx,
  );
  return found.map(ruleFrom);
}

/** The rule of a community by its code as it stands on a day, or null. */
export async function ruleOn(
  communityId: number,
  code: string,
  day: Day,
  tx?: Transaction,
): Promise<Rule | null> {
  const flat = await row<FlatRule>(
    sql`SELECT ${ruleColumns} FROM rules r JOIN rule_versions v ON ${versionOn(day)}
         WHERE r.community_id = ${communityId} AND r.code = ${code}`,
    tx,
  );
  const rule = flat ? ruleFrom(flat) : null;
  return rule && inForce(rule, day) ? rule : null;
}

export const codeExists = async (communityId: number, code: string): Promise<boolean> =>
  (await row(sql`SELECT id FROM rules WHERE community_id = ${communityId} AND code = ${code}`)) !==
  null;

/** The newest version of a rule. Refuses `no-rule`. */
export async function latestRule(ruleId: number, tx?: Transaction): Promise<Rule> {
  const flat = await row<FlatRule>(
    sql`SELECT ${ruleColumns} FROM rules r JOIN rule_versions v ON v.rule_id = r.id
         WHERE r.id = ${ruleId} ORDER BY v.id DESC LIMIT 1`,
    tx,
  );
  return ruleFrom(found(flat, 'rule'));
}

/** Every version of a rule, newest first. */
export async function versionsOf(ruleId: number): Promise<Rule[]> {
  const all = await rows<FlatRule>(
    sql`SELECT ${ruleColumns} FROM rules r JOIN rule_versions v ON v.rule_id = r.id
         WHERE r.id = ${ruleId} ORDER BY v.id DESC`,
  );
  return all.map(ruleFrom);
}

/** One version of a rule. Refuses `no-rule`. */
export async function ruleVersion(versionId: number): Promise<Rule> {
  const flat = await row<FlatRule>(
    sql`SELECT ${ruleColumns} FROM rules r JOIN rule_versions v ON v.rule_id = r.id
         WHERE v.id = ${versionId}`,
  );
  return ruleFrom(found(flat, 'rule'));
}

/** What the rules of these versions were called, by version. */
export async function ruleNames(versionIds: readonly number[]): Promise<Map<number, string>> {
  if (versionIds.length === 0) return new Map();
  const named = await rows<{ id: number; name: string }>(
    sql`SELECT id, name FROM rule_versions WHERE id IN (${join([...new Set(versionIds)])})`,
  );
  return new Map(named.map(({ id, name }) => [id, name]));
}

/** A rule as JSON tells it to everybody. */
export const publicRule = ({ versionId, ...rule }: Rule): Record<string, unknown> => ({
  ...rule,
  version: versionId,
});
