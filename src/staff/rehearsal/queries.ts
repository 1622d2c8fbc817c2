import sql from 'sql-template-tag';
import { rows } from '../../base/db.ts';
import { addDays, quarterDays } from '../../base/period.ts';
import type { Day, Quarter } from '../../base/period.ts';
import { found } from '../../base/refusal.ts';
import { membersOf } from '../members/queries.ts';
import { adoptedSets, asRuleSet } from '../rules/queries.ts';
import type { Part, WholeSet } from '../rules/queries.ts';
import type { Told } from '../scoring/month.ts';
import { rehearse } from './rehearsal.ts';
import type { Rehearsal, RehearsalLine } from './rehearsal.ts';

/** An incident of a quarter as a rehearsal shows it. */
export interface Fact extends Told {
  readonly part: Part;
  readonly note: string | null;
}

/** The incidents that stand and happened in a quarter. */
export function factsOf(streetId: number, quarter: Quarter): Promise<Fact[]> {
  const { from, to } = quarterDays(quarter);
  return rows<Fact>(
    sql`SELECT id, person_id AS "personId", part, rule_code AS "ruleCode",
               occurred_on AS "occurredOn", points_instead AS "pointsInstead", state, note
          FROM score_incidents
         WHERE community_id = ${streetId} AND occurred_on >= ${from} AND occurred_on < ${to}
           AND state = 'stands'
         ORDER BY occurred_on, id`,
  );
}

/**
 * Runs a changed set over a quarter, against the sets that were in force. It reads and books nothing.
 * The facts may be handed in, where more is known of them than is kept as incidents.
 */
export async function rehearsalOf(
  set: WholeSet,
  quarter: Quarter,
  facts?: readonly Fact[],
): Promise<Rehearsal> {
  const { from, to } = quarterDays(quarter);
  return rehearse({
    members: await membersOf(set.streetId, { from, until: addDays(to, -1) }),
    facts: facts ?? (await factsOf(set.streetId, quarter)),
    current: await adoptedSets(set.streetId),
    changed: asRuleSet(set),
  });
}

/** An incident whose worth would differ, in words. */
export interface Difference {
  readonly id: number;
  readonly occurredOn: Day;
  readonly part: Part;
  readonly rule: string;
  readonly note: string | null;
  readonly before: number;
  readonly after: number;
}

/** One person's part of a rehearsal, opened to the incidents behind it. Refuses `no-member`. */
export async function rehearsalFor(
  set: WholeSet,
  quarter: Quarter,
  personId: number,
): Promise<{ line: RehearsalLine; differences: Difference[] }> {
  const facts = await factsOf(set.streetId, quarter);
  const { lines, differing } = await rehearsalOf(set, quarter, facts);
  const line = found(
    lines.find((one) => one.personId === personId),
    'member',
  );
  const rules = [...(await adoptedSets(set.streetId)), asRuleSet(set)];
  const names = new Map(
    rules.flatMap((one) => [...one.rules]).map(([code, { name }]) => [code, name]),
  );
  const worths = new Map(differing.map((one) => [one.id, one]));
  const differences = facts.flatMap(({ id, occurredOn, part, note, ruleCode, ...fact }) => {
    const worth = fact.personId === personId ? worths.get(id) : undefined;
    if (!worth) return [];
    const { before, after } = worth;
    return [{ id, occurredOn, part, rule: names.get(ruleCode) ?? ruleCode, note, before, after }];
  });
  return { line, differences };
}
