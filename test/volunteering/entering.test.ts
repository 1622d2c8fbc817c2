import { expect } from 'chai';
import sql from 'sql-template-tag';
import { inTransaction, row } from '../../src/base/db.ts';
import { balancesOf } from '../../src/ledger/index.ts';
import type { Actor } from '../../src/people/index.ts';
import { approveCheckIn, enterCheckIns, verifyVolunteering } from '../../src/volunteering/index.ts';
import type { NewEntry, Rule } from '../../src/volunteering/index.ts';
import { aCommunity, aManager, aResident, asked } from '../factories.ts';
import type { TestCommunity } from '../factories.ts';
import { refused } from '../support/refused.ts';
import { aRule } from './factories.ts';

const entryOf = (person: Actor, rule: Rule, minutes?: number): NewEntry => ({
  ...{ personId: person.personId, householdId: null, rule, quantity: 1, minutes },
  ...{ occurredOn: '2026-11-20', place: '社区广场', note: '' },
});

const enter = (by: Actor, entries: readonly NewEntry[]): Promise<number[]> =>
  inTransaction((tx) =>
    enterCheckIns(by, by.communityId, entries, { source: 'sign-in', batch: 'sheet:1' }, tx),
  );

describe('entering actions for others', () => {
  let community: TestCommunity;
  let clerk: Actor;
  let rule: Rule;

  before(async () => {
    community = await aCommunity();
    clerk = await aManager(community);
    rule = await aRule(community, { points: 2 });
  });

  it('answers the ids in the order of the entries', async () => {
    const people = await Promise.all([1, 2, 3].map(() => aResident(community)));
    const ids = await enter(
      clerk,
      people.map((one) => entryOf(one, rule)),
    );
    for (const [n, id] of ids.entries()) {
      const kept = await row(sql`SELECT person_id AS person FROM check_ins WHERE id = ${id}`);
      expect(kept).to.deep.equal({ person: people[n]?.personId });
    }
  });

  it('gives nothing before somebody else approves, and never by who entered', async () => {
    const person = await aResident(community);
    const [id = 0] = await enter(clerk, [entryOf(person, rule)]);
    await refused(approveCheckIn(clerk, id, asked(clerk)), 'own-entry');
    expect((await balancesOf(person.personId)).available).to.equal(0);
    const other = await aManager(community);
    await approveCheckIn(other, id, asked(other));
    expect((await balancesOf(person.personId)).available).to.equal(2);
  });

  it('books the minutes that were measured', async () => {
    const other = await aManager(community);
    const [id = 0] = await enter(clerk, [entryOf(await aResident(community), rule, 95)]);
    await approveCheckIn(other, id, asked(other));
    const served = await row(sql`SELECT minutes FROM service_records WHERE check_in_id = ${id}`);
    expect(served).to.deep.equal({ minutes: 95 });
    const wrong = (await verifyVolunteering()).filter(
      ({ subject }) => subject === `check-in:${id}`,
    );
    expect(wrong).to.deep.equal([]);
  });
});
