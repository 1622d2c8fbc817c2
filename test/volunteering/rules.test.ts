import { expect } from 'chai';
import { setClock } from '../../src/base/clock.ts';
import {
  approveCheckIn,
  createRule,
  endRule,
  reviseRule,
  ruleNames,
  rulesOf,
} from '../../src/volunteering/index.ts';
import type { RuleWish } from '../../src/volunteering/index.ts';
import { aCommunity, aManager, aPerson, aResident, asked } from '../factories.ts';
import { refused } from '../support/refused.ts';
import { aCheckIn, aRule } from './factories.ts';

const WISH: RuleWish = {
  category: '志愿服务',
  name: '随手拍',
  unit: '次',
  points: 5,
  evidence: 'photo',
};

describe('a rule', () => {
  afterEach(() => setClock());

  it('changes by a new version, and a check-in keeps the version of its day', async () => {
    setClock('2026-11-18T04:00:00.000Z');
    const community = await aCommunity();
    const manager = await aManager(community);
    const resident = await aResident(community);
    const rule = await aRule(community, { points: 2 });
    const before = await aCheckIn(resident, rule);
    const next = { ...WISH, effectiveFrom: '2026-11-19' };
    const revised = await reviseRule(manager, rule.id, next, asked(manager));
    setClock('2026-11-20T04:00:00.000Z');
    const late = await aCheckIn(resident, rule, { occurredOn: '2026-11-18' });
    const after = await aCheckIn(resident, rule, { occurredOn: '2026-11-19' });

    const points = [];
    for (const { id } of [before, late, after]) {
      points.push((await approveCheckIn(manager, id, asked(manager))).points);
    }
    expect(points).to.deep.equal([2, 2, 5]);
    expect(after.rule.version).to.equal(revised.versionId);
    expect(await rulesOf(community.id, '2026-11-18')).to.deep.include.members([rule]);
    expect((await ruleNames([revised.versionId])).get(revised.versionId)).to.equal('随手拍');
  });

  it('ends after its last day, and what was done until then still counts', async () => {
    setClock('2026-11-18T04:00:00.000Z');
    const community = await aCommunity();
    const manager = await aManager(community);
    const resident = await aResident(community);
    const rule = await aRule(community);
    await refused(endRule(manager, rule.id, '2026-11-17', asked(manager)), 'rule-ends-in-past');
    await endRule(manager, rule.id, '2026-11-18', asked(manager));
    expect(await rulesOf(community.id)).to.have.lengthOf(1);
    setClock('2026-11-19T04:00:00.000Z');
    expect(await rulesOf(community.id)).to.deep.equal([]);
    await refused(aCheckIn(resident, rule), 'rule-not-in-force');
    const late = await aCheckIn(resident, rule, { occurredOn: '2026-11-18' });
    expect(late.state).to.equal('submitted');
  });

  it('ends with the last day that its version names', async () => {
    setClock('2026-11-18T04:00:00.000Z');
    const community = await aCommunity();
    const resident = await aResident(community);
    const rule = await aRule(community, { effectiveTo: '2026-11-18' });
    expect((await aCheckIn(resident, rule)).state).to.equal('submitted');
    setClock('2026-11-19T04:00:00.000Z');
    await refused(aCheckIn(resident, rule), 'rule-not-in-force');
  });

  it('is kept by managers and administrators of the community alone', async () => {
    const community = await aCommunity();
    const rule = await aRule(community);
    const [resident, auditor, stranger] = [
      await aResident(community),
      await aPerson(community, { roles: ['auditor'] }),
      await aManager(await aCommunity()),
    ];
    for (const actor of [resident, auditor, stranger]) {
      const wish = { ...WISH, code: 'mine' };
      await refused(createRule(actor, community.id, wish, asked(actor)), 'keep-rules');
      await refused(reviseRule(actor, rule.id, WISH, asked(actor)), 'keep-rules');
    }
    const administrator = await aPerson(community, { roles: ['administrator'] });
    expect((await reviseRule(administrator, rule.id, WISH, asked(administrator))).points).to.equal(
      5,
    );
  });

  it('has its code to itself in its community, and no version from the past', async () => {
    const community = await aCommunity();
    const manager = await aManager(community);
    const rule = await aRule(community);
    const again = { ...WISH, code: rule.code };
    await refused(createRule(manager, community.id, again, asked(manager)), 'rule-code-taken');
    const past = { ...WISH, effectiveFrom: '2020-01-01' };
    await refused(reviseRule(manager, rule.id, past, asked(manager)), 'rule-from-past');
    const crossed = { ...WISH, effectiveTo: '2020-01-01' };
    await refused(reviseRule(manager, rule.id, crossed, asked(manager)), 'rule-days-crossed');
  });
});
