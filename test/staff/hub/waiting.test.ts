import { expect } from 'chai';
import { setClock } from '../../../src/base/clock.ts';
import { inTransaction } from '../../../src/base/db.ts';
import { at } from '../../../src/base/period.ts';
import { tell } from '../../../src/messages/index.ts';
import type { Actor } from '../../../src/people/index.ts';
import { officePlaces, setOverride, waitingFor } from '../../../src/staff/index.ts';
import { asked } from '../../factories.ts';
import { aMember, anAssessor, aStreet } from '../factories.ts';

describe('what waits in a street office', () => {
  afterEach(() => setClock());

  const keysOf = async (actor: Actor) => (await waitingFor(actor)).map(({ key }) => key);

  it('is told to whom it concerns, with how many', async () => {
    setClock(at('2026-03-02', '10:00'));
    const street = await aStreet();
    const [member, other] = [await aMember(street), await aMember(street)];
    const { personId } = member;
    const message = { communityId: street.id, personId, kind: 'ranking-on', href: '/staff' };
    await inTransaction((tx) => tell([message, message], tx));
    expect(await waitingFor(member)).to.deep.equal([
      { key: 'hub.waiting.messages', href: '/me/messages', count: 2 },
    ]);
    expect(await waitingFor(other)).to.deep.equal([]);
  });

  it('includes the next year from November on, until it is known or settled', async () => {
    const street = await aStreet();
    const [assessor, member] = [await anAssessor(street), await aMember(street)];
    setClock(at('2030-10-31', '10:00'));
    expect(await keysOf(assessor)).to.deep.equal([]);
    setClock(at('2030-11-01', '10:00'));
    expect(await keysOf(assessor)).to.deep.equal(['hub.waiting.year']);
    expect(await keysOf(member)).to.deep.equal([]);
    const day = { day: '2031-01-02', isWorkday: true, weekdaysOnly: false, reason: '元旦后上班' };
    await setOverride(assessor, day, asked(assessor));
    expect(await keysOf(assessor)).to.deep.equal([]);
  });

  it('stands beside the parts that a person may see', async () => {
    const street = await aStreet();
    const hrefs = (actor: Actor) => officePlaces(actor, street.id).map(({ href }) => href);
    expect(hrefs(await aMember(street))).to.deep.equal([
      '/staff/calendar',
      '/staff/settings/guidance',
    ]);
    expect(hrefs(await anAssessor(street)))
      .to.include('/staff/members')
      .with.length(5);
  });
});
