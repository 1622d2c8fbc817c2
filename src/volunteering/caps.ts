import sql, { join } from 'sql-template-tag';
import { rows } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import { dayAlone, weekDays, yearDays } from '../base/period.ts';
import type { Day, DaySpan } from '../base/period.ts';
import type { CapPeriod, CheckInRow } from './models.ts';

/**
 * Caps. A cap counts units (1 次, 2 小时) that earned points, by the day of the event in
 * Asia/Shanghai, over everything of one person and rule that is approved and not reversed, whatever
 * version of the rule it had; how many there may be is said by the version of the check-in itself.
 */
export type Weighed = Pick<CheckInRow, 'id' | 'personId' | 'rule' | 'quantity' | 'occurredOn'>;

/** What a check-in earns under its caps. */
export interface Earning {
  /** Units that earn points; what is over the cap was done all the same. */
  readonly credited: number;
  readonly points: number;
  /** The cap that left less than was done. */
  readonly capped: CapPeriod | null;
  /** Where each cap stands before this one. */
  readonly standing: readonly CapStanding[];
}

export interface CapStanding {
  readonly period: CapPeriod;
  readonly cap: number;
  readonly used: number;
}

const SPANS: Record<CapPeriod, (day: Day) => DaySpan> = {
  day: dayAlone,
  week: weekDays,
  year: yearDays,
};
const PERIODS: readonly CapPeriod[] = ['day', 'week', 'year'];

interface Used {
  personId: number;
  ruleId: number;
  occurredOn: Day;
  units: number;
}

/** What each would earn if it alone were approved now. */
export async function earningsAlone(
  checkIns: readonly Weighed[],
  tx?: Transaction,
): Promise<Map<number, Earning>> {
  const used = usageOf(await unitsUsed(checkIns, tx));
  return new Map(checkIns.map((one) => [one.id, earningOf(one, used.of(one))]));
}

/** What each earns when all are approved together, first those that were sent first. */
export async function earningsTogether(
  checkIns: readonly Weighed[],
  tx: Transaction,
): Promise<Map<number, Earning>> {
  const used = usageOf(await unitsUsed(checkIns, tx));
  const earnings = new Map<number, Earning>();
  for (const one of [...checkIns].sort((a, b) => a.id - b.id)) {
    const earning = earningOf(one, used.of(one));
    earnings.set(one.id, earning);
    used.add(one, earning.credited);
  }
  return earnings;
}

function earningOf(one: Weighed, used: readonly Used[]): Earning {
  const standing = PERIODS.flatMap((period) => {
    const cap = one.rule.caps[period];
    if (cap === null) return [];
    const span = SPANS[period](one.occurredOn);
    const within = used.filter((part) => part.occurredOn >= span.from && part.occurredOn < span.to);
    return [{ period, cap, used: within.reduce((sum, part) => sum + part.units, 0) }];
  });
  // Of two caps that leave the same, the shorter period is the one that explains more.
  const tightest = standing
    .map(({ period, cap, used: before }) => ({ period, left: Math.max(0, cap - before) }))
    .reduce((least, next) => (next.left < least.left ? next : least), {
      period: null as CapPeriod | null,
      left: one.quantity,
    });
  return {
    credited: tightest.left,
    points: tightest.left * one.rule.points,
    capped: tightest.period,
    standing,
  };
}

/** Units by person and rule, growing as check-ins are approved one after another. */
function usageOf(found: readonly Used[]): {
  of: (one: Weighed) => readonly Used[];
  add: (one: Weighed, units: number) => void;
} {
  const byOwner = new Map<string, Used[]>();
  const put = (used: Used): void => {
    const key = `${used.personId}:${used.ruleId}`;
    byOwner.set(key, [...(byOwner.get(key) ?? []), used]);
  };
  found.forEach(put);
  return {
    of: ({ personId, rule }) => byOwner.get(`${personId}:${rule.id}`) ?? [],
    add: ({ personId, rule, occurredOn }, units) =>
      put({ personId, ruleId: rule.id, occurredOn, units }),
  };
}

/** One statement for all, over no more days than their caps look at; none without caps. */
async function unitsUsed(checkIns: readonly Weighed[], tx?: Transaction): Promise<Used[]> {
  const capped = checkIns.filter(({ rule }) => PERIODS.some((one) => rule.caps[one] !== null));
  if (capped.length === 0) return [];
  const spans = capped.flatMap(({ rule, occurredOn }) =>
    PERIODS.filter((one) => rule.caps[one] !== null).map((one) => SPANS[one](occurredOn)),
  );
  const from = spans.map((span) => span.from).reduce((a, b) => (a < b ? a : b));
  const to = spans.map((span) => span.to).reduce((a, b) => (a > b ? a : b));
  const people = [...new Set(capped.map(({ personId }) => personId))];
  const rules = [...new Set(capped.map(({ rule }) => rule.id))];
  return rows<Used>(
    sql`SELECT COALESCE(p.merged_into_id, p.id) AS "personId", rule_id AS "ruleId", occurred_on AS "occurredOn",
               SUM(credited) AS units
          FROM check_ins JOIN persons p ON p.id = person_id
         WHERE person_id IN (SELECT id FROM persons
                              WHERE id IN (${join(people)}) OR merged_into_id IN (${join(people)}))
           AND rule_id IN (${join(rules)})
           AND occurred_on >= ${from} AND occurred_on < ${to}
           AND state = 'approved' AND reversed_at IS NULL AND credited > 0
         GROUP BY 1, rule_id, occurred_on`,
    tx,
  );
}
