import { expect } from 'chai';
import { setClock } from '../../../src/base/clock.ts';
import { at } from '../../../src/base/period.ts';
import { isOpenAt, nextOpening } from '../../../src/market/hours/opening.ts';
import type { OpeningTime } from '../../../src/market/hours/opening.ts';
import { removeOpening } from '../../../src/market/hours/keeping.ts';
import { handOver, openCounter } from '../../../src/market/index.ts';
import { aCommunity, aManager, aShopkeeper, asked } from '../../factories.ts';
import { refused } from '../../support/refused.ts';
import { aGood, aSaver, reserved } from '../factories.ts';
import { handed } from './factories.ts';

const hours = { opensAt: '09:00', closesAt: '17:00' };
const time = (over: Partial<OpeningTime>): OpeningTime => ({
  id: 1,
  kind: 'week',
  number: null,
  day: null,
  hours,
  ...over,
});
const friday = time({ number: 5 });
const tenth = time({ kind: 'month', number: 10, hours: { opensAt: '08:00', closesAt: '12:00' } });

describe('opening hours', () => {
  afterEach(() => {
    setClock();
  });

  // 27 November 2026 is a Friday.
  const cases: readonly [string, readonly OpeningTime[], string, string, boolean][] = [
    ['nothing is set', [], '2026-11-25', '03:00', true],
    ['the first minute of the hours', [friday], '2026-11-27', '09:00', true],
    ['the minute before', [friday], '2026-11-27', '08:59', false],
    ['the last minute', [friday], '2026-11-27', '16:59', true],
    ['the minute after', [friday], '2026-11-27', '17:00', false],
    ['another weekday', [friday], '2026-11-26', '10:00', false],
    ['the day of the month', [friday, tenth], '2026-12-10', '08:00', true],
    [
      'a Friday that is closed',
      [friday, time({ kind: 'day', day: '2026-11-27', hours: null })],
      '2026-11-27',
      '10:00',
      false,
    ],
    [
      'a Sunday that is open',
      [friday, time({ kind: 'day', day: '2026-11-29' })],
      '2026-11-29',
      '10:00',
      true,
    ],
    [
      'a day off where nothing else is set',
      [time({ kind: 'day', day: '2026-11-27', hours: null })],
      '2026-11-27',
      '10:00',
      false,
    ],
    [
      'the day after it',
      [time({ kind: 'day', day: '2026-11-27', hours: null })],
      '2026-11-28',
      '00:00',
      true,
    ],
  ];
  for (const [name, times, day, clock, isOpen] of cases) {
    it(`${isOpen ? 'are open' : 'are closed'}: ${name}`, () => {
      expect(isOpenAt(times, at(day, clock))).to.equal(isOpen);
    });
  }

  it('say when the counter opens next, over closed days and to the next tenth', () => {
    const closed = time({ kind: 'day', day: '2026-12-04', hours: null });
    const next = (times: readonly OpeningTime[], day: string, clock: string) =>
      nextOpening(times, at(day, clock));
    expect(next([friday], '2026-11-27', '08:00')).to.deep.equal({
      day: '2026-11-27',
      opensAt: '09:00',
    });
    expect(next([friday], '2026-11-27', '17:00')).to.deep.equal({
      day: '2026-12-04',
      opensAt: '09:00',
    });
    expect(next([friday, closed, tenth], '2026-11-27', '17:00')).to.deep.equal({
      day: '2026-12-10',
      opensAt: '08:00',
    });
  });

  it('let people reserve outside them, and stop the hand-over, by code and at once', async () => {
    const community = await aCommunity();
    const manager = await aManager(community);
    const [keeper, person] = [await aShopkeeper(community), await aSaver(community, 60)];
    const good = await aGood(community);
    await openCounter(
      manager,
      community.id,
      { kind: 'week', number: [5], ...hours },
      asked(manager),
    );
    setClock(at('2026-11-26', '10:00'));
    const { pickUpCode } = await reserved(person, good);
    const byCode = () => handOver(keeper, pickUpCode ?? '', asked(keeper));
    const refusal = await refused(byCode(), 'counter-closed');
    expect(refusal.facts).to.deep.equal({ day: '2026-11-27', opensAt: '09:00' });
    await refused(handed(keeper, person, good), 'counter-closed');
    setClock(at('2026-11-27', '09:00'));
    await byCode();
    setClock(at('2026-11-27', '18:00'));
    await handed(keeper, person, good, { takenAt: at('2026-11-27', '16:30') });
    await refused(handed(keeper, person, good), 'counter-closed');
  });

  it('are set by a manager alone, and can be taken away', async () => {
    const community = await aCommunity();
    const [keeper, manager] = [await aShopkeeper(community), await aManager(community)];
    const week = { kind: 'week' as const, number: [1, 2], ...hours };
    await refused(openCounter(keeper, community.id, week, asked(keeper)), 'keep-hours');
    const early = { ...week, closesAt: '08:00' };
    await refused(openCounter(manager, community.id, early, asked(manager)), 'closes-before-opens');
    const times = await openCounter(manager, community.id, week, asked(manager));
    expect(times.map(({ number }) => number)).to.deep.equal([1, 2]);
    const foreign = await aManager(await aCommunity());
    const [{ id }] = times as [OpeningTime];
    await refused(removeOpening(foreign, id, asked(foreign)), 'keep-hours');
    await removeOpening(manager, id, asked(manager));
  });
});
