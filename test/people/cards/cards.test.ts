import { expect } from 'chai';
import sql from 'sql-template-tag';
import { checkFigure } from '../../../src/base/check-figure.ts';
import { change, inTransaction } from '../../../src/base/db.ts';
import type { Actor } from '../../../src/people/index.ts';
import {
  findPeople,
  issueCard,
  personByCard,
  replaceCard,
  reportCardLost,
} from '../../../src/people/index.ts';
import { issueMissingCards } from '../../../src/people/cards/issuing.ts';
import { cardCode, newCardNumber } from '../../../src/people/cards/number.ts';
import { cardsOf } from '../../../src/people/cards/queries.ts';
import { changePerson } from '../../../src/people/person-changes.ts';
import { erasePerson } from '../../../src/people/standing.ts';
import { createResident } from '../../../src/people/persons.ts';
import {
  aCommunity,
  aHousehold,
  aManager,
  aPerson,
  aResident,
  aShopkeeper,
  asked,
} from '../../factories.ts';
import type { TestCommunity } from '../../factories.ts';
import { refused } from '../../support/refused.ts';

const fields = { name: '王秀兰', nameConsent: false };

describe('cards', () => {
  let community: TestCommunity;
  let manager: Actor;

  before(async () => {
    community = await aCommunity();
    manager = await aManager(community);
  });

  const aHolder = async (): Promise<{ holder: Actor; number: string }> => {
    const holder = await aResident(community);
    const { number } = await issueCard(manager, holder.personId, asked(manager));
    return { holder, number };
  };

  const holderOf = async (code: string, place = community): Promise<number | undefined> =>
    (await personByCard(place.id, code))?.personId;

  it('have a number whose last figure tells a slip of the hand', () => {
    const number = newCardNumber();
    expect(number).to.match(/^\d{8}$/);
    const fits = (text: string): boolean => checkFigure(text.slice(0, -1)) === text.slice(-1);
    expect(fits(number)).to.equal(true);
    for (let place = 0; place < number.length; place += 1) {
      const wrong = String((Number(number[place]) + 1) % 10);
      expect(fits(number.slice(0, place) + wrong + number.slice(place + 1))).to.equal(false);
    }
  });

  it('find their holder by QR code and by number as it is read out', async () => {
    const { holder, number } = await aHolder();
    for (const code of [number, cardCode(number), `${number.slice(0, 4)} ${number.slice(4)}`]) {
      expect(await holderOf(code), code).to.equal(holder.personId);
    }
    expect(await findPeople(community.id, number, 5)).to.deep.equal([holder.personId]);
  });

  it('find nobody by a seal that another made, in another community, or by nonsense', async () => {
    const { number } = await aHolder();
    const other = await aHolder();
    const foreign = cardCode(other.number).split('.')[1] ?? '';
    for (const code of [`${number}.${foreign}`, `${number}.00`, `${number}.`, '', "1' OR 1=1"]) {
      expect(await holderOf(code), code).to.equal(undefined);
    }
    expect(await holderOf(number, await aCommunity())).to.equal(undefined);
  });

  it('stop at once when reported lost: for the scanner, the search and the sign-in', async () => {
    const { holder, number } = await aHolder();
    const shopkeeper = await aShopkeeper(community);
    await reportCardLost(shopkeeper, holder.personId, asked(shopkeeper));
    expect(await holderOf(cardCode(number))).to.equal(undefined);
    expect(await holderOf(number)).to.equal(undefined);
    expect(await findPeople(community.id, number, 5)).to.deep.equal([]);
    await refused(reportCardLost(holder, holder.personId, asked(holder)), 'no-card');
  });

  it('are replaced by one with another number, and the history is kept', async () => {
    const { holder, number } = await aHolder();
    await reportCardLost(holder, holder.personId, asked(holder));
    const second = await issueCard(manager, holder.personId, asked(manager));
    const third = await replaceCard(manager, holder.personId, asked(manager));
    expect(await holderOf(second.number)).to.equal(undefined);
    expect(await holderOf(third.number)).to.equal(holder.personId);
    const history = await cardsOf(holder.personId);
    expect(history.map((one) => [one.number, one.endedBecause])).to.deep.equal([
      [third.number, null],
      [second.number, 'replaced'],
      [number, 'lost'],
    ]);
  });

  it('are one to a person, also when two give it at the same moment', async () => {
    const holder = await aResident(community);
    const presses = await Promise.allSettled(
      [1, 2].map(() => issueCard(manager, holder.personId, asked(manager))),
    );
    expect(presses.map(({ status }) => status)).to.have.members(['fulfilled', 'rejected']);
    await refused(issueCard(manager, holder.personId, asked(manager)), 'card-held');
    expect(await cardsOf(holder.personId)).to.have.length(1);
  });

  it('come once for one command', async () => {
    const { holder } = await aHolder();
    const command = asked(manager);
    const first = await replaceCard(manager, holder.personId, command);
    expect(await replaceCard(manager, holder.personId, command)).to.deep.equal(first);
    expect(await cardsOf(holder.personId)).to.have.length(2);
  });

  it('are given and stopped by keepers of the same community alone', async () => {
    const { holder } = await aHolder();
    const stranger = await aManager(await aCommunity());
    const neighbour = await aResident(community);
    for (const actor of [stranger, neighbour]) {
      await refused(replaceCard(actor, holder.personId, asked(actor)), 'manage-people');
      await refused(reportCardLost(actor, holder.personId, asked(actor)), 'report-card');
    }
    await refused(
      issueMissingCards(stranger, community.id, undefined, asked(stranger)),
      'manage-people',
    );
  });

  it('are given to each resident of a grid who has none', async () => {
    const place = await aCommunity();
    const keeper = await aManager(place);
    const householdId = await aHousehold(place);
    const [first, second] = [
      await aResident(place, { householdId }),
      await aResident(place, { householdId }),
    ];
    await aResident(place);
    await issueCard(keeper, first.personId, asked(keeper));
    const { issued } = await issueMissingCards(keeper, place.id, place.gridId, asked(keeper));
    expect(issued).to.equal(1);
    expect(await cardsOf(first.personId)).to.have.length(1);
    expect(await cardsOf(second.personId)).to.have.length(1);
  });

  it('follow the number that a manager writes into the person’s data', async () => {
    const wish = { ...fields, cardNumber: newCardNumber() };
    const { id } = await createResident(manager, community.id, wish, asked(manager));
    expect(await holderOf(wish.cardNumber)).to.equal(id);
    const cardNumber = newCardNumber();
    await changePerson(manager, id, { ...fields, cardNumber }, asked(manager));
    expect(await holderOf(wish.cardNumber)).to.equal(undefined);
    expect(await holderOf(cardNumber)).to.equal(id);
    await changePerson(manager, id, fields, asked(manager));
    expect(await holderOf(cardNumber)).to.equal(undefined);
    // A number that was ever given out is never given again.
    const again = createResident(manager, community.id, wish, asked(manager));
    expect((await refused(again, 'card-taken')).field).to.equal('cardNumber');
  });

  it('hold nothing of a person who is erased', async () => {
    const { holder, number } = await aHolder();
    const administrator = await aPerson(community, { roles: ['administrator'], everywhere: true });
    await erasePerson(administrator, holder.personId, holder.name, asked(administrator));
    expect(await holderOf(number)).to.equal(undefined);
    const [card] = await cardsOf(holder.personId);
    expect(card?.number).to.match(/^erased:\d+$/);
  });

  it('that have ended never stand again, whoever asks the database', async () => {
    const { holder } = await aHolder();
    await reportCardLost(manager, holder.personId, asked(manager));
    const revived = inTransaction((tx) =>
      change(sql`UPDATE cards SET ended_at = NULL WHERE person_id = ${holder.personId}`, tx),
    );
    const failure: unknown = await revived.catch((error: unknown) => error);
    expect(String((failure as { original?: Error }).original?.message)).to.include('append-only');
  });
});
