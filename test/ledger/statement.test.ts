import { expect } from 'chai';
import { statementOf } from '../../src/ledger/index.ts';
import { aCommunity, aResident } from '../factories.ts';
import { booked } from './factories.ts';

describe('a statement', () => {
  it('counts the balance of each line, across pages, newest first', async () => {
    const person = await aResident(await aCommunity());
    await booked(person, 'award', 10);
    await booked(person, 'reservation', 4);
    await booked(person, 'award', 1);
    await booked(person, 'return', 4);
    const seen: [number, number][] = [];
    let before: number | undefined;
    do {
      const page = await statementOf(person.personId, { before, limit: 1 });
      seen.push(...page.items.map(({ points, balance }): [number, number] => [points, balance]));
      before = page.nextBefore ?? undefined;
    } while (before !== undefined);
    expect(seen).to.deep.equal([
      [4, 11],
      [1, 7],
      [-4, 6],
      [10, 10],
    ]);
  });

  it('leaves out what moved from held, for it is not the person’s to spend', async () => {
    const person = await aResident(await aCommunity());
    await booked(person, 'award', 3);
    await booked(person, 'reservation', 3);
    await booked(person, 'hand-over', 3);
    const { items } = await statementOf(person.personId, { limit: 10 });
    expect(items.map(({ kind }) => kind)).to.deep.equal(['reservation', 'award']);
  });

  it('is empty for one who never earned', async () => {
    const person = await aResident(await aCommunity());
    expect(await statementOf(person.personId, { limit: 5 })).to.deep.equal({
      items: [],
      nextBefore: null,
    });
  });
});
