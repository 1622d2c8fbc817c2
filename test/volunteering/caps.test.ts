import { expect } from 'chai';
import { setClock } from '../../src/base/clock.ts';
import { balancesOf } from '../../src/ledger/index.ts';
import type { Actor } from '../../src/people/index.ts';
import {
  approveCheckIn,
  approveCheckIns,
  reverseTransfer,
  serviceTally,
  verifyVolunteering,
} from '../../src/volunteering/index.ts';
import type { Rule } from '../../src/volunteering/index.ts';
import { transferFor } from '../../src/volunteering/transfer-queries.ts';
import { aCommunity, aManager, aResident, asked } from '../factories.ts';
import type { TestCommunity } from '../factories.ts';
import { aCheckIn, aRule } from './factories.ts';

describe('a cap', () => {
  let community: TestCommunity;
  let manager: Actor;
  let resident: Actor;

  beforeEach(async () => {
    // Wednesday noon in Shanghai.
    setClock('2026-11-18T04:00:00.000Z');
    community = await aCommunity();
    manager = await aManager(community);
    resident = await aResident(community);
  });
  afterEach(() => setClock());

  async function earn(rule: Rule, occurredOn: string, quantity = 1) {
    const { id } = await aCheckIn(resident, rule, { occurredOn, quantity });
    const { points, capped } = await approveCheckIn(manager, id, asked(manager));
    return { id, points, capped };
  }

  it('of two hours a day leaves two of three hours, and nothing after', async () => {
    const rule = await aRule(community, { unit: '小时', points: 2, capPerDay: 2 });
    expect(await earn(rule, '2026-11-17', 3)).to.include({ points: 4, capped: 'day' });
    expect(await earn(rule, '2026-11-17')).to.include({ points: 0, capped: 'day' });
    expect(await earn(rule, '2026-11-18', 2)).to.include({ points: 4, capped: null });
    expect((await balancesOf(resident.personId)).available).to.equal(8);
    expect(await verifyVolunteering()).to.deep.equal([]);
  });

  it('loses no action and no hour of what is over it', async () => {
    const rule = await aRule(community, { unit: '小时', capPerDay: 1 });
    await earn(rule, '2026-11-17', 3);
    await earn(rule, '2026-11-17', 2);
    const span = { from: '2026-11-18T00:00:00.000Z', to: '2026-11-19T00:00:00.000Z' };
    expect(await serviceTally(community.id, span)).to.deep.equal([
      { personId: resident.personId, actions: 2, minutes: 300 },
    ]);
  });

  it('of a week runs from Monday to Sunday', async () => {
    const rule = await aRule(community, { capPerWeek: 2 });
    expect(await earn(rule, '2026-11-15')).to.include({ points: 2 }); // the Sunday before
    expect(await earn(rule, '2026-11-16')).to.include({ points: 2 });
    expect(await earn(rule, '2026-11-17')).to.include({ points: 2 });
    expect(await earn(rule, '2026-11-18')).to.include({ points: 0, capped: 'week' });
    expect(await earn(rule, '2026-11-09')).to.include({ points: 2 });
  });

  it('of a year is that of the event, also when it is booked in the next', async () => {
    setClock('2027-01-02T04:00:00.000Z');
    const rule = await aRule(community, { capPerYear: 1 });
    expect(await earn(rule, '2026-12-31')).to.include({ points: 2 });
    expect(await earn(rule, '2027-01-01')).to.include({ points: 2 });
    expect(await earn(rule, '2026-12-30')).to.include({ points: 0, capped: 'year' });
  });

  it('counts neither what was reversed nor what another person did', async () => {
    const rule = await aRule(community, { capPerDay: 1 });
    const first = await earn(rule, '2026-11-18');
    const transferId = (await transferFor(first.id))!;
    await reverseTransfer(manager, transferId, '记错了人', asked(manager));
    expect(await earn(rule, '2026-11-18')).to.include({ points: 2, capped: null });
    resident = await aResident(community);
    expect(await earn(rule, '2026-11-18')).to.include({ points: 2, capped: null });
  });

  it('holds within one bulk approval, first come first', async () => {
    const rule = await aRule(community, { capPerDay: 2 });
    const ids = [];
    for (let index = 0; index < 4; index += 1) ids.push((await aCheckIn(resident, rule)).id);
    const { approved } = await approveCheckIns(manager, ids, asked(manager));
    expect(approved).to.have.lengthOf(4);
    expect((await balancesOf(resident.personId)).available).to.equal(4);
    expect(await transferFor(ids[1]!)).to.be.a('number');
    expect(await transferFor(ids[2]!)).to.equal(null);
  });

  it('holds when managers approve at the same moment', async () => {
    const rule = await aRule(community, { capPerDay: 1 });
    const others = [manager, await aManager(community), await aManager(community)];
    const ids = await Promise.all(others.map(async () => (await aCheckIn(resident, rule)).id));
    await Promise.all(
      ids.map((id, index) => approveCheckIn(others[index]!, id, asked(others[index]!))),
    );
    expect((await balancesOf(resident.personId)).available).to.equal(2);
    expect(await verifyVolunteering()).to.deep.equal([]);
  });
});
