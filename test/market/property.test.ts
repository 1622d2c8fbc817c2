import { expect } from 'chai';
import fc from 'fast-check';
import { setClock } from '../../src/base/clock.ts';
import { Refusal } from '../../src/base/refusal.ts';
import { today } from '../../src/base/period.ts';
import { verifyLedger } from '../../src/ledger/index.ts';
import {
  cancelRedemption,
  changeGood,
  expireRedemptions,
  undoHandOver,
} from '../../src/market/index.ts';
import { handOver, stockIn, verifyStock } from '../../src/market/index.ts';
import type { Good, OwnRedemption } from '../../src/market/index.ts';
import { stocktake } from '../../src/market/stock.ts';
import type { Actor } from '../../src/people/index.ts';
import { aCommunity, aShopkeeper, asked } from '../factories.ts';
import type { TestCommunity } from '../factories.ts';
import { aGood, aSaver, daysLater, pointsOf, reserved, stockOf } from './factories.ts';

const LIMIT = 6;
const SAVED = 60;
const PRICES = [5, 8];
const STOCK = 6;

const pick = fc.nat(1);
const some = fc.integer({ min: 1, max: 4 });
const steps = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({ do: fc.constant('reserve' as const), pick, who: pick, some }),
    },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('give' as const), which: fc.nat() }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('cancel' as const), which: fc.nat() }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('undo' as const), which: fc.nat() }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('price' as const), pick, some }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('stock-in' as const), pick, some }) },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant('count' as const), pick, most: fc.nat(12) }),
    },
  ),
  { minLength: 10, maxLength: 20 },
);
type Step = typeof steps extends fc.Arbitrary<(infer S)[]> ? S : never;

interface Made {
  readonly stored: OwnRedemption;
  readonly who: number;
  readonly good: number;
  readonly quantity: number;
  state: 'open' | 'given' | 'back';
  givenOn: string | null;
}

/** The market in plain numbers, beside the real one: each step is done in both. */
class Model {
  readonly stock = [STOCK, STOCK];
  readonly aside = [0, 0];
  readonly price = [...PRICES];
  readonly available = [SAVED, SAVED];
  readonly held = [0, 0];
  readonly made: Made[] = [];

  mayReserve(who: number, good: number, quantity: number): boolean {
    const taken = this.made
      .filter((one) => one.who === who && one.good === good && one.state !== 'back')
      .reduce((sum, one) => sum + one.quantity, 0);
    const fits = good === 1 || taken + quantity <= LIMIT;
    const dear = (this.price[good] ?? 0) * quantity > (this.available[who] ?? 0);
    return fits && !dear && quantity <= (this.stock[good] ?? 0);
  }

  reserve(stored: OwnRedemption, who: number, good: number, quantity: number): void {
    this.stock[good]! -= quantity;
    this.aside[good]! += quantity;
    this.available[who]! -= stored.total;
    this.held[who]! += stored.total;
    this.made.push({ stored, who, good, quantity, state: 'open', givenOn: null });
  }

  settle(one: Made, state: 'given' | 'back'): void {
    if (one.state !== 'open') return;
    one.state = state;
    this.aside[one.good]! -= one.quantity;
    this.held[one.who]! -= one.stored.total;
    if (state === 'given') one.givenOn = today();
    else this.giveBack(one);
  }

  /** Undone on its own day, or not at all. */
  undo(one: Made): boolean {
    if (one.state !== 'given' || one.givenOn !== today()) return false;
    one.state = 'back';
    this.giveBack(one);
    return true;
  }

  private giveBack(one: Made): void {
    this.stock[one.good]! += one.quantity;
    this.available[one.who]! += one.stored.total;
  }
}

interface World {
  readonly community: TestCommunity;
  readonly goods: Good[];
  readonly people: Actor[];
  readonly keeper: Actor;
  readonly model: Model;
}

async function aWorld(): Promise<World> {
  const community = await aCommunity();
  const limited = await aGood(community, { points: 5, stock: STOCK, limitPerQuarter: LIMIT });
  const goods = [limited, await aGood(community, { points: 8, stock: STOCK })];
  const people = [await aSaver(community, SAVED), await aSaver(community, SAVED)];
  return { community, goods, people, keeper: await aShopkeeper(community), model: new Model() };
}

/** Whether it was done; a refusal is an answer, anything else a bug. */
async function done<T>(work: Promise<T>): Promise<T | null> {
  return work.catch((error: unknown) => {
    if (error instanceof Refusal) return null;
    throw error;
  });
}

async function take(step: Step, world: World): Promise<void> {
  if (step.do === 'reserve') return takeReserve(step, world);
  if (step.do === 'give' || step.do === 'cancel') return takeSettle(step, world);
  if (step.do === 'wait') {
    daysLater(8);
    await expireRedemptions();
    for (const one of world.model.made) world.model.settle(one, 'back');
    return;
  }
  if (step.do === 'undo') return takeUndo(step, world);
  return takeKeep(step, world);
}

async function takeReserve(
  { pick: good, who, some: quantity }: Extract<Step, { do: 'reserve' }>,
  { goods, people, model }: World,
): Promise<void> {
  const stored = await done(reserved(people[who]!, goods[good]!, quantity));
  expect(stored !== null).to.equal(model.mayReserve(who, good, quantity));
  if (stored) model.reserve(stored, who, good, quantity);
}

async function takeSettle(
  step: Extract<Step, { do: 'give' | 'cancel' }>,
  { people, keeper, model }: World,
): Promise<void> {
  const one = model.made[step.which % Math.max(1, model.made.length)];
  if (!one) return;
  const person = people[one.who]!;
  const answer = await done(
    step.do === 'give'
      ? handOver(keeper, one.stored.pickUpCode!, asked(keeper))
      : cancelRedemption(person, one.stored.id, asked(person)),
  );
  expect(answer !== null).to.equal(one.state === 'open');
  model.settle(one, step.do === 'give' ? 'given' : 'back');
}

async function takeUndo(
  { which }: Extract<Step, { do: 'undo' }>,
  { keeper, model }: World,
): Promise<void> {
  const one = model.made[which % Math.max(1, model.made.length)];
  if (!one) return;
  const answer = await done(undoHandOver(keeper, one.stored.id, asked(keeper)));
  expect(answer !== null).to.equal(model.undo(one));
}

async function takeKeep(
  step: Extract<Step, { do: 'price' | 'stock-in' | 'count' }>,
  { goods, keeper, model }: World,
): Promise<void> {
  const { id } = goods[step.pick]!;
  if (step.do === 'price') {
    await changeGood(keeper, id, { points: step.some * 3 }, asked(keeper));
    model.price[step.pick] = step.some * 3;
  } else if (step.do === 'stock-in') {
    await stockIn(keeper, id, { quantity: step.some }, asked(keeper));
    model.stock[step.pick]! += step.some;
  } else {
    const counted = await done(stocktake(keeper, id, { counted: step.most }, asked(keeper)));
    const aside = model.aside[step.pick] ?? 0;
    expect(counted !== null).to.equal(step.most >= aside);
    if (counted) model.stock[step.pick] = step.most - aside;
  }
}

async function compare({ community, goods, people, model }: World): Promise<void> {
  for (const [index, good] of goods.entries()) {
    const expected = [model.stock[index], model.aside[index]];
    expect(await stockOf(good, community)).to.deep.equal(expected);
  }
  for (const [index, person] of people.entries()) {
    const expected = [model.available[index], model.held[index]];
    expect(await pointsOf(person)).to.deep.equal(expected);
  }
}

describe('any sequence of reservations, hand-overs, undoings, returns and counts', () => {
  afterEach(() => setClock());

  it('leaves stock and points as a plain sum has them', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        setClock('2026-01-01T00:00:00.000Z');
        const world = await aWorld();
        // At most eight waits of eight days, so that all lies in one quarter.
        let waits = 0;
        for (const step of sequence) {
          if (step.do === 'wait' && (waits += 1) > 8) continue;
          await take(step, world);
          await compare(world);
        }
      }),
      { numRuns: 8 },
    );
    expect(await verifyStock()).to.deep.equal([]);
    expect(await verifyLedger()).to.deep.equal([]);
  }).timeout(60_000);
});
