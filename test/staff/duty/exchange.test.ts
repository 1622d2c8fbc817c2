import { expect } from 'chai';
import { setClock } from '../../../src/base/clock.ts';
import { at, monthDays } from '../../../src/base/period.ts';
import { messagesOf } from '../../../src/messages/index.ts';
import type { Actor } from '../../../src/people/index.ts';
import {
  acceptExchange,
  cancelDuty,
  declineExchange,
  dutiesIn,
  entriesOf,
  proposeCover,
  proposeSwap,
  verifyDuties,
  withdrawExchange,
} from '../../../src/staff/index.ts';
import { exchangesOf } from '../../../src/staff/duty/exchange-queries.ts';
import { movesOf } from '../../../src/staff/duty/queries.ts';
import { asked } from '../../factories.ts';
import { refused } from '../../support/refused.ts';
import { aMember, aStreet } from '../factories.ts';
import { anOffice, aRosterWith } from './factories.ts';
import type { TestOffice } from './factories.ts';

describe('exchanging duties', () => {
  let office: TestOffice;
  let first: Actor;
  let second: Actor;
  let third: Actor;
  let mine: number;
  let theirs: number;

  beforeEach(async () => {
    office = await anOffice();
    [first, second, third] = office.people;
    [mine, theirs] = (await aRosterWith(office, [
      [first, office.night, '2026-10-12'],
      [second, office.night, '2026-10-14'],
    ])) as [number, number];
  });

  afterEach(() => setClock());

  const swap = (by = first, dutyId = mine, otherDutyId = theirs) =>
    proposeSwap(by, dutyId, { otherDutyId, note: '家里有事' }, asked(by));
  const cover = (to: Actor, by = first, dutyId = mine) =>
    proposeCover(by, dutyId, { personId: to.personId, note: '' }, asked(by));
  const holders = async () =>
    (await dutiesIn(office.street.id, monthDays('2026-10'), false)).map(({ personId }) => personId);
  const states = async () => (await exchangesOf(office.street.id)).items.map(({ state }) => state);

  it('changes the roster when the colleague accepts, and not before', async () => {
    const { id } = await swap();
    expect(await holders()).to.deep.equal([first.personId, second.personId]);
    expect((await messagesOf(second.personId)).items[0]?.kind).to.equal('swap-proposed');
    const command = asked(second);
    await acceptExchange(second, id, command);
    await acceptExchange(second, id, command);
    expect(await holders()).to.deep.equal([second.personId, first.personId]);
    expect((await movesOf(mine)).map(({ why, name }) => [why, name])).to.deep.equal([
      ['assigned', '张三'],
      ['swapped', '李四'],
    ]);
    expect((await messagesOf(first.personId)).items[0]?.kind).to.equal('exchange-accepted');
    expect(await verifyDuties()).to.deep.equal([]);
  });

  it('gives no points and costs none', async () => {
    await acceptExchange(second, (await swap()).id, asked(second));
    for (const { personId } of [first, second]) {
      expect(await entriesOf(office.street.id, personId, '2026-Q4')).to.deep.equal([]);
    }
  });

  it('goes to one of two colleagues who accept to cover at the same moment', async () => {
    const [one, other] = [await cover(second), await cover(third)];
    const answers = await Promise.allSettled([
      acceptExchange(second, one.id, asked(second)),
      acceptExchange(third, other.id, asked(third)),
    ]);
    expect(answers.map(({ status }) => status)).to.have.members(['fulfilled', 'rejected']);
    expect(await states()).to.have.members(['accepted', 'overtaken']);
    expect(await movesOf(mine)).to.have.length(2);
    const winner = answers[0].status === 'fulfilled' ? second : third;
    expect((await holders())[0]).to.equal(winner.personId);
  });

  it('is decided by the colleague alone, and taken back by who asked alone', async () => {
    const { id } = await swap();
    for (const by of [first, third, office.assessor]) {
      await refused(acceptExchange(by, id, asked(by)), 'decide-exchange');
      await refused(declineExchange(by, id, asked(by)), 'decide-exchange');
    }
    await refused(withdrawExchange(second, id, asked(second)), 'withdraw-exchange');
    const stranger = await aMember(await aStreet());
    await refused(acceptExchange(stranger, id, asked(stranger)), 'no-exchange');
    expect(await holders()).to.deep.equal([first.personId, second.personId]);
  });

  it('is over once it was declined or taken back', async () => {
    const declined = await swap();
    await declineExchange(second, declined.id, asked(second));
    await refused(acceptExchange(second, declined.id, asked(second)), 'exchange-over');
    const withdrawn = await swap();
    await withdrawExchange(first, withdrawn.id, asked(first));
    await refused(acceptExchange(second, withdrawn.id, asked(second)), 'exchange-over');
    expect(await states()).to.deep.equal(['withdrawn', 'declined']);
  });

  it('expires when the first of the duties begins', async () => {
    const { id } = await swap();
    setClock(at('2026-10-12', '17:29'));
    expect(await states()).to.deep.equal(['open']);
    setClock(at('2026-10-12', '17:30'));
    expect(await states()).to.deep.equal(['expired']);
    await refused(acceptExchange(second, id, asked(second)), 'exchange-over');
    await refused(swap(), 'duty-begun');
  });

  it('is overtaken when the duty is taken off the roster', async () => {
    const { id } = await swap();
    await cancelDuty(office.assessor, theirs, asked(office.assessor));
    expect(await states()).to.deep.equal(['overtaken']);
    await refused(acceptExchange(second, id, asked(second)), 'exchange-over');
  });

  it('refuses a duty of others, of oneself, and of another office', async () => {
    await refused(swap(third), 'own-duties-only');
    await refused(swap(office.assessor), 'own-duties-only');
    await refused(cover(first), 'exchange-with-self');
    await swap();
    await refused(swap(), 'exchange-open');
    const stranger = await aMember(await aStreet());
    await refused(cover(stranger), 'colleague-not-member-then');
    await refused(swap(stranger), 'no-duty');
  });

  it('refuses what would put somebody on duty twice, also when it has become so since', async () => {
    const [own = 0, busy = 0, free = 0] = await aRosterWith(office, [
      [first, office.day, '2026-11-10'],
      [second, office.day, '2026-11-10'],
      [second, office.day, '2026-11-12'],
    ]);
    await refused(swap(first, own, free), 'colleague-on-duty-then');
    await refused(swap(first, own, busy), 'swap-same');
    const { id } = await cover(third, first, own);
    const meanwhile = await cover(third, second, busy);
    await acceptExchange(third, meanwhile.id, asked(third));
    await refused(acceptExchange(third, id, asked(third)), 'colleague-on-duty-then');
    expect((await exchangesOf(office.street.id)).items.map(({ state }) => state)).to.deep.equal([
      'accepted',
      'open',
    ]);
  });
});
