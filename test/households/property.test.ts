import { expect } from 'chai';
import fc from 'fast-check';
import { Refusal } from '../../src/base/refusal.ts';
import { decideMerge, followPeople, movePeople, proposeMerge } from '../../src/households/index.ts';
import { agreeToPool, endPool } from '../../src/households/index.ts';
import { joinHousehold, leaveHousehold, splitHousehold } from '../../src/households/index.ts';
import { balancesOf, outstandingPoints, verifyLedger } from '../../src/ledger/index.ts';
import { cancelRedemption, handOver, reserve, verifyStock } from '../../src/market/index.ts';
import type { Good, OwnRedemption } from '../../src/market/index.ts';
import { findActor, personById } from '../../src/people/index.ts';
import type { Actor } from '../../src/people/index.ts';
import { aCommunity, aHousehold, aManager, aResident, aShopkeeper, asked } from '../factories.ts';
import type { TestCommunity } from '../factories.ts';
import { aGood, givePoints } from '../market/factories.ts';

const PEOPLE = 5;
const PRICE = 7;
const VERBS = [
  ...['earn', 'earn', 'reserve', 'reserve', 'reserve', 'hand-over', 'cancel'],
  ...['join', 'leave', 'split', 'move', 'merge', 'agree', 'agree', 'agree', 'end', 'follow'],
] as const;

const step = fc.record({
  do: fc.constantFrom(...VERBS),
  who: fc.nat(PEOPLE - 1),
  other: fc.nat(PEOPLE - 1),
  points: fc.integer({ min: 1, max: 20 }),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** A place with those who keep it and something to spend points on. */
interface Place {
  readonly community: TestCommunity;
  readonly managers: readonly [Actor, Actor];
  readonly shopkeeper: Actor;
  readonly good: Good;
}

interface World {
  readonly places: readonly [Place, Place];
  readonly people: readonly number[];
  readonly reserved: OwnRedemption[];
  /** All that was ever awarded less all that was handed over. */
  left: number;
}

async function aPlace(): Promise<Place> {
  const community = await aCommunity();
  return {
    community,
    managers: [await aManager(community), await aManager(community)],
    shopkeeper: await aShopkeeper(community),
    good: await aGood(community, { points: PRICE, stock: 50 }),
  };
}

async function aWorld(): Promise<World> {
  const places = [await aPlace(), await aPlace()] as const;
  const { community } = places[0];
  const homes = [await aHousehold(community), await aHousehold(community)];
  const people: number[] = [];
  for (let n = 0; n < PEOPLE; n += 1) {
    const householdId = homes[n % 2] as number;
    people.push((await aResident(community, { householdId })).personId);
  }
  return { places, people, reserved: [], left: 0 };
}

const placeOf = ({ places }: World, communityId: number): Place =>
  places[0].community.id === communityId ? places[0] : places[1];

/** What a step asks for; it may well be refused. */
async function take(one: Step, world: World): Promise<void> {
  const id = world.people[one.who] as number;
  const otherId = world.people[one.other] as number;
  const person = await findActor(id);
  if (one.do === 'follow') await followPeople();
  else if (one.do === 'hand-over' || one.do === 'cancel') await settle(one, world);
  else if (person) {
    const place = placeOf(world, person.communityId);
    await (one.do === 'earn' || one.do === 'reserve' || one.do === 'agree' || one.do === 'end'
      ? act(one, person, place, world)
      : arrange(one, person, otherId, place, world));
  }
}

async function act(one: Step, person: Actor, { good }: Place, world: World): Promise<void> {
  if (one.do === 'earn') {
    await givePoints(person, one.points);
    world.left += one.points;
  } else if (one.do === 'reserve') {
    world.reserved.push(await reserve(person, [{ good: good.id, quantity: 1 }], asked(person)));
  } else if (one.do === 'agree') {
    await agreeToPool(person, asked(person));
  } else {
    await endPool(person, person.householdId ?? 0, asked(person));
  }
}

async function arrange(
  one: Step,
  { personId, householdId }: Actor,
  otherId: number,
  { community, managers: [manager, second] }: Place,
  world: World,
): Promise<void> {
  const home = householdId ?? 0;
  const reason = '变动';
  const command = asked(manager);
  const grid = { name: '新户', reason, memberIds: [personId] };
  if (one.do === 'join') {
    const target = (await personById(otherId))?.householdId ?? 0;
    await joinHousehold(manager, target, { memberId: personId, reason }, command);
  } else if (one.do === 'leave') {
    await leaveHousehold(manager, home, { memberId: personId, reason }, command);
  } else if (one.do === 'split') {
    await splitHousehold(manager, home, { ...grid, gridId: community.gridId }, command);
  } else if (one.do === 'move') {
    const there = world.places.find((place) => place.community.id !== community.id) as Place;
    const wish = { ...grid, gridId: there.community.gridId, cancel: one.points % 2 === 0 };
    await movePeople(manager, home, wish, command);
  } else {
    const pair = { keptId: personId, mergedId: otherId, reason };
    const { id } = await proposeMerge(manager, pair, command);
    await decideMerge(second, id, { isSame: true }, asked(second));
  }
}

async function settle(one: Step, world: World): Promise<void> {
  const stored = world.reserved[one.points % Math.max(1, world.reserved.length)];
  if (!stored) return;
  const { shopkeeper, managers } = world.places[0];
  const open = [world.places[0], world.places[1]].find(({ good }) =>
    stored.lines.some((line) => line.good === good.id),
  );
  const keeper = open?.shopkeeper ?? shopkeeper;
  if (one.do === 'cancel') {
    const manager = open?.managers[0] ?? managers[0];
    await cancelRedemption(manager, stored.id, asked(manager));
  } else {
    await handOver(keeper, stored.pickUpCode ?? '', asked(keeper));
    world.left -= stored.total;
  }
}

/** Nothing is lost or made: what all have is what was awarded and not spent. */
async function compare({ people, places, left }: World): Promise<void> {
  let sum = 0;
  for (const id of people) {
    const { available, held } = await balancesOf(id);
    expect(Math.min(available, held)).to.be.at.least(0);
    sum += available + held;
  }
  expect(sum).to.equal(left);
  const [here, there] = places.map(({ community }) => outstandingPoints(community.id));
  expect((await (here ?? 0)) + (await (there ?? 0))).to.equal(left);
}

describe('any sequence of joining, splitting, pooling, moving, merging, earning and spending', () => {
  it('keeps every point', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 40 }), async (sequence) => {
        const world = await aWorld();
        for (const one of sequence) {
          await take(one, world).catch((error: unknown) => {
            if (!(error instanceof Refusal)) throw error;
          });
          await compare(world);
        }
      }),
      { numRuns: 12 },
    );
    await followPeople();
    expect(await verifyLedger()).to.deep.equal([]);
    expect(await verifyStock()).to.deep.equal([]);
  }).timeout(60_000);
});
