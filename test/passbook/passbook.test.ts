import { expect } from 'chai';
import type { Actor } from '../../src/people/index.ts';
import { pagesOf, passbookOf, printPages } from '../../src/passbook/index.ts';
import { aCommunity, aManager, aResident, aShopkeeper, asked } from '../factories.ts';
import type { TestCommunity } from '../factories.ts';
import { givePoints } from '../market/factories.ts';
import { refused } from '../support/refused.ts';

const PAGE = 16;

describe('a passbook', () => {
  let community: TestCommunity;
  let clerk: Actor;

  before(async () => {
    community = await aCommunity();
    clerk = await aManager(community);
  });

  async function holderOf(...points: readonly number[]): Promise<Actor> {
    const holder = await aResident(community);
    for (const one of points) await givePoints(holder, one);
    return holder;
  }

  const print = (holder: Actor, by = clerk, command = asked(by)) =>
    printPages(by, holder.personId, command);

  const balances = async (holder: Actor, page: number) =>
    (await pagesOf(holder.personId, page, page)).flatMap(({ lines }) =>
      lines.map(({ balance }) => balance),
    );

  it('goes on where the last print ended, the balance running on', async () => {
    const holder = await holderOf(5, 3);
    expect(await print(holder)).to.deep.equal({ from: 1, to: 1 });
    await givePoints(holder, 4);
    expect(await print(holder)).to.deep.equal({ from: 2, to: 2 });
    expect(await balances(holder, 1)).to.deep.equal([5, 8]);
    expect(await balances(holder, 2)).to.deep.equal([12]);
    const [second] = await pagesOf(holder.personId, 2, 2);
    expect(second?.opening).to.equal(8);
    await refused(print(holder), 'passbook-up-to-date');
  });

  it('prints the same page again, whatever was booked since', async () => {
    const holder = await holderOf(5);
    await print(holder);
    const first = await pagesOf(holder.personId, 1, 1);
    await givePoints(holder, 9);
    expect(await pagesOf(holder.personId, 1, 1)).to.deep.equal(first);
  });

  it('fills one page and begins the next', async () => {
    const holder = await holderOf(...Array.from({ length: PAGE + 1 }, () => 1));
    expect(await print(holder)).to.deep.equal({ from: 1, to: 2 });
    expect(await balances(holder, 1)).to.have.length(PAGE);
    expect(await balances(holder, 2)).to.deep.equal([PAGE + 1]);
    expect((await passbookOf(clerk, holder.personId)).printedBalance).to.equal(PAGE + 1);
  });

  it('prints each line once, when two print at the same moment or one twice', async () => {
    const holder = await holderOf(2, 2);
    const command = asked(clerk);
    const same = [print(holder, clerk, command), print(holder, clerk, command)];
    const other = await aShopkeeper(community);
    const presses = await Promise.allSettled([...same, print(holder, other)]);
    const pages = (await passbookOf(clerk, holder.personId)).pages;
    expect(pages.map(({ lines }) => lines)).to.deep.equal([2]);
    expect(presses.filter(({ status }) => status === 'fulfilled').length).to.be.greaterThan(0);
  });

  it('is printed by its holder and the clerks of the community, by nobody else', async () => {
    const holder = await holderOf(1);
    await refused(print(holder, await aResident(community)), 'no-person');
    await refused(print(holder, await aManager(await aCommunity())), 'no-person');
    expect(await print(holder, holder)).to.deep.equal({ from: 1, to: 1 });
  });
});
