import { expect } from 'chai';
import { setClock } from '../../src/base/clock.ts';
import { inTransaction } from '../../src/base/db.ts';
import { at } from '../../src/base/period.ts';
import { ceilingOf, setCeiling } from '../../src/ledger/index.ts';
import type { Ceiling } from '../../src/ledger/index.ts';
import type { Actor } from '../../src/people/index.ts';
import { approveCheckIn, reverseTransfer } from '../../src/volunteering/index.ts';
import { statementOf } from '../../src/ledger/index.ts';
import { aCommunity, aHousehold, aManager, aResident, asked } from '../factories.ts';
import type { TestCommunity } from '../factories.ts';
import { movedAway } from '../households/factories.ts';
import { aSaver } from '../market/factories.ts';
import { refused } from '../support/refused.ts';
import { aCheckIn, aRule } from '../volunteering/factories.ts';

const cap = (community: TestCommunity, ceiling: Ceiling): Promise<void> =>
  inTransaction((tx) => setCeiling(community.id, ceiling, tx));

/** Submitted check-ins of different people, worth two points each. */
async function aQueue(community: TestCommunity, length: number): Promise<[Actor, number][]> {
  const rule = await aRule(community, { points: 2 });
  const queue: [Actor, number][] = [];
  for (let n = 0; n < length; n += 1) {
    const person = await aResident(community);
    queue.push([person, (await aCheckIn(person, rule)).id]);
  }
  return queue;
}

describe('a ceiling on points issued in a month', () => {
  afterEach(() => setClock());

  it('lets one of two managers through who ask for its last points at once', async () => {
    const community = await aCommunity();
    const [one, two] = [await aManager(community), await aManager(community)];
    const queue = await aQueue(community, 3);
    const [first, second, third] = queue.map(([, id]) => id) as [number, number, number];
    await cap(community, { points: 5, stops: true });
    await approveCheckIn(one, first, asked(one));
    const outcomes = await Promise.allSettled([
      approveCheckIn(one, second, asked(one)),
      approveCheckIn(two, third, asked(two)),
    ]);
    expect(outcomes.map(({ status }) => status)).to.have.members(['fulfilled', 'rejected']);
    const no = outcomes.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
    expect(no.reason).to.deep.include({
      code: 'ceiling-reached',
      facts: { points: 2, left: 1, ceiling: 5 },
    });
    expect(await ceilingOf(community.id)).to.include({ issued: 4, left: 1, warns: true });
  });

  it('takes exactly what it allows, gets room by a reversal, and begins anew with a month', async () => {
    setClock(at('2026-10-30', '10:00'));
    const community = await aCommunity();
    const manager = await aManager(community);
    const queue = await aQueue(community, 3);
    const [[person, first], [, second], [, third]] = queue as [
      [Actor, number],
      [Actor, number],
      [Actor, number],
    ];
    await cap(community, { points: 2, stops: true });
    await approveCheckIn(manager, first, asked(manager));
    await refused(approveCheckIn(manager, second, asked(manager)), 'ceiling-reached');
    const { items } = await statementOf(person.personId, { limit: 1 });
    await reverseTransfer(manager, items[0]?.id ?? 0, '重复', asked(manager));
    await approveCheckIn(manager, second, asked(manager));
    await refused(approveCheckIn(manager, third, asked(manager)), 'ceiling-reached');
    setClock(at('2026-11-01', '00:10'));
    await approveCheckIn(manager, third, asked(manager));
    expect(await ceilingOf(community.id)).to.include({ issued: 2, left: 0 });
  });

  it('counts neither what people had before nor what they bring along', async () => {
    const community = await aCommunity();
    const manager = await aManager(community);
    const mover = await aSaver(community, 50, { householdId: await aHousehold(community) });
    await cap(community, { points: 4, stops: true });
    for (const [, id] of await aQueue(community, 2)) {
      await approveCheckIn(manager, id, asked(manager));
    }
    await movedAway(community, mover);
    expect(await ceilingOf(community.id)).to.include({ issued: 4, left: 0 });
  });

  it('only warns where it does not stop, and says nothing where none is set', async () => {
    const community = await aCommunity();
    const manager = await aManager(community);
    expect(await ceilingOf(community.id)).to.equal(null);
    await cap(community, { points: 5, stops: false });
    for (const [n, [, id]] of (await aQueue(community, 3)).entries()) {
      await approveCheckIn(manager, id, asked(manager));
      const state = await ceilingOf(community.id);
      expect(state).to.include({ issued: 2 * n + 2, warns: n > 0 });
    }
    expect(await ceilingOf(community.id)).to.include({ issued: 6, left: 0 });
  });
});
