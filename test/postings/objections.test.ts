import { expect } from 'chai';
import sql from 'sql-template-tag';
import { setClock } from '../../src/base/clock.ts';
import { change, inTransaction, rows } from '../../src/base/db.ts';
import { at } from '../../src/base/period.ts';
import { messagesOf } from '../../src/messages/index.ts';
import type { Actor } from '../../src/people/index.ts';
import {
  decideObjection,
  latestPostings,
  makeObjection,
  postWeek,
  verifyPostings,
} from '../../src/postings/index.ts';
import { objectionCounts } from '../../src/postings/objections/queries.ts';
import { postingPage } from '../../src/postings/queries.ts';
import { aCommunity, aManager, aResident, asked } from '../factories.ts';
import { returnHeld } from '../ledger/factories.ts';
import { aMember, anAssessor } from '../staff/factories.ts';
import { refused } from '../support/refused.ts';
import { bookedOn } from './factories.ts';
import { anOffice, aStaffPosting, MONDAY } from './street.ts';

const TUESDAY = at('2026-11-24', '09:00');
const LAST_MINUTE = at('2026-11-27', '23:59');
const OVER = at('2026-11-28', '00:00');
const reasons = '周二下午我也到场了';

/** A community whose week was posted on Monday, open through Friday; the clock is on Tuesday. */
async function posted() {
  const community = await aCommunity();
  const [resident, neighbour, manager] = [
    await aResident(community),
    await aResident(community, { name: '李建国' }),
    await aManager(community),
  ];
  const award = await bookedOn('2026-11-17', resident, 'award', 6);
  setClock(MONDAY);
  const { id } = await postWeek(community.id, '2026-W47');
  setClock(TUESDAY);
  return { community, resident, neighbour, manager, award, id };
}

const object = (by: Actor, postingId: number, about: Actor = by): Promise<{ id: number }> =>
  makeObjection(by, postingId, { personId: about.personId, reasons }, [], asked(by));

const reject = (by: Actor, id: number) =>
  decideObjection(by, id, { outcome: 'rejected', answer: '核对过，没有错' }, asked(by));

const uphold = (by: Actor, id: number, transferId?: number) =>
  decideObjection(
    by,
    id,
    {
      outcome: 'upheld',
      answer: '确实漏记',
      correction: '本周补记 2 分',
      ...(transferId === undefined ? {} : { transferId }),
    },
    asked(by),
  );

const stateOf = async (communityId: number): Promise<string | undefined> =>
  (await latestPostings(communityId, 1))[0]?.state;

const kindsTo = async ({ personId }: Actor): Promise<string[]> =>
  (await messagesOf(personId)).items.map(({ kind }) => kind);

describe('an objection', () => {
  after(returnHeld);
  afterEach(() => setClock());

  it('is made until the last minute of the window, and not a minute later', async () => {
    const { resident, neighbour, id } = await posted();
    setClock(LAST_MINUTE);
    await object(resident, id);
    setClock(OVER);
    await refused(object(neighbour, id), 'window-over');
    expect(await objectionCounts(id)).to.deep.equal({ undecided: 1, upheld: 0, rejected: 0 });
  });

  it('keeps a posting from being final until all of them are decided', async () => {
    const { community, resident, neighbour, manager, id } = await posted();
    const [first, second] = [await object(resident, id), await object(neighbour, id, resident)];
    await reject(manager, first.id);
    expect(await stateOf(community.id)).to.equal('open');
    setClock(OVER);
    expect(await stateOf(community.id)).to.equal('deciding');
    await uphold(manager, second.id);
    expect(await stateOf(community.id)).to.equal('final');
  });

  it('changes nothing of the posting, and verify finds it whole', async () => {
    const { resident, manager, id } = await posted();
    const before = await postingPage(id);
    await uphold(manager, (await object(resident, id)).id);
    expect(await postingPage(id)).to.deep.equal(before);
    expect((await verifyPostings()).differences).to.be.empty;
  });

  it('may be about any line, and about one’s own also when it is missing', async () => {
    const { resident, neighbour, manager, id } = await posted();
    await object(neighbour, id, resident);
    await object(neighbour, id);
    await refused(object(neighbour, id, manager), 'no-posting-line');
  });

  it('is for residents of the community and nobody else', async () => {
    const { id, manager } = await posted();
    await refused(object(await aResident(await aCommunity()), id), 'object-to-posting');
    await refused(object(manager, id), 'object-to-posting');
    await refused(object((await anOffice()).member, id), 'object-to-posting');
  });

  it('is one for each person and line while it is not decided, also when sent twice at once', async () => {
    const { resident, manager, id } = await posted();
    const both = await Promise.allSettled([object(resident, id), object(resident, id)]);
    expect(both.map(({ status }) => status)).to.have.members(['fulfilled', 'rejected']);
    const [made] = both.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    await reject(manager, made!.id);
    await object(resident, id);
    await refused(object(resident, id), 'objected-already');
  });

  it('is one for one command, however often that is sent', async () => {
    const { resident, id } = await posted();
    const command = asked(resident);
    const wish = { personId: resident.personId, reasons };
    const first = await makeObjection(resident, id, wish, [], command);
    setClock(OVER);
    expect(await makeObjection(resident, id, wish, [], command)).to.deep.equal(first);
    expect((await objectionCounts(id)).undecided).to.equal(1);
  });

  it('is made five times by one person to one posting, not six', async () => {
    const { resident, manager, id } = await posted();
    for (let n = 0; n < 5; n += 1) await reject(manager, (await object(resident, id)).id);
    await refused(object(resident, id), 'objections-too-many');
  });

  it('is told to those who may decide, and not to whom it concerns', async () => {
    const { community, resident, manager, id } = await posted();
    const other = await aManager(await aCommunity());
    await object(resident, id);
    expect(await kindsTo(manager)).to.deep.equal(['objection-made']);
    expect(await kindsTo(resident)).to.be.empty;
    expect(await kindsTo(other)).to.be.empty;
    expect(await stateOf(community.id)).to.equal('open');
  });

  for (const table of ['objections', 'objection_decisions']) {
    it(`is not changed or removed in ${table}: the database refuses`, async () => {
      const { resident, manager, id } = await posted();
      await reject(manager, (await object(resident, id)).id);
      const verbs = [`UPDATE ${table} SET `, `DELETE FROM ${table} WHERE `];
      const column = table === 'objections' ? 'reasons' : 'answer';
      for (const verb of verbs) {
        const statement = sql([`${verb}${column} = `, ''], 'x');
        const outcome = await inTransaction((tx) =>
          change(verb.startsWith('UPDATE') ? statement : sql([`DELETE FROM ${table}`]), tx),
        ).catch((error: unknown) => (error as { original?: Error }).original?.message);
        expect(outcome).to.match(/append-only/);
      }
    });
  }
});

describe('deciding on an objection', () => {
  after(returnHeld);
  afterEach(() => setClock());

  it('is for a manager of the community who neither made it nor is concerned', async () => {
    const { community, resident, neighbour, manager, id } = await posted();
    const grants = [{ role: 'manager' as const, communityId: community.id }];
    const promoted = (one: Actor): Actor => ({ ...one, grants: [...one.grants, ...grants] });
    const made = await object(neighbour, id, resident);
    await refused(reject(promoted(neighbour), made.id), 'own-objection');
    await refused(reject(promoted(resident), made.id), 'own-objection');
    await refused(reject(neighbour, made.id), 'decide-objection');
    await refused(reject(resident, made.id), 'no-objection');
    await refused(reject(await aManager(await aCommunity()), made.id), 'no-objection');
    expect((await objectionCounts(id)).undecided).to.equal(1);
    await reject(manager, made.id);
  });

  it('happens once when two managers press at the same moment', async () => {
    const { community, resident, manager, id } = await posted();
    const second = await aManager(community);
    const made = await object(resident, id);
    const presses = await Promise.allSettled([reject(manager, made.id), uphold(second, made.id)]);
    expect(presses.map(({ status }) => status)).to.have.members(['fulfilled', 'rejected']);
    await refused(reject(manager, made.id), 'objection-decided');
    const { upheld, rejected } = await objectionCounts(id);
    expect(upheld + rejected).to.equal(1);
    expect(await kindsTo(resident)).to.have.lengthOf(1);
  });

  it('names the transfer that corrects it: one of that person, booked since', async () => {
    const { resident, neighbour, manager, award, id } = await posted();
    const others = await bookedOn('2026-11-24', neighbour, 'award', 2);
    const correction = await bookedOn('2026-11-24', resident, 'award', 2);
    const made = await object(resident, id);
    await refused(uphold(manager, made.id, award), 'no-correction-transfer');
    await refused(uphold(manager, made.id, others), 'no-correction-transfer');
    await uphold(manager, made.id, correction);
    const [kept] = await rows(
      sql`SELECT correction, transfer_id AS "transferId" FROM objection_decisions
           WHERE objection_id = ${made.id}`,
    );
    expect(kept).to.deep.equal({ correction: '本周补记 2 分', transferId: correction });
  });

  it('is told to who made it, and to whose line is corrected', async () => {
    const { resident, neighbour, manager, id } = await posted();
    await uphold(manager, (await object(neighbour, id, resident)).id);
    await reject(manager, (await object(neighbour, id)).id);
    expect(await kindsTo(neighbour)).to.deep.equal(['objection-rejected', 'objection-upheld']);
    expect(await kindsTo(resident)).to.deep.equal(['line-corrected']);
  });
});

describe('an objection to a posting of staff', () => {
  after(returnHeld);
  afterEach(() => setClock());

  it('is made by staff of the office, decided by an assessor or leader who is not concerned', async () => {
    const office = await anOffice();
    const { street, member, assessor, leader } = office;
    const id = await aStaffPosting(office);
    setClock(TUESDAY);
    const own = await object(member, id);
    const ofAssessor = await object(assessor, id);
    await refused(reject(assessor, ofAssessor.id), 'own-objection');
    await refused(reject(member, ofAssessor.id), 'no-objection');
    await refused(object((await anOffice()).member, id), 'no-posting');
    await refused(object(await aResident(await aCommunity()), id), 'no-posting');
    await uphold(assessor, own.id);
    await reject(leader, ofAssessor.id);
    const [posting] = await latestPostings(street.id, 1, { kind: 'staff' });
    expect(posting?.state).to.equal('open');
  });

  it('is told to assessors and leaders alone', async () => {
    const office = await anOffice();
    const second = await anAssessor(office.street);
    const bystander = await aMember(office.street);
    const id = await aStaffPosting(office);
    setClock(TUESDAY);
    await object(office.assessor, id);
    expect(await kindsTo(second)).to.deep.equal(['objection-made']);
    expect(await kindsTo(office.leader)).to.deep.equal(['objection-made']);
    expect(await kindsTo(office.assessor)).to.be.empty;
    expect(await kindsTo(bystander)).to.be.empty;
  });
});
