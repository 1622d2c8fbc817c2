import { expect } from 'chai';
import sql from 'sql-template-tag';
import { now as instant } from '../../src/base/clock.ts';
import { change, inTransaction } from '../../src/base/db.ts';
import { today, weekOf, weekSpan } from '../../src/base/period.ts';
import { decideMerge, followPeople, movePeople, proposeMerge } from '../../src/households/index.ts';
import { balancesOf, book, outstandingPoints, statementOf, tally } from '../../src/ledger/index.ts';
import { verifyLedger } from '../../src/ledger/index.ts';
import { cancelRedemption, handOver, reserve, verifyStock } from '../../src/market/index.ts';
import type { Good } from '../../src/market/index.ts';
import { entriesOf, issueCard, personByCard, personById } from '../../src/people/index.ts';
import type { Actor } from '../../src/people/index.ts';
import { signIn } from '../../src/people/index.ts';
import { aCommunity, aHousehold, aManager, aShopkeeper, asked } from '../factories.ts';
import { TEST_PASSWORD, unique } from '../factories.ts';
import type { TestCommunity } from '../factories.ts';
import { aGood, aSaver, kept, pointsOf, reserved } from '../market/factories.ts';
import { signInNameOf } from '../people/factories.ts';
import { checkInsById } from '../../src/volunteering/check-in-queries.ts';
import { approveCheckIns, serviceOf, verifyVolunteering } from '../../src/volunteering/index.ts';
import { aCheckIn, aRule } from '../volunteering/factories.ts';
import { refused } from '../support/refused.ts';
import { allAgree, now } from './factories.ts';

let old: TestCommunity;
let manager: Actor;
let home: number;
let wife: Actor;
let husband: Actor;
let rice: Good;

beforeEach(async () => {
  old = await aCommunity();
  manager = await aManager(old);
  home = await aHousehold(old);
  wife = await aSaver(old, 20, { householdId: home });
  husband = await aSaver(old, 10, { householdId: home });
  rice = await aGood(old, { points: 15 });
});

/** Points that come late, to where somebody lived before. */
const awardIn = (community: TestCommunity, person: Actor, points: number): Promise<unknown> =>
  inTransaction((tx) => {
    const award = { personId: person.personId, move: 'award' as const, points };
    const cause = unique('late:');
    return book(community.id, [{ ...award, cause, occurredOn: today(), bookedById: null }], tx);
  });

const soundBooks = async (): Promise<void> => {
  expect(await verifyLedger()).to.deep.equal([]);
  expect(await verifyStock()).to.deep.equal([]);
};

describe('moving to another community', () => {
  const to = async (people: readonly Actor[], cancel = false) => {
    const fresh = await aCommunity();
    const ids = people.map(({ personId }) => personId);
    const wish = { memberIds: ids, gridId: fresh.gridId, name: '1栋101', reason: '搬家', cancel };
    return { fresh, wish };
  };

  it('takes points, card and sign-in along, and leaves the roles', async () => {
    const { number } = await issueCard(manager, wife.personId, asked(manager));
    const { fresh, wish } = await to([wife, husband]);
    const { id } = await movePeople(manager, home, wish, asked(manager));
    const moved = await now(wife);
    expect(moved).to.include({ communityId: fresh.id, householdId: id });
    expect(moved.grants).to.deep.equal([{ role: 'resident', communityId: fresh.id }]);
    expect(await pointsOf(wife)).to.deep.equal([20, 0]);
    expect(await personByCard(fresh.id, number)).to.deep.equal({ personId: wife.personId });
    expect(await personByCard(old.id, number)).to.equal(null);
    const signedIn = await signIn(await signInNameOf(wife.personId), TEST_PASSWORD);
    expect(signedIn.communityId).to.equal(fresh.id);
    await soundBooks();
  });

  it('is no award and no deduction, and what is outstanding goes along', async () => {
    const { fresh, wish } = await to([wife]);
    await movePeople(manager, home, wish, asked(manager));
    const span = weekSpan(weekOf(instant()));
    expect(await tally(fresh.id, span)).to.deep.equal({ people: [], issued: 0, redeemed: 0 });
    expect((await tally(old.id, span)).issued).to.equal(30);
    expect(await outstandingPoints(old.id)).to.equal(10);
    expect(await outstandingPoints(fresh.id)).to.equal(20);
    expect((await balancesOf(wife.personId)).earned).to.equal(20);
    const { items } = await statementOf(wife.personId, { limit: 9 });
    expect(items.map(({ points, balance }) => [points, balance])).to.deep.equal([
      [20, 20],
      [-20, 0],
      [20, 20],
    ]);
  });

  it('spends them there, and nothing more where they came from', async () => {
    const { fresh, wish } = await to([wife]);
    await movePeople(manager, home, wish, asked(manager));
    await refused(
      reserve(wife, [{ good: rice.id, quantity: 1 }], asked(wife)),
      'insufficient-points',
    );
    const soap = await aGood(fresh, { points: 18 });
    await reserved(await now(wife), soap);
    expect(await pointsOf(wife)).to.deep.equal([2, 18]);
    await soundBooks();
  });

  it('waits for what is reserved, or gives it back when that is asked', async () => {
    await allAgree([wife, husband]);
    const dear = await aGood(old, { points: 24 });
    await reserved(wife, dear);
    const { wish } = await to([wife, husband]);
    const no = await refused(movePeople(manager, home, wish, asked(manager)), 'reservations-open');
    expect(no.facts).to.include({ count: 1, goods: dear.name });
    expect((await now(husband)).communityId).to.equal(old.id);
    await movePeople(manager, home, { ...wish, cancel: true }, asked(manager));
    expect([await pointsOf(wife), await pointsOf(husband)]).to.deep.equal([
      [20, 0],
      [10, 0],
    ]);
    await soundBooks();
  });

  it('has points follow that come late, once', async () => {
    const { fresh, wish } = await to([wife]);
    await movePeople(manager, home, wish, asked(manager));
    await awardIn(old, wife, 4);
    await Promise.allSettled([followPeople(), followPeople()]);
    await followPeople();
    expect(await outstandingPoints(old.id)).to.equal(10);
    expect(await outstandingPoints(fresh.id)).to.equal(24);
    await soundBooks();
  });

  it('happens once when it is asked for twice at once, and by no stranger', async () => {
    const { wish } = await to([wife]);
    const asks = [
      movePeople(manager, home, wish, asked(manager)),
      movePeople(manager, home, wish, asked(manager)),
    ];
    expect(kept(await Promise.allSettled(asks))).to.equal(1);
    const { fresh, wish: next } = await to([husband]);
    const stranger = await aManager(fresh);
    await refused(movePeople(stranger, home, next, asked(stranger)), 'keep-households');
    const same = { ...next, gridId: old.gridId };
    await refused(movePeople(manager, home, same, asked(manager)), 'same-community');
  });
});

describe('a merge of two entries', () => {
  let second: Actor;
  let twin: Actor;

  beforeEach(async () => {
    second = await aManager(old);
    twin = await aSaver(old, 40);
  });

  const proposed = (reason = '同一人'): Promise<{ id: number }> => {
    const wish = { keptId: wife.personId, mergedId: twin.personId, reason };
    return proposeMerge(manager, wish, asked(manager));
  };
  const merge = async (): Promise<void> => {
    const { id } = await proposed();
    await decideMerge(second, id, { isSame: true }, asked(second));
  };
  const both = (): Promise<number[]> => entriesOf(wife.personId);

  it('of which both have reservations keeps both to be picked up', async () => {
    const own = await reserved(wife, rice);
    const others = await reserved(twin, rice, 2);
    await merge();
    expect(await pointsOf(wife)).to.deep.equal([15, 45]);
    const shopkeeper = await aShopkeeper(old);
    for (const { pickUpCode } of [own, others]) {
      await handOver(shopkeeper, pickUpCode ?? '', asked(shopkeeper));
    }
    expect(await pointsOf(wife)).to.deep.equal([15, 0]);
    expect(await pointsOf(twin)).to.deep.equal([0, 0]);
    await soundBooks();
  });

  it('gives back to the one who is left what either does not take', async () => {
    const { id } = await reserved(twin, rice);
    await merge();
    await cancelRedemption(wife, id, asked(wife));
    expect(await pointsOf(wife)).to.deep.equal([60, 0]);
    await soundBooks();
  });

  it('gives back shares of one household that became one person’s own', async () => {
    twin = await aSaver(old, 40, { householdId: home });
    await allAgree([wife, husband, twin]);
    const dear = await aGood(old, { points: 65 });
    const { id } = await reserved(wife, dear);
    await merge();
    await cancelRedemption(wife, id, asked(wife));
    expect([await pointsOf(wife), await pointsOf(husband)]).to.deep.equal([
      [60, 0],
      [10, 0],
    ]);
    await soundBooks();
  });

  it('counts what both earned, in one statement that adds up', async () => {
    await merge();
    expect(await balancesOf(await both())).to.deep.equal({ available: 60, held: 0, earned: 60 });
    const { items } = await statementOf(await both(), { limit: 9 });
    expect(items.map(({ points, balance }) => [points, balance])).to.deep.equal([
      [40, 60],
      [20, 20],
    ]);
  });

  it('counts hours and caps of both, and pays what is approved later to the one who is left', async () => {
    const rule = await aRule(old, { points: 2, capPerDay: 2 });
    const mine = [
      await aCheckIn(wife, rule),
      await aCheckIn(twin, rule),
      await aCheckIn(twin, rule),
    ];
    const ids = mine.map(({ id }) => id);
    await approveCheckIns(second, ids.slice(0, 2), asked(second));
    await merge();
    await approveCheckIns(second, ids.slice(2), asked(second));
    expect((await serviceOf(wife.personId)).actions).to.equal(3);
    expect(await pointsOf(wife)).to.deep.equal([64, 0]);
    expect((await checkInsById(ids)).map(({ personId }) => personId)).to.deep.equal(
      ids.map(() => wife.personId),
    );
    await soundBooks();
    expect(await verifyVolunteering()).to.deep.equal([]);
  });

  it('ends the sign-in of the second, and hands its card to who has none', async () => {
    const { number } = await issueCard(manager, twin.personId, asked(manager));
    await merge();
    expect(await now(twin)).to.equal(null);
    expect(await personByCard(old.id, number)).to.deep.equal({ personId: wife.personId });
    expect(await personById(twin.personId)).to.include({
      mergedIntoId: wife.personId,
      signInName: null,
      active: false,
    });
  });

  it('needs two managers, and happens once', async () => {
    const { id } = await proposed();
    await refused(decideMerge(manager, id, { isSame: true }, asked(manager)), 'approve-merge');
    await refused(proposed(), 'merge-proposed');
    const third = await aManager(old);
    const asks = await Promise.allSettled(
      [second, third].map((one) => decideMerge(one, id, { isSame: true }, asked(one))),
    );
    expect(kept(asks)).to.equal(1);
    expect(await pointsOf(wife)).to.deep.equal([60, 0]);
    const again = { keptId: husband.personId, mergedId: twin.personId, reason: '同一人' };
    await refused(proposeMerge(manager, again, asked(manager)), 'no-person');
  });

  it('leaves no trace when it is dropped, and is not for entries of two communities', async () => {
    const { id } = await proposed();
    await decideMerge(manager, id, { isSame: false }, asked(manager));
    await refused(decideMerge(second, id, { isSame: true }, asked(second)), 'decided-already');
    expect(await pointsOf(twin)).to.deep.equal([40, 0]);
    const elsewhere = await aSaver(await aCommunity(), 1);
    const wish = { keptId: wife.personId, mergedId: elsewhere.personId, reason: '同一人' };
    await refused(proposeMerge(manager, wish, asked(manager)), 'manage-person');
  });

  it('moves along when the person moves, and has late points follow', async () => {
    await merge();
    const fresh = await aCommunity();
    const wish = { memberIds: [wife.personId], gridId: fresh.gridId, name: '2栋', reason: '搬家' };
    await movePeople(manager, home, { ...wish, cancel: false }, asked(manager));
    await awardIn(old, twin, 3);
    await followPeople();
    expect(await pointsOf(wife)).to.deep.equal([63, 0]);
    expect(await outstandingPoints(fresh.id)).to.equal(63);
    await soundBooks();
  });
});

it('a line of where somebody lived is never rewritten', async () => {
  const rewrite = inTransaction((tx) =>
    change(sql`UPDATE household_moves SET reason = '' WHERE person_id = ${wife.personId}`, tx),
  );
  const refusal = await rewrite.then(
    () => null,
    (error: unknown) => String(error),
  );
  expect(refusal).to.match(/append-only/);
});
