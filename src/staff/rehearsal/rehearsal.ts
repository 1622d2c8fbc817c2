import { NO_POINTS, sumOf } from '../scoring/queries.ts';
import type { PartSums } from '../scoring/queries.ts';
import { worthOf } from '../scoring/month.ts';
import type { Told, Worth } from '../scoring/month.ts';
import type { Member } from '../members/queries.ts';
import type { RuleSet } from '../rules/queries.ts';

/** What an incident is worth under the rules in force, and under the changed ones; 0 for nothing. */
export interface RehearsedIncident {
  readonly id: number;
  readonly personId: number;
  readonly before: number;
  readonly after: number;
}

/** A person with the sums of a quarter under the rules in force, and under the changed ones. */
export interface RehearsalLine {
  readonly personId: number;
  readonly name: string;
  readonly staffNumber: string;
  readonly departmentId: number;
  readonly department: string;
  readonly before: PartSums;
  readonly after: PartSums;
  /** By how much they would gain; below 0: lose. */
  readonly change: number;
}

export interface Rehearsal {
  readonly lines: readonly RehearsalLine[];
  readonly summary: {
    readonly gain: number;
    readonly lose: number;
    readonly unchanged: number;
    readonly before: PartSums;
    readonly after: PartSums;
  };
  /** The incidents whose worth differs. */
  readonly differing: readonly RehearsedIncident[];
}

/** What is rehearsed: the facts of a quarter, all months whole, and the rules before and after. */
export interface Play {
  readonly members: readonly Pick<
    Member,
    'personId' | 'name' | 'staffNumber' | 'departmentId' | 'department'
  >[];
  readonly facts: readonly Told[];
  readonly current: readonly RuleSet[];
  /** In force on every day of the quarter, as if it had been so. */
  readonly changed: RuleSet;
}

/** Works out what changed rules would have made of facts. Pure: it asks and books nothing. */
export function rehearse({ members, facts, current, changed }: Play): Rehearsal {
  const before = worthOf(facts, current);
  const after = worthOf(facts, [{ ...changed, effectiveFrom: ALWAYS }]);
  const [sumsBefore, sumsAfter] = [sumsOf(facts, before), sumsOf(facts, after)];
  const lines = members.map((one) => {
    const sums = {
      before: sumsBefore.get(one.personId) ?? NO_POINTS,
      after: sumsAfter.get(one.personId) ?? NO_POINTS,
    };
    const { personId, name, staffNumber, departmentId, department } = one;
    const change = sumOf(sums.after) - sumOf(sums.before);
    return { personId, name, staffNumber, departmentId, department, ...sums, change };
  });
  const differing = facts
    .map(({ id, personId }) => ({
      ...{ id, personId },
      before: before.get(id)?.points ?? 0,
      after: after.get(id)?.points ?? 0,
    }))
    .filter((one) => one.before !== one.after);
  return { lines, summary: summaryOf(lines), differing };
}

const ALWAYS = '0001-01-01';

function sumsOf(
  facts: readonly Told[],
  worths: ReadonlyMap<number, Worth>,
): ReadonlyMap<number, PartSums> {
  const sums = new Map<number, PartSums>();
  for (const { id, personId } of facts) {
    const worth = worths.get(id);
    if (worth) sums.set(personId, plus(sums.get(personId), worth));
  }
  return sums;
}

const plus = (sums: PartSums = NO_POINTS, { part, points }: Pick<Worth, 'part' | 'points'>) => ({
  ...sums,
  [part]: sums[part] + points,
});

function summaryOf(lines: readonly RehearsalLine[]): Rehearsal['summary'] {
  return {
    gain: lines.filter(({ change }) => change > 0).length,
    lose: lines.filter(({ change }) => change < 0).length,
    unchanged: lines.filter(({ change }) => change === 0).length,
    before: totalOf(lines.map(({ before }) => before)),
    after: totalOf(lines.map(({ after }) => after)),
  };
}

const totalOf = (all: readonly PartSums[]): PartSums =>
  all.reduce(
    (sum, one) => ({
      attendance: sum.attendance + one.attendance,
      duty: sum.duty + one.duty,
      discipline: sum.discipline + one.discipline,
      'key-work': sum['key-work'] + one['key-work'],
    }),
    NO_POINTS,
  );
