import { expect } from 'chai';
import { setClock } from '../../../src/base/clock.ts';
import { at } from '../../../src/base/period.ts';
import { messagesOf } from '../../../src/messages/index.ts';
import { recordActivity, recordDueOn, remindOfRecords } from '../../../src/volunteering/index.ts';
import { aCommunity, aManager, asked } from '../../factories.ts';
import { aRule } from '../factories.ts';
import { anActivity, SATURDAY } from './factories.ts';

describe('the reminder of a late record', () => {
  after(() => setClock());

  it('counts ten working days, with holidays and the days worked for them', () => {
    expect(recordDueOn(SATURDAY)).to.equal('2026-12-11');
    expect(recordDueOn('2026-09-30')).to.equal('2026-10-20');
  });

  it('tells the managers once, after the tenth working day, and not of what is recorded', async () => {
    setClock(at('2026-11-25', '09:00'));
    const community = await aCommunity();
    const [manager, other] = await Promise.all([aManager(community), aManager(community)]);
    const rule = await aRule(community);
    await anActivity(manager, rule, { title: '没有记录的' });
    const recorded = await anActivity(manager, rule);
    setClock(at(SATURDAY, '12:00'));
    const report = { report: '没有人来', stayed: false };
    await recordActivity(manager, recorded, report, [], asked(manager));
    const late = async (): Promise<unknown[]> =>
      (await messagesOf(other.personId)).items
        .filter(({ kind }) => kind === 'record-late')
        .map(({ facts }) => facts['title']);
    setClock(at('2026-12-11', '08:30'));
    await remindOfRecords();
    expect(await late()).to.deep.equal([]);
    setClock(at('2026-12-12', '08:30'));
    await Promise.all([remindOfRecords(), remindOfRecords()]);
    await remindOfRecords();
    expect(await late()).to.deep.equal(['没有记录的']);
  });
});
