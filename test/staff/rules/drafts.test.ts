import { expect } from 'chai';
import sql from 'sql-template-tag';
import { setClock } from '../../../src/base/clock.ts';
import { change, inTransaction } from '../../../src/base/db.ts';
import { at } from '../../../src/base/period.ts';
import type { Actor } from '../../../src/people/index.ts';
import type { NewRule } from '../../../src/staff/rules/checking.ts';
import { compareSets } from '../../../src/staff/rules/comparison.ts';
import {
  addRule,
  changeDetails,
  changeRule,
  dropDraft,
  removeRule,
} from '../../../src/staff/rules/drafts.ts';
import { setsOf, wholeSet } from '../../../src/staff/rules/queries.ts';
import { asked } from '../../factories.ts';
import { refused } from '../../support/refused.ts';
import { adoptRules, aLeader, aMember, anAssessor, aStreet, RULES } from '../factories.ts';
import type { TestStreet } from '../factories.ts';
import { aDraft } from './factories.ts';

const MEETING: NewRule = { code: 'meeting-absent', part: 'discipline', name: '会议缺席', points: -1 };

describe('a draft of rules', () => {
  let street: TestStreet;
  let maker: Actor;
  let current: number;

  beforeEach(async () => {
    setClock(at('2026-09-20', '10:00'));
    street = await aStreet();
    current = await adoptRules(street);
    maker = await anAssessor(street);
  });

  afterEach(() => setClock());

  const ruleId = async (setId: number, code: string): Promise<number> =>
    (await wholeSet(setId)).rules.find((one) => one.code === code)?.id ?? 0;

  it('begins as a copy of the set in force, and leaves that as it is', async () => {
    const draft = await aDraft(maker);
    const [before, after] = [await wholeSet(current), await wholeSet(draft)];
    expect(compareSets(before, after)).to.deep.equal({
      rules: [],
      limits: [],
      same: RULES.rules.length,
    });
    await addRule(maker, draft, MEETING, asked(maker));
    expect(await wholeSet(current)).to.deep.equal(before);
  });

  it('shows line by line what it changes', async () => {
    const draft = await aDraft(maker);
    const late = { ...(RULES.rules[0] as NewRule), graceMinutes: 10 };
    await addRule(maker, draft, MEETING, asked(maker));
    await changeRule(maker, draft, await ruleId(draft, 'late'), late, asked(maker));
    await removeRule(maker, draft, await ruleId(draft, 'absent'), asked(maker));
    const wish = { name: '新细则', effectiveFrom: '2026-10-01' };
    const limits = [{ part: 'attendance', floor: -8, cap: null } as const];
    await changeDetails(maker, draft, wish, limits, asked(maker));
    const {
      rules,
      limits: changed,
      same,
    } = compareSets(await wholeSet(current), await wholeSet(draft));
    expect(rules.map(({ kind, code }) => `${kind} ${code}`)).to.have.members([
      'changed late',
      'added meeting-absent',
      'removed absent',
    ]);
    expect(changed.map(({ part, before, after }) => [part, before.floor, after.floor])).to.eql([
      ['attendance', -6, -8],
      ['key-work', null, null],
    ]);
    expect(same).to.equal(2);
  });

  it('is changed by its maker alone, and seen by nobody of another office nor by staff', async () => {
    const draft = await aDraft(maker);
    const add = (by: Actor) => addRule(by, draft, MEETING, asked(by));
    await refused(add(await anAssessor(street)), 'change-draft');
    await refused(add(await aMember(street)), 'no-rule-set');
    await refused(add(await anAssessor(await aStreet())), 'no-rule-set');
    await refused(aDraft(await aMember(street)), 'draft-rules');
    await add(maker);
    await refused(add(maker), 'set-code-taken');
  });

  it('is changed once by a command that is repeated', async () => {
    const draft = await aDraft(maker);
    const command = asked(maker);
    await addRule(maker, draft, MEETING, command);
    await addRule(maker, draft, MEETING, command);
    expect((await wholeSet(draft)).rules).to.have.length(RULES.rules.length + 1);
  });

  it('keeps its code when another rule has the one that is wished', async () => {
    const draft = await aDraft(maker);
    const wish = { ...(RULES.rules[1] as NewRule), code: 'late' };
    const changing = changeRule(maker, draft, await ruleId(draft, 'absent'), wish, asked(maker));
    const { field } = await refused(changing, 'set-code-taken');
    expect(field).to.equal('code');
  });

  it('changes no rule of another set by its number', async () => {
    const draft = await aDraft(maker);
    const other = await ruleId(current, 'late');
    await refused(changeRule(maker, draft, other, MEETING, asked(maker)), 'no-rule-of-set');
    await refused(removeRule(maker, draft, other, asked(maker)), 'no-rule-of-set');
  });

  const wrong: readonly [string, Partial<NewRule>, string][] = [
    ['signs-mixed', { points: -1, tiers: [{ from: 3, points: 2 }] }, 'points1'],
    ['tiers-grow-lighter', { points: -2, tiers: [{ from: 3, points: -1 }] }, 'points1'],
    [
      'tiers-out-of-order',
      {
        tiers: [
          { from: 3, points: -2 },
          { from: 3, points: -3 },
        ],
      },
      'from2',
    ],
    ['rule-worth-nothing', { points: 0 }, 'points'],
    ['grace-not-attendance', { graceMinutes: 5 }, 'graceMinutes'],
  ];
  for (const [code, over, at] of wrong) {
    it(`takes no rule that is wrong, and says where: ${code}`, async () => {
      const draft = await aDraft(maker);
      const { field } = await refused(
        addRule(maker, draft, { ...MEETING, ...over }, asked(maker)),
        code,
      );
      expect(field).to.equal(at);
      expect((await wholeSet(draft)).rules).to.have.length(RULES.rules.length);
    });
  }

  it('is dropped by its maker or a leader, and then closed to everybody', async () => {
    const [first, second] = [await aDraft(maker), await aDraft(maker)];
    await refused(dropDraft(await anAssessor(street), first, asked(maker)), 'drop-draft');
    const leader = await aLeader(street);
    await dropDraft(maker, first, asked(maker));
    await dropDraft(leader, second, asked(leader));
    await refused(addRule(maker, first, MEETING, asked(maker)), 'not-draft');
    await refused(dropDraft(maker, first, asked(maker)), 'not-draft');
    expect(await setsOf(street.id, 'dropped')).to.have.length(2);
  });

  it('is a draft no more once adopted: the database refuses every change of the set', async () => {
    const changes = [
      sql`UPDATE rule_sets SET name = 'x' WHERE id = ${current}`,
      sql`UPDATE rule_sets SET state = 'draft' WHERE id = ${current}`,
      sql`DELETE FROM rule_sets WHERE id = ${current}`,
      sql`UPDATE set_rules SET points = -9 WHERE rule_set_id = ${current}`,
      sql`DELETE FROM set_rules WHERE rule_set_id = ${current}`,
      sql`INSERT INTO set_rules (rule_set_id, code, part, name, points)
          VALUES (${current}, 'new', 'duty', 'x', -1)`,
      sql`UPDATE set_limits SET month_floor = -1 WHERE rule_set_id = ${current}`,
      sql`DELETE FROM set_limits WHERE rule_set_id = ${current}`,
      sql`INSERT INTO set_limits (rule_set_id, part) VALUES (${current}, 'duty')`,
      // Nor by way of a draft, whose rules are open to change.
      sql`UPDATE set_rules SET rule_set_id = ${current}
           WHERE rule_set_id = ${await aDraft(maker)} AND code = 'late'`,
    ];
    const before = await wholeSet(current);
    for (const statement of changes) {
      const message = await inTransaction((tx) => change(statement, tx)).then(
        () => 'it was done',
        (error: unknown) => String(error),
      );
      expect(message, statement.sql).to.include('append-only');
    }
    expect(await wholeSet(current)).to.deep.equal(before);
  });
});
