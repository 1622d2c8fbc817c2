import sql from 'sql-template-tag';
import { note } from '../base/audit.ts';
import { now } from '../base/clock.ts';
import { once } from '../base/command.ts';
import type { Command } from '../base/command.ts';
import { change, row } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import { addDays, today } from '../base/period.ts';
import type { Day } from '../base/period.ts';
import { found, permit, Refusal } from '../base/refusal.ts';
import type { Actor } from '../people/index.ts';
import type { Evidence, Rule } from './models.ts';
import { mayKeepRules } from './policy.ts';
import { latestRule } from './rule-queries.ts';

/** What a manager says of a rule; left out: no cap, from today, without end, in force. */
export interface RuleWish {
  readonly category: string;
  readonly name: string;
  readonly unit: string;
  readonly points: number;
  readonly capPerDay?: number | undefined;
  readonly capPerWeek?: number | undefined;
  readonly capPerYear?: number | undefined;
  readonly evidence: Evidence;
  readonly photoRequired?: boolean | undefined;
  readonly countsServiceHours?: boolean | undefined;
  /** Left out: 60 for an hour, else 30. */
  readonly minutesPerUnit?: number | undefined;
  readonly effectiveFrom?: Day | undefined;
  readonly effectiveTo?: Day | undefined;
  readonly active?: boolean | undefined;
}

/**
 * Adds a rule to a community, in force from `effectiveFrom`. Refuses `keep-rules`,
 * `rule-code-taken`, `rule-days-crossed`.
 */
export async function createRule(
  actor: Actor,
  communityId: number,
  wish: RuleWish & { readonly code: string },
  command: Command,
): Promise<Rule> {
  permit(mayKeepRules(actor, communityId), 'keep-rules');
  refuseCrossedDays(wish);
  return once(command, 'create-rule', { communityId, wish }, async (tx) => {
    const made = await row<{ id: number }>(
      sql`INSERT INTO rules (community_id, code, created_at)
          VALUES (${communityId}, ${wish.code}, ${now()})
          ON CONFLICT (community_id, code) DO NOTHING RETURNING id`,
      tx,
    );
    if (!made) throw new Refusal('conflict', 'rule-code-taken', {}, 'code');
    await insertVersion(made.id, wish, actor, tx);
    await noteRule(actor, communityId, 'rule-created', made.id, tx);
    return latestRule(made.id, tx);
  });
}

/**
 * Puts a new version of a rule in force from a day that is not past; what was done before keeps
 * the version of its day. Refuses `no-rule`, `keep-rules`, `rule-from-past`, `rule-days-crossed`.
 */
export function reviseRule(
  actor: Actor,
  ruleId: number,
  wish: RuleWish,
  command: Command,
): Promise<Rule> {
  return once(command, 'revise-rule', { ruleId, wish }, async (tx) => {
    await keeperOf(actor, ruleId, tx);
    if ((wish.effectiveFrom ?? today()) < today()) {
      throw new Refusal('invalid', 'rule-from-past', {}, 'effectiveFrom');
    }
    refuseCrossedDays(wish);
    const communityId = await insertNextVersion(actor, ruleId, wish, tx);
    await noteRule(actor, communityId, 'rule-revised', ruleId, tx);
    return latestRule(ruleId, tx);
  });
}

/**
 * Ends a rule after `lastDay`; what was done until then still counts. Refuses `no-rule`,
 * `keep-rules`, `rule-ends-in-past`.
 */
export function endRule(
  actor: Actor,
  ruleId: number,
  lastDay: Day,
  command: Command,
): Promise<Rule> {
  return once(command, 'end-rule', { ruleId, lastDay }, async (tx) => {
    const rule = await keeperOf(actor, ruleId, tx);
    if (lastDay < today()) throw new Refusal('invalid', 'rule-ends-in-past', {}, 'lastDay');
    const over = { ...wishOf(rule), effectiveFrom: addDays(lastDay, 1), active: false };
    const communityId = await insertNextVersion(actor, ruleId, over, tx);
    await noteRule(actor, communityId, 'rule-ended', ruleId, tx);
    return latestRule(ruleId, tx);
  });
}

/** A version in the words of the form that made it. */
export const wishOf = (rule: Rule): RuleWish => ({
  category: rule.category,
  name: rule.name,
  unit: rule.unit,
  points: rule.points,
  capPerDay: rule.caps.day ?? undefined,
  capPerWeek: rule.caps.week ?? undefined,
  capPerYear: rule.caps.year ?? undefined,
  evidence: rule.evidence,
  photoRequired: rule.photoRequired,
  countsServiceHours: rule.countsServiceHours,
  minutesPerUnit: rule.minutesPerUnit,
  effectiveTo: rule.effectiveTo ?? undefined,
  active: rule.active,
});

async function keeperOf(actor: Actor, ruleId: number, tx: Transaction): Promise<Rule> {
  const rule = await latestRule(ruleId, tx);
  permit(mayKeepRules(actor, rule.communityId), 'keep-rules');
  return rule;
}

async function insertNextVersion(
  actor: Actor,
  ruleId: number,
  wish: RuleWish,
  tx: Transaction,
): Promise<number> {
  const rule = await row<{ communityId: number }>(
    sql`SELECT community_id AS "communityId" FROM rules WHERE id = ${ruleId}`,
    tx,
  );
  const { communityId } = found(rule, 'rule');
  await insertVersion(ruleId, wish, actor, tx);
  return communityId;
}

async function insertVersion(
  ruleId: number,
  wish: RuleWish,
  actor: Actor,
  tx: Transaction,
): Promise<void> {
  const minutes = wish.minutesPerUnit ?? (wish.unit === HOUR ? 60 : 30);
  await change(
    sql`INSERT INTO rule_versions (rule_id, name, category, unit, points, cap_per_day,
          cap_per_week, cap_per_year, evidence, photo_required, counts_service_hours,
          minutes_per_unit, effective_from, effective_to, active, created_by_id, created_at)
        VALUES (${ruleId}, ${wish.name}, ${wish.category}, ${wish.unit}, ${wish.points},
          ${wish.capPerDay ?? null}, ${wish.capPerWeek ?? null}, ${wish.capPerYear ?? null},
          ${wish.evidence}, ${wish.photoRequired ?? false}, ${wish.countsServiceHours ?? false},
          ${minutes}, ${wish.effectiveFrom ?? today()}, ${wish.effectiveTo ?? null},
          ${wish.active ?? true}, ${actor.personId}, ${now()})`,
    tx,
  );
}

/** The unit of which one is an hour of service, as communities write it. */
const HOUR = '小时';

/** Whether one unit of the rule is an hour. */
export const isByTheHour = ({ unit }: Pick<Rule, 'unit'>): boolean => unit === HOUR;

function refuseCrossedDays(wish: RuleWish): void {
  if (wish.effectiveTo !== undefined && wish.effectiveTo < (wish.effectiveFrom ?? today())) {
    throw new Refusal('invalid', 'rule-days-crossed', {}, 'effectiveTo');
  }
}

const noteRule = (
  actor: Actor,
  communityId: number,
  name: string,
  ruleId: number,
  tx: Transaction,
): Promise<void> =>
  note({ communityId, personId: actor.personId, name, subject: `rule:${ruleId}` }, tx);
