import { expect } from 'chai';
import { setClock } from '../../src/base/clock.ts';
import { at } from '../../src/base/period.ts';
import { journalOf, JOURNAL_FORMATS } from '../../src/exchange/index.ts';
import type { JournalWish } from '../../src/exchange/index.ts';
import { balancesOf, outstandingPoints } from '../../src/ledger/index.ts';
import { handOver } from '../../src/market/index.ts';
import type { Actor } from '../../src/people/index.ts';
import { aCommunity, aShopkeeper, asked } from '../factories.ts';
import type { TestCommunity } from '../factories.ts';
import { aGood, aSaver, givePoints, reserved } from '../market/factories.ts';
import { readJournal } from './plain-text.ts';

async function journal(community: TestCommunity, wish: Partial<JournalWish> = {}): Promise<string> {
  const parts: string[] = [];
  const whole = { communityId: community.id, title: '社区', names: false, ...wish };
  for await (const part of journalOf({ format: 'hledger', ...whole })) parts.push(part);
  return parts.join('');
}

const nameOf = ({ personId }: Actor, what: 'Available' | 'Held'): string =>
  `Assets:People:P${String(personId).padStart(6, '0')}:${what}`;

describe('the ledger as a journal', () => {
  let community: TestCommunity;
  let saver: Actor;
  let other: Actor;

  before(async () => {
    setClock(at('2026-11-02', '10:00'));
    community = await aCommunity();
    const soap = await aGood(community, { points: 5 });
    saver = await aSaver(community, 40);
    other = await aSaver(community, 7);
    const shopkeeper = await aShopkeeper(community);
    const { pickUpCode } = await reserved(saver, soap, 2);
    await handOver(shopkeeper, pickUpCode ?? '', asked(shopkeeper));
    setClock(at('2026-11-16', '10:00'));
    await reserved(saver, soap);
    await givePoints(other, 3);
  });

  after(() => setClock());

  for (const format of JOURNAL_FORMATS) {
    it(`is read by ${format}, and says of every account what the product says`, async () => {
      const books = readJournal(await journal(community, { format }), format);
      for (const person of [saver, other]) {
        const { available, held } = await balancesOf(person.personId);
        expect(books.balances.get(nameOf(person, 'Available'))).to.equal(available);
        expect(books.balances.get(nameOf(person, 'Held'))).to.equal(held);
      }
      expect(books.balances.get('Equity:Issuance')).to.equal(-50);
      expect(books.balances.get('Expenses:Redeemed')).to.equal(10);
      expect([...books.balances.values()].reduce((a, b) => a + b, 0)).to.equal(0);
      expect(books.stated).to.equal(books.balances.size);
      expect(50 - 10).to.equal(await outstandingPoints(community.id));
    });

    it(`begins, for ${format}, with what was there before its first day`, async () => {
      const text = await journal(community, { format, from: '2026-11-10' });
      const books = readJournal(text, format);
      expect(books.balances.get(nameOf(saver, 'Available'))).to.equal(25);
      expect(text).not.to.contain('2026-11-02');
    });
  }

  it('ends with its last day', async () => {
    const books = readJournal(await journal(community, { to: '2026-11-15' }), 'hledger');
    expect(books.balances.get(nameOf(saver, 'Available'))).to.equal(30);
  });

  it('names nobody unless it is asked to', async () => {
    expect(await journal(community)).not.to.contain(saver.name);
    expect(await journal(community, { names: true })).to.contain(saver.name);
  });

  it('tells nothing of another community', async () => {
    const elsewhere = await aSaver(await aCommunity(), 5);
    expect(await journal(community)).not.to.contain(nameOf(elsewhere, 'Available'));
  });

  it('has a reader that finds what is wrong', async () => {
    const text = await journal(community);
    const wrong = [
      text.replace(' 40 POINTS', ' 41 POINTS'),
      text.replace('= 10 POINTS', '= 11 POINTS'),
      text.replace('account Equity:Issuance\n', ''),
    ];
    for (const one of wrong) expect(() => readJournal(one, 'hledger')).to.throw();
  });
});
