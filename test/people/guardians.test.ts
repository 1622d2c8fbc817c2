import { expect } from 'chai';
import { setClock } from '../../src/base/clock.ts';
import { today } from '../../src/base/period.ts';
import { reserve } from '../../src/market/index.ts';
import { statementOf } from '../../src/ledger/index.ts';
import {
  endGuardianship,
  findActor,
  letChildrenGrow,
  personById,
  recordGuardian,
  wardOf,
} from '../../src/people/index.ts';
import type { Actor, NewGuardianship } from '../../src/people/index.ts';
import { childrenOf } from '../../src/people/guardians/queries.ts';
import { changePassword } from '../../src/people/password-change.ts';
import { agreeToPool } from '../../src/households/index.ts';
import { aCommunity, aHousehold, aManager, aResident, asked } from '../factories.ts';
import { TEST_PASSWORD } from '../factories.ts';
import type { TestCommunity } from '../factories.ts';
import { isPooled } from '../households/factories.ts';
import { aGood, givePoints } from '../market/factories.ts';
import { checkInsById } from '../../src/volunteering/check-in-queries.ts';
import { enterForPerson } from '../../src/volunteering/index.ts';
import type { ProxyForm } from '../../src/volunteering/proxies/forms.ts';
import { aCheckIn, aRule } from '../volunteering/factories.ts';
import { refused } from '../support/refused.ts';
import { client, startServer } from '../support/server.ts';
import { signInNameOf } from './factories.ts';

describe('a guardian', () => {
  let community: TestCommunity;
  let manager: Actor;
  let home: number;
  let mother: Actor;
  let child: Actor;

  beforeEach(async () => {
    setClock('2026-11-27T02:00:00.000Z');
    community = await aCommunity();
    manager = await aManager(community);
    home = await aHousehold(community);
    mother = await aResident(community, { householdId: home });
    child = await aResident(community, { name: '小明', householdId: home });
  });

  afterEach(() => setClock());

  const record = (over: Partial<NewGuardianship> = {}): Promise<{ childId: number }> => {
    const wish: NewGuardianship = {
      ...{ guardianId: mother.personId, bornOn: '2014-03-02', consentedOn: '2026-11-20' },
      consentHow: 'paper',
      ...over,
    };
    return recordGuardian(manager, child.personId, wish, asked(manager));
  };
  const ward = async (): Promise<Actor> => (await wardOf(mother, child.personId)) as Actor;

  it('reports and spends for the child, with both names kept', async () => {
    await record();
    const { id } = await aCheckIn(await ward(), await aRule(community));
    const [reported] = await checkInsById([id]);
    expect(reported).to.include({ personId: child.personId, enteredById: mother.personId });
    await givePoints(child, 9);
    const soap = await aGood(community, { points: 5 });
    const asChild = await ward();
    await reserve(asChild, [{ good: soap.id, quantity: 1 }], asked(asChild));
    const { items } = await statementOf(child.personId, { limit: 1 });
    expect(items[0]).to.include({ points: -5, bookedById: mother.personId });
  });

  it('acts for nobody without a consent that stands', async () => {
    expect(await wardOf(mother, child.personId)).to.equal(null);
    await record();
    expect(await wardOf(manager, child.personId)).to.equal(null);
    const [one] = await childrenOf(mother.personId);
    const stranger = await aResident(community);
    await refused(endGuardianship(stranger, one?.id ?? 0, asked(stranger)), 'end-guardianship');
    await endGuardianship(mother, one?.id ?? 0, asked(mother));
    expect(await wardOf(mother, child.personId)).to.equal(null);
  });

  it('is not recorded by somebody of the same household', async () => {
    const own = await aManager(community, { householdId: home });
    const wish = { bornOn: '2014-03-02', consentedOn: '2026-11-20', consentHow: 'paper' } as const;
    const by = recordGuardian(
      own,
      child.personId,
      { ...wish, guardianId: mother.personId },
      asked(own),
    );
    await refused(by, 'own-household');
  });

  it('vouches in the name of the child for nobody’s consent', async () => {
    await record();
    const father = await aResident(community, { householdId: home });
    const rule = await aRule(community);
    const asChild = await ward();
    const form: ProxyForm = {
      ...{ personId: father.personId, rule: rule.code, quantity: 1, place: '三号楼', note: '' },
      ...{ occurredOn: today(), consentWay: 'in-person', consentOn: today(), consent: true },
    };
    await refused(enterForPerson(asChild, form, [], asked(asChild)), 'enter-for-person');
  });

  it('acts until the child is fourteen, and the day of birth is forgotten then', async () => {
    await record();
    setClock('2028-03-01T04:00:00.000Z');
    expect(await wardOf(mother, child.personId)).to.not.equal(null);
    setClock('2028-03-01T16:00:00.000Z'); // midnight in Shanghai
    expect(await wardOf(mother, child.personId)).to.equal(null);
    await letChildrenGrow();
    expect((await personById(child.personId))?.bornOn).to.equal(null);
  });

  it('is a grown-up of the household, of a child, by a consent that was given', async () => {
    await refused(record({ bornOn: '2012-11-27' }), 'not-a-child');
    await refused(record({ bornOn: '2026-11-28' }), 'not-a-child');
    await refused(record({ consentedOn: '2026-11-28' }), 'consent-in-future');
    await refused(record({ guardianId: (await aResident(community)).personId }), 'no-guardian');
    expect((await personById(child.personId))?.bornOn).to.equal(null);
    await record({ bornOn: '2012-11-28' });
    await refused(record({ bornOn: '2012-11-28' }), 'guardian-already');
    const other = await aManager(await aCommunity());
    const wish: NewGuardianship = {
      ...{ guardianId: mother.personId, bornOn: '2014-03-02', consentedOn: '2026-11-20' },
      consentHow: 'paper',
    };
    await refused(recordGuardian(other, child.personId, wish, asked(other)), 'no-person');
  });

  it('sets no password for the child, and the child is no party to a pool', async () => {
    const father = await aResident(community, { householdId: home });
    await record();
    const asChild = await ward();
    const password = { current: TEST_PASSWORD, password: 'another password' };
    await refused(changePassword(asChild, password, asked(asChild)), 'not-for-child');
    for (const one of [mother, father]) await agreeToPool(one, asked(one));
    expect(await isPooled(home)).to.equal(true);
    await refused(agreeToPool(asChild, asked(asChild)), 'child-no-consent');
  });

  it('switches to the child in the browser, and back; what ends, ends at once', async () => {
    await record();
    const server = await startServer();
    try {
      const browser = client(server.url);
      await browser.signIn(await signInNameOf(mother.personId), TEST_PASSWORD);
      const named = async () => (await browser.get('/')).text.includes('小明');
      expect(
        (await browser.post('/me/ward', { childId: '999999' }, '/me/children')).status,
      ).to.equal(404);
      await browser.post('/me/ward', { childId: String(child.personId) }, '/me/children');
      expect(await named()).to.equal(true);
      await browser.post('/me/ward', {}, '/me/household');
      expect(await named()).to.equal(false);
      await browser.post('/me/ward', { childId: String(child.personId) }, '/me/children');
      const [one] = await childrenOf(mother.personId);
      await endGuardianship(manager, one?.id ?? 0, asked(manager));
      expect(await named()).to.equal(false);
      expect(await findActor(child.personId)).to.not.have.property('guardian');
      const phone = { phone: '13800138000' };
      const late = await browser.post('/me/profile', phone, '/me/profile');
      expect(late.status).to.equal(404);
      expect((await personById(mother.personId))?.phone).to.not.equal(phone.phone);
      await browser.post('/me/profile', phone, '/me/profile');
      expect((await personById(mother.personId))?.phone).to.equal(phone.phone);
    } finally {
      await server.close();
    }
  });
});
