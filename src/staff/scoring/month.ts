import { monthOfDay } from '../../base/period.ts';
import type { Day } from '../../base/period.ts';
import type { Part, RuleSet, SetRule } from '../rules/queries.ts';
import { setOn } from '../rules/queries.ts';

/** An incident that stands, as far as its points depend on it. */
export interface Standing {
  readonly id: number;
  readonly ruleCode: string;
  readonly occurredOn: Day;
  /** Points that an appeal put in place of the rule's. */
  readonly pointsInstead: number | null;
}

/** What an incident is worth: signed whole points, never 0. */
export interface Worth {
  readonly incidentId: number;
  readonly ruleId: number;
  readonly part: Part;
  readonly points: number;
}

/**
 * What the incidents of one person and month are worth under the rules of their days: by the rank of
 * each among those of its rule, and within what the month may take and give in each part. Incidents
 * of which the rules know nothing, and those that fall under a free tier, are worth nothing.
 * Taking an incident away never makes the sum smaller by more than what it gave.
 */
export function scoreMonth(incidents: readonly Standing[], sets: readonly RuleSet[]): Worth[] {
  const ranks = new Map<string, number>();
  const taken = new Map<Part, number>();
  const given = new Map<Part, number>();
  return inOrder(incidents).flatMap((one) => {
    const set = setOn(sets, one.occurredOn);
    const rule = set?.rules.get(one.ruleCode);
    if (!set || !rule) return [];
    const rank = (ranks.get(rule.code) ?? 0) + 1;
    ranks.set(rule.code, rank);
    // An appeal may only help: when the rule comes to weigh less than what it put in place, that holds.
    const full = Math.max(pointsAt(rule, rank), one.pointsInstead ?? -Infinity);
    const { floor = null, cap = null } = set.limits.get(rule.part) ?? {};
    const points =
      full < 0
        ? -within(-full, taken, rule.part, floor === null ? null : -floor)
        : within(full, given, rule.part, cap);
    return points === 0 ? [] : [{ incidentId: one.id, ruleId: rule.id, part: rule.part, points }];
  });
}

/** An incident with whose it is, and whether it stands. */
export interface Told extends Standing {
  readonly personId: number;
  readonly state: 'stands' | 'void';
}

/** The month of a person that an incident counts in. */
export const monthNameOf = ({ personId, occurredOn }: Pick<Told, 'personId' | 'occurredOn'>) =>
  `${personId} ${monthOfDay(occurredOn)}`;

/** What the incidents of many are worth, by incident; those of a month have all to be there. */
export function worthOf(told: readonly Told[], sets: readonly RuleSet[]): Map<number, Worth> {
  const months = new Map<string, Told[]>();
  for (const one of told.filter(({ state }) => state === 'stands')) {
    const month = months.get(monthNameOf(one));
    if (month) month.push(one);
    else months.set(monthNameOf(one), [one]);
  }
  const worths = [...months.values()].flatMap((month) => scoreMonth(month, sets));
  return new Map(worths.map((worth) => [worth.incidentId, worth]));
}

const inOrder = (incidents: readonly Standing[]): Standing[] =>
  [...incidents].sort((a, b) =>
    a.occurredOn === b.occurredOn ? a.id - b.id : a.occurredOn < b.occurredOn ? -1 : 1,
  );

/** The points of the nth incident of a month. */
export const pointsAt = ({ points, tiers }: SetRule, rank: number): number =>
  [...tiers].sort((a, b) => b.from - a.from).find(({ from }) => from <= rank)?.points ?? points;

/** As much of it as the month still has room for. */
function within(points: number, used: Map<Part, number>, part: Part, limit: number | null): number {
  const before = used.get(part) ?? 0;
  const left = limit === null ? points : Math.min(points, Math.max(0, limit - before));
  used.set(part, before + left);
  return left;
}
