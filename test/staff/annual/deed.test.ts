import { expect } from 'chai';
import { setClock } from '../../../src/base/clock.ts';
import { at } from '../../../src/base/period.ts';
import { deedById, deedsOf } from '../../../src/staff/annual/queries.ts';
import { decideDeed, enterDeed } from '../../../src/staff/index.ts';
import { attachmentsOf, readableAttachment } from '../../../src/staff/attachments/attachments.ts';
import type { Actor } from '../../../src/people/index.ts';
import { asked } from '../../factories.ts';
import { refused } from '../../support/refused.ts';
import { aPdf } from '../attachments/factories.ts';
import { aMember } from '../factories.ts';
import { anOffice } from '../review/factories.ts';
import type { Office } from '../review/factories.ts';

describe('a special deed', () => {
  let office: Office;
  let person: Actor;

  beforeEach(async () => {
    setClock(at('2026-07-20', '10:00'));
    office = await anOffice();
    [person] = office.members as [Actor];
  });

  afterEach(() => setClock());

  const enter = (by: Actor, over = {}) => {
    const deed = { personId: person.personId, happenedOn: '2026-07-15', words: '抗洪抢险' };
    return enterDeed(by, { ...deed, ...over }, [aPdf()], asked(by));
  };

  it('is entered with evidence, and counts when a leader has approved it', async () => {
    const { leader, street } = office;
    const { id } = await enter(office.assessor);
    expect(await deedById(street.id, id)).to.include({ state: 'submitted' });
    await decideDeed(leader, id, 'approved', '属实', asked(leader));
    await refused(decideDeed(leader, id, 'rejected', '不符', asked(leader)), 'deed-decided');
    const [deed] = await deedsOf(street.id, '2026', person.personId);
    expect(deed).to.include({ state: 'approved', reason: '属实' });
    expect(await deedsOf(street.id, '2025')).to.deep.equal([]);
  });

  it('is refused without evidence, of a day to come, and by who may not', async () => {
    const { assessor, leader } = office;
    const deed = { personId: person.personId, happenedOn: '2026-07-15', words: '抗洪抢险' };
    await refused(enterDeed(assessor, deed, [], asked(assessor)), 'evidence-missing');
    await refused(enter(assessor, { happenedOn: '2026-07-21' }), 'day-to-come');
    await refused(enter(assessor, { personId: assessor.personId }), 'enter-deed');
    await refused(enter(leader), 'enter-deed');
    await refused(enter((await anOffice()).assessor), 'no-member');
  });

  it('is decided by nobody whose deed it is, nor of another office', async () => {
    const { assessor, leader, leader2 } = office;
    const { id } = await enter(assessor, { personId: leader.personId });
    const decide = (by: Actor) => decideDeed(by, id, 'approved', '属实', asked(by));
    await refused(decide(leader), 'decide-deed');
    await refused(decide(assessor), 'decide-deed');
    await refused(decide((await anOffice()).leader), 'no-deed');
    await decide(leader2);
  });

  it('shows its evidence to the person and to who sees all scores', async () => {
    const { id } = await enter(office.assessor);
    const [file] = await attachmentsOf(`deed:${id}`);
    const read = (by: Actor) => readableAttachment(by, file?.id ?? 0, 'full');
    expect((await read(person)).kind).to.equal('document');
    expect((await read(office.leader)).kind).to.equal('document');
    await refused(read(await aMember(office.street)), 'no-attachment');
  });
});
