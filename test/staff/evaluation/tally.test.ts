import { expect } from 'chai';
import { dealt } from '../../../src/staff/evaluation/dealing.ts';
import { figuresOf } from '../../../src/staff/evaluation/tally.ts';
import type { Rules, SetBallots } from '../../../src/staff/evaluation/tally.ts';

const RULES: Rules = {
  questions: 2,
  ballotsMin: 5,
  groups: [
    { kind: 'leaders', weight: 40 },
    { kind: 'colleagues', weight: 40 },
    { kind: 'representatives', weight: 20 },
  ],
};

const five = (answers: string): string[] => Array.from({ length: 5 }, () => answers);
const set = (group: SetBallots['group'], ballots: string[], rated = [1]): SetBallots => ({
  group,
  ballots,
  rated,
});

describe('the tally of an evaluation', () => {
  it('weighs the groups: 好 100, 较好 80, 一般 60, 较差 40', () => {
    const [figure] = figuresOf(
      [
        set('leaders', five('44')), // 100
        set('colleagues', five('33')), // 80
        set('representatives', five('21')), // 50
      ],
      RULES,
    );
    expect(figure?.score).to.equal(40_00 + 32_00 + 10_00);
  });

  it('does not count 不了解', () => {
    const [figure] = figuresOf([set('leaders', [...five('40'), '10', '04', '04'])], RULES);
    expect(figure?.groups[0]?.questions).to.deep.equal([90_00, null]);
    expect(figure?.score).to.equal(90_00);
  });

  it('hides a group with four ballots, and lets it into no sum', () => {
    const seen = set('leaders', five('44'));
    const few = (answers: string): SetBallots => set('colleagues', five(answers).slice(1));
    const [kind] = figuresOf([seen, few('44')], RULES);
    const [harsh] = figuresOf([seen, few('11')], RULES);
    expect(harsh).to.deep.equal(kind);
    expect(kind?.score).to.equal(100_00);
    expect(kind?.groups[1]?.score).to.equal(null);
  });

  it('hides a question that fewer than five have answered, and lets it into no sum', () => {
    const ballots = (last: string): string[] => [...five('40').slice(1), `4${last}`];
    const [one] = figuresOf([set('leaders', ballots('1'))], RULES);
    const [other] = figuresOf([set('leaders', ballots('4'))], RULES);
    expect(one).to.deep.equal(other);
  });

  it('is null where every group is hidden', () => {
    const [figure] = figuresOf([set('leaders', ['44', '44'])], RULES);
    expect(figure?.score).to.equal(null);
  });

  it('gives no weight to a group that has none', () => {
    const groups = [
      { kind: 'leaders', weight: 0 },
      { kind: 'colleagues', weight: 100 },
    ] as const;
    const sets = [set('leaders', five('11')), set('colleagues', five('33'))];
    expect(figuresOf(sets, { ...RULES, groups })[0]?.score).to.equal(80_00);
  });

  it('reads each person at their own place of the ballot', () => {
    const figures = figuresOf([set('leaders', five('4411'), [7, 8])], RULES);
    expect(figures.map(({ personId, score }) => [personId, score])).to.deep.equal([
      [7, 100_00],
      [8, 40_00],
    ]);
  });
});

describe('dealing voters into sets', () => {
  const seats = (count: number, from = 1) =>
    Array.from({ length: count }, (_, n) => ({ personId: from + n, departmentId: n % 3 }));
  const ids = (count: number): number[] => seats(count).map(({ personId }) => personId);

  it('leaves everybody who votes in a set off its ballot', () => {
    for (const kind of ['leaders', 'colleagues', 'representatives'] as const) {
      for (const { voters, rated } of dealt(kind, seats(24), ids(30), 5)) {
        expect(rated.filter((one) => voters.includes(one))).to.deep.equal([]);
      }
    }
  });

  it('has two sets of colleagues rate each other, every department in both', () => {
    const sets = dealt('colleagues', seats(24), ids(24), 5);
    expect(sets.map(({ voters }) => voters.length)).to.deep.equal([12, 12]);
    expect(sets.flatMap(({ rated }) => rated)).to.have.members(ids(24));
    for (const { voters } of sets) {
      const departments = new Set(voters.map((one) => (one - 1) % 3));
      expect(departments.size).to.equal(3);
    }
  });

  it('makes one set of too few for two, of leaders, and where no voter is rated', () => {
    expect(dealt('colleagues', seats(9), ids(9), 5)).to.have.length(1);
    expect(dealt('leaders', seats(24), ids(24), 5)).to.have.length(1);
    expect(dealt('colleagues', seats(24), [99], 5)).to.have.length(1);
  });
});
