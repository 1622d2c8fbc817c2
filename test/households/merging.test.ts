import { expect } from 'chai';
import { setClock } from '../../src/base/clock.ts';
import { inTransaction } from '../../src/base/db.ts';
import { at, today } from '../../src/base/period.ts';
import { decideMerge, proposeMerge } from '../../src/households/index.ts';
import { waitForGood } from '../../src/market/index.ts';
import { waitsFor } from '../../src/market/waiting/waiting.ts';
import { passbookOf, printPages } from '../../src/passbook/index.ts';
import { erasePerson } from '../../src/people/standing.ts';
import {
  checkPin,
  endedCard,
  issueCard,
  personById,
  recordGuardian,
  setPin,
  wardOf,
} from '../../src/people/index.ts';
import type { Actor } from '../../src/people/index.ts';
import { childrenOf } from '../../src/people/guardians/queries.ts';
import {
  approveCheckIn,
  contestTransfer,
  decideContest,
  enterCheckIns,
  askForCertificate,
  codeNow,
  issueAsked,
  issueCertificate,
  putInCharge,
  readableCertificate,
  takeBackCheckIn,
} from '../../src/volunteering/index.ts';
import { openRequests } from '../../src/volunteering/certificates/queries.ts';
import { participantsOf } from '../../src/volunteering/activities/queries.ts';
import { messagesOf } from '../../src/messages/index.ts';
import { statementOf, verifyLedger } from '../../src/ledger/index.ts';
import {
  aCommunity,
  aHousehold,
  aManager,
  aPerson,
  aResident,
  aShopkeeper,
  asked,
} from '../factories.ts';
import type { TestCommunity } from '../factories.ts';
import { aGood, aSaver, pointsOf } from '../market/factories.ts';
import { refused } from '../support/refused.ts';
import { aCheckIn, aRule } from '../volunteering/factories.ts';
import { anActivity, signedUp } from '../volunteering/activities/factories.ts';

describe('what one entry of a person had goes to the one that is kept', () => {
  let community: TestCommunity;
  let manager: Actor;
  let second: Actor;
  let home: number;
  let kept: Actor;
  let twin: Actor;

  beforeEach(async () => {
    setClock(at('2026-11-25', '10:00'));
    community = await aCommunity();
    [manager, second] = [await aManager(community), await aManager(community)];
    home = await aHousehold(community);
    kept = await aSaver(community, 4, { householdId: home });
    twin = await aSaver(community, 3, { householdId: home });
  });

  afterEach(() => setClock());

  async function merge(to = kept, from = twin): Promise<void> {
    const wish = { keptId: to.personId, mergedId: from.personId, reason: '同一人' };
    const { id } = await proposeMerge(manager, wish, asked(manager));
    await decideMerge(second, id, { isSame: true }, asked(second));
  }

  it('a PIN, unless there is one', async () => {
    await setPin(twin, twin.personId, '2468', asked(twin));
    const third = await aResident(community);
    await setPin(third, third.personId, '1357', asked(third));
    await merge();
    await merge(kept, third);
    await checkPin(kept.personId, '2468', 'pin');
    await refused(checkPin(twin.personId, '2468', 'pin'), 'no-pin');
    await refused(checkPin(third.personId, '1357', 'pin'), 'no-pin');
    const shopkeeper = await aShopkeeper(community);
    await refused(setPin(shopkeeper, twin.personId, '8642', asked(shopkeeper)), 'set-pin');
    await refused(issueCard(manager, twin.personId, asked(manager)), 'no-person');
  });

  const care = { bornOn: '2016-05-01', consentedOn: '2026-11-20', consentHow: 'paper' } as const;
  const record = (child: Actor, guardian: Actor) => {
    const wish = { ...care, guardianId: guardian.personId };
    return recordGuardian(manager, child.personId, wish, asked(manager));
  };

  it('the care of a child, once for each', async () => {
    const [mine, both] = [
      await aResident(community, { householdId: home }),
      await aResident(community, { householdId: home }),
    ];
    await record(mine, twin);
    await record(both, twin);
    await record(both, kept);
    await merge();
    const ids = (await childrenOf(kept.personId)).map(({ childId }) => childId);
    expect(ids).to.have.members([mine.personId, both.personId]);
    expect(await wardOf(kept, mine.personId)).to.include({ personId: mine.personId });
  });

  it('being a child, with whoever has the care', async () => {
    const mother = await aResident(community, { householdId: home });
    await record(twin, mother);
    await merge();
    expect((await personById(kept.personId))?.bornOn).to.equal(care.bornOn);
    expect((await childrenOf(mother.personId)).map(({ childId }) => childId)).to.deep.equal([
      kept.personId,
    ]);
  });

  it('a place in each activity to come, one, and what the entry is in charge of', async () => {
    const rule = await aRule(community);
    const only = await anActivity(manager, rule);
    const both = await anActivity(manager, rule, { places: 2 });
    await signedUp(only, twin);
    await signedUp(both, twin);
    await signedUp(both, kept);
    const next = await aResident(community);
    expect(await signedUp(both, next)).to.include({ state: 'waiting' });
    await putInCharge(manager, only, { personId: twin.personId }, asked(manager));
    await merge();
    const placed = async (id: number) =>
      (await participantsOf(id))
        .filter(({ state }) => state === 'signed-up')
        .map(({ personId }) => personId);
    expect(await placed(only)).to.deep.equal([kept.personId]);
    expect(await placed(both)).to.have.members([kept.personId, next.personId]);
    expect((await codeNow(only)).code).to.match(/^\d{6}$/);
  });

  it('waiting for a good', async () => {
    const rice = await aGood(community, { stock: 0 });
    await waitForGood(twin, rice.id, asked(twin));
    await merge();
    expect(await waitsFor(rice.id, kept.personId)).to.deep.equal({ waits: true, waiting: 1 });
  });

  it('certificates, and asking for one', async () => {
    const rule = await aRule(community, { unit: '小时', points: 1 });
    const served = async (person: Actor) => {
      const { id } = await aCheckIn(person, rule, { quantity: 2, occurredOn: '2026-11-20' });
      await approveCheckIn(manager, id, asked(manager));
    };
    await served(twin);
    await served(kept);
    const year = { from: '2026-01-01', to: '2026-12-31' };
    const { id } = await issueCertificate(manager, twin.personId, year, asked(manager));
    const request = await askForCertificate(twin, year, asked(twin));
    await merge();
    expect(await readableCertificate(kept, id)).to.include({ personId: kept.personId });
    const ofTwin = issueCertificate(manager, twin.personId, year, asked(manager));
    await refused(ofTwin, 'no-person');
    expect(await openRequests({ personId: kept.personId })).to.have.length(1);
    const issued = await issueAsked(manager, request.id, asked(manager));
    expect((await readableCertificate(kept, issued.id)).minutes).to.equal(240);
  });

  it('points that are taken back, and word of it', async () => {
    const rule = await aRule(community, { points: 5 });
    const { id } = await aCheckIn(twin, rule, { occurredOn: '2026-11-20' });
    await approveCheckIn(manager, id, asked(manager));
    await merge();
    await takeBackCheckIn(manager, id, '重复申报', asked(manager));
    expect(await pointsOf(kept)).to.deep.equal([7, 0]);
    expect(await pointsOf(twin)).to.deep.equal([0, 0]);
    expect((await messagesOf(kept.personId)).items[0]?.kind).to.equal('award-reversed');
    expect(await verifyLedger()).to.deep.equal([]);
  });

  it('a right to say that it was not them, and what became of that', async () => {
    const rule = await aRule(community, { points: 5 });
    const household = { personId: twin.personId, householdId: home };
    const entry = { ...household, rule, quantity: 1, occurredOn: today(), place: '', note: '' };
    const from = { source: 'staff', batch: null } as const;
    const [checkIn = 0] = await inTransaction((tx) =>
      enterCheckIns(manager, community.id, [entry], from, tx),
    );
    await approveCheckIn(second, checkIn, asked(second));
    const { items } = await statementOf(twin.personId, { limit: 1 });
    await merge();
    const { id } = await contestTransfer(kept, items[0]?.id ?? 0, '不是我', asked(kept));
    const upheld = { outcome: 'upheld', answer: '查实' } as const;
    await decideContest(second, id, upheld, asked(second));
    expect(await pointsOf(kept)).to.deep.equal([7, 0]);
  });

  it('being erased, with every card', async () => {
    const { number } = await issueCard(manager, twin.personId, asked(manager));
    await issueCard(manager, kept.personId, asked(manager));
    await merge();
    expect(await endedCard(community.id, number)).to.equal(true);
    const administrator = await aPerson(community, { roles: ['administrator'] });
    const { name = '' } = (await personById(kept.personId)) ?? {};
    await erasePerson(administrator, kept.personId, name, asked(administrator));
    expect(await endedCard(community.id, number)).to.equal(false);
  });

  it('nothing to undo for who is that person', async () => {
    const clerk = await aManager(community);
    const rule = await aRule(community, { points: 5 });
    const { id } = await aCheckIn(twin, rule, { occurredOn: '2026-11-20' });
    await approveCheckIn(manager, id, asked(manager));
    const administrator = await aPerson(community, { roles: ['administrator', 'manager'] });
    const wish = { keptId: clerk.personId, mergedId: twin.personId, reason: '同一人' };
    const proposal = await proposeMerge(administrator, wish, asked(administrator));
    const other = await aPerson(community, { roles: ['administrator', 'manager'] });
    await decideMerge(other, proposal.id, { isSame: true }, asked(other));
    await refused(takeBackCheckIn(clerk, id, '重复申报', asked(clerk)), 'own-transfer');
  });

  it('the passbook, which then says what there is', async () => {
    await printPages(kept, kept.personId, asked(kept));
    await merge();
    await refused(passbookOf(manager, twin.personId), 'no-person');
    const passbook = await passbookOf(manager, kept.personId);
    expect(passbook).to.include({ available: 7, printedBalance: 4, isUpToDate: false });
    await printPages(kept, kept.personId, asked(kept));
    expect(await passbookOf(manager, kept.personId)).to.include({
      ...{ available: 7, printedBalance: 7, isUpToDate: true },
    });
  });
});
