import { expect } from 'chai';
import sql from 'sql-template-tag';
import { change, inTransaction, row, rows } from '../../src/base/db.ts';
import { balancesOf, book, reverse, transferById } from '../../src/ledger/index.ts';
import type { Actor } from '../../src/people/index.ts';
import { aCommunity, aResident, unique } from '../factories.ts';
import { refused } from '../support/refused.ts';
import { aTransfer, booked, returnHeld } from './factories.ts';

const undo = (id: number, by: Actor): Promise<number> =>
  inTransaction(async (tx) =>
    reverse(await transferById(id, tx), { personId: by.personId, reason: 'mistake' }, tx),
  );

describe('booking a transfer', () => {
  after(returnHeld);

  it('moves points between accounts and keeps what was earned apart', async () => {
    const person = await aResident(await aCommunity());
    await booked(person, 'award', 9);
    await booked(person, 'reservation', 5);
    await booked(person, 'hand-over', 3);
    await booked(person, 'return', 2);
    expect(await balancesOf(person.personId)).to.deep.equal({ available: 6, held: 0, earned: 9 });
  });

  it('is refused when a balance would go below 0, and leaves no trace', async () => {
    const person = await aResident(await aCommunity());
    await booked(person, 'award', 4);
    await refused(booked(person, 'reservation', 5), 'insufficient-points');
    await refused(booked(person, 'hand-over', 1), 'insufficient-points');
    expect(await balancesOf(person.personId)).to.deep.equal({ available: 4, held: 0, earned: 4 });
    const found = await row<{ count: number }>(
      sql`SELECT COUNT(*) AS count FROM transfers WHERE community_id = ${person.communityId}`,
    );
    expect(found?.count).to.equal(1);
  });

  it('books one cause once, whoever asks', async () => {
    const person = await aResident(await aCommunity());
    const cause = unique('once:');
    const tries = await Promise.allSettled(
      [1, 2, 3].map(() => booked(person, 'award', 2, { cause })),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).to.have.length(1);
    await refused(booked(person, 'award', 2, { cause }), 'booked-already');
    expect((await balancesOf(person.personId)).available).to.equal(2);
  });

  it('hands out no more than there is when many spend at once', async () => {
    const person = await aResident(await aCommunity());
    await booked(person, 'award', 10);
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, () => booked(person, 'reservation', 3)),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).to.have.length(3);
    expect(await balancesOf(person.personId)).to.include({ available: 1, held: 9 });
  });

  it('that was rolled back leaves nothing behind of the accounts that it opened', async () => {
    const person = await aResident(await aCommunity());
    const twice = inTransaction(async (tx) => {
      const move = (): Promise<unknown> =>
        book(person.communityId, [aTransfer(person, 'award', 2)], tx);
      await move();
      await move();
      throw new Error('changed my mind');
    });
    expect(await twice.catch(String)).to.include('changed my mind');
    await booked(await aResident({ ...person, id: person.communityId, gridId: 0 }), 'award', 5);
    await booked(person, 'award', 3);
    expect((await balancesOf(person.personId)).available).to.equal(3);
  });

  it('books many in one statement, all or none', async () => {
    const community = await aCommunity();
    const [rich, poor] = [await aResident(community), await aResident(community)];
    await booked(rich, 'award', 5);
    const both = [aTransfer(rich, 'reservation', 5), aTransfer(poor, 'reservation', 1)];
    await refused(
      inTransaction((tx) => book(community.id, both, tx)),
      'insufficient-points',
    );
    expect(await balancesOf(rich.personId)).to.include({ available: 5, held: 0 });
  });

  it('crosses between two people many times at once without a deadlock', async () => {
    const community = await aCommunity();
    const people = [await aResident(community), await aResident(community)];
    const rounds = Array.from({ length: 30 }, (_, n) => {
      const order = n % 2 === 0 ? people : [...people].reverse();
      return inTransaction((tx) =>
        book(
          community.id,
          order.map((one) => aTransfer(one, 'award', 1)),
          tx,
        ),
      );
    });
    await Promise.all(rounds);
    for (const one of people) expect((await balancesOf(one.personId)).available).to.equal(30);
  });
});

describe('a booked transfer', () => {
  after(returnHeld);

  for (const verb of ['UPDATE transfers SET points = points + 1', 'DELETE FROM transfers']) {
    it(`is kept by the database itself from ${verb.split(' ')[0] ?? ''}`, async () => {
      const person = await aResident(await aCommunity());
      const id = await booked(person, 'award', 2);
      const statement = sql([`${verb} WHERE id = `, ''], id);
      let refusal: unknown;
      await inTransaction((tx) => change(statement, tx)).catch((error: unknown) => {
        refusal = error;
      });
      expect(String((refusal as { original?: Error }).original?.message)).to.include('append-only');
      const kept = await rows<{ points: number }>(
        sql`SELECT points FROM transfers WHERE id = ${id}`,
      );
      expect(kept).to.deep.equal([{ points: 2 }]);
    });
  }

  it('is reversed by another that is linked to it, once', async () => {
    const person = await aResident(await aCommunity());
    const id = await booked(person, 'award', 7);
    const presses = await Promise.allSettled([undo(id, person), undo(id, person)]);
    expect(presses.map(({ status }) => status)).to.have.members(['fulfilled', 'rejected']);
    await refused(undo(id, person), 'reversed-already');
    expect(await balancesOf(person.personId)).to.deep.equal({ available: 0, held: 0, earned: 0 });
  });

  it('cannot be reversed when what it gave is spent, nor when it is a reservation', async () => {
    const person = await aResident(await aCommunity());
    const award = await booked(person, 'award', 7);
    const reservation = await booked(person, 'reservation', 6);
    await refused(undo(award, person), 'insufficient-points');
    await refused(undo(reservation, person), 'not-reversible');
  });
});
