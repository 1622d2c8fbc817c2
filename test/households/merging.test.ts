import { expect } from 'chai';
import { setClock } from '../../src/base/clock.ts';
import { at } from '../../src/base/period.ts';
import { decideMerge, proposeMerge } from '../../src/households/index.ts';
import { waitForGood } from '../../src/market/index.ts';
import { waitsFor } from '../../src/market/waiting/waiting.ts';
import { passbookOf, printPages } from '../../src/passbook/index.ts';
import { checkPin, personById, recordGuardian, setPin, wardOf } from '../../src/people/index.ts';
import type { Actor } from '../../src/people/index.ts';
import { childrenOf } from '../../src/people/guardians/queries.ts';
import {
  approveCheckIn,
  askForCertificate,
  codeNow,
  issueAsked,
  issueCertificate,
  putInCharge,
  readableCertificate,
} from '../../src/volunteering/index.ts';
import { openRequests } from '../../src/volunteering/certificates/queries.ts';
import { participantsOf } from '../../src/volunteering/activities/queries.ts';
import { aCommunity, aHousehold, aManager, aResident, asked } from '../factories.ts';
import type { TestCommunity } from '../factories.ts';
import { aGood, aSaver } from '../market/factories.ts';
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

  it('the passbook, which then says what there is', async () => {
    await printPages(kept, kept.personId, asked(kept));
    await merge();
    const passbook = await passbookOf(manager, kept.personId);
    expect(passbook).to.include({ available: 7, printedBalance: 4, isUpToDate: false });
    await printPages(kept, kept.personId, asked(kept));
    expect(await passbookOf(manager, kept.personId)).to.include({
      ...{ available: 7, printedBalance: 7, isUpToDate: true },
    });
  });
});
