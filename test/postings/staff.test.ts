import { expect } from 'chai';
import sql from 'sql-template-tag';
import { setClock } from '../../src/base/clock.ts';
import { rows } from '../../src/base/db.ts';
import { at } from '../../src/base/period.ts';
import {
  latestPostings,
  postDueWeeks,
  postWeek,
  verifyPostings,
} from '../../src/postings/index.ts';
import { staffLines } from '../../src/postings/office-lines.ts';
import type { StaffLine } from '../../src/postings/office-lines.ts';
import { aCommunity, aResident } from '../factories.ts';
import { returnHeld } from '../ledger/factories.ts';
import { aDepartment, aMember } from '../staff/factories.ts';
import { refused } from '../support/refused.ts';
import { bookedOn } from './factories.ts';
import { anOffice, aStaffPosting, happened, liftedOn, MONDAY, switched } from './street.ts';

const shown = async (postingId: number): Promise<StaffLine[]> =>
  (await staffLines(postingId, { inside: true })).map((one) => one.shown);

const lineOf = async (postingId: number, name: string): Promise<StaffLine | undefined> =>
  (await shown(postingId)).find((one) => one.name === name);

describe('posting a week of staff', () => {
  after(returnHeld);
  afterEach(() => setClock());

  it('freezes what was booked in each part, and the score of the quarter with its beginning', async () => {
    const { street, member } = await anOffice();
    await happened(member, 'key-led', '2026-10-12');
    await happened(member, 'absent', '2026-11-16');
    await happened(member, 'duty-missed', '2026-11-18');
    await happened(member, 'key-led', '2026-11-22');
    setClock(MONDAY);
    const { id, number, posted } = await postWeek(street.id, '2026-W47');
    expect(posted).to.equal(true);
    expect(number).to.match(/〔2026〕考核第47周$/);
    expect(await lineOf(id, '赵小明')).to.deep.equal({
      name: '赵小明',
      department: '党政办',
      attendance: -2,
      duty: -5,
      discipline: 0,
      keyWork: 3,
      net: -4,
      score: 100 + 3 - 4,
    });
  });

  it('has a line for everybody who belonged to the office, also for whom nothing was booked', async () => {
    const office = await anOffice();
    await aMember(office.street, { name: '早走了', toOn: '2026-11-15' });
    await aMember(office.street, { name: '还没来', fromOn: '2026-11-23' });
    await aMember(office.street, { name: '周日来', fromOn: '2026-11-22' });
    const id = await aStaffPosting(office);
    const names = (await shown(id)).map(({ name }) => name);
    expect(names).to.have.members(['赵小明', '钱进', '孙正', '周日来']);
    expect(await lineOf(id, '钱进')).to.include({ net: 0, score: 100 });
  });

  it('has a line for who has left when something of theirs was booked', async () => {
    const { street } = await anOffice();
    const gone = await aMember(street, { name: '已离开', toOn: '2026-11-10' });
    await happened(gone, 'absent', '2026-11-09', '2026-11-17');
    setClock(MONDAY);
    const { id } = await postWeek(street.id, '2026-W47');
    expect(await lineOf(id, '已离开')).to.include({ attendance: -2, net: -2 });
    expect((await verifyPostings()).differences).to.be.empty;
  });

  it('counts what was booked in the week, whenever it happened, and corrections when they are made', async () => {
    const office = await anOffice();
    const { street, member } = office;
    const key = await happened(member, 'absent', '2026-11-10', '2026-11-17');
    setClock(MONDAY);
    const first = await postWeek(street.id, '2026-W47');
    await liftedOn(member, key, '2026-11-24');
    setClock(at('2026-11-30', '00:10'));
    const second = await postWeek(street.id, '2026-W48');
    expect(await lineOf(first.id, '赵小明')).to.include({ attendance: -2, score: 98 });
    expect(await lineOf(second.id, '赵小明')).to.include({ attendance: 2, score: 100 });
    expect((await verifyPostings()).differences).to.be.empty;
  });

  it('tells the score of the quarter in which the week ends', async () => {
    const { street, member } = await anOffice();
    await happened(member, 'absent', '2026-09-29');
    await happened(member, 'key-led', '2026-10-02');
    setClock(at('2026-10-05', '00:10'));
    const { id } = await postWeek(street.id, '2026-W40');
    expect(await lineOf(id, '赵小明')).to.include({ net: 1, score: 103 });
  });

  it('is in the order of departments and names, and by score only where that is asked for', async () => {
    const office = await anOffice();
    const departmentId = await aDepartment(office.street, '安监站');
    const best = await aMember(office.street, { name: '艾青', departmentId });
    await happened(best, 'key-led', '2026-11-18');
    const id = await aStaffPosting(office);
    const inOrder = (await shown(id)).map(({ name }) => name);
    expect(inOrder).to.deep.equal(['钱进', '孙正', '赵小明', '艾青']);
    const ranked = await staffLines(id, { inside: true, byScore: true });
    expect(ranked.map((one) => one.shown.name)).to.deep.equal(['艾青', '钱进', '孙正', '赵小明']);
  });

  it('keeps department, order and beginning as they were when they change later', async () => {
    const office = await anOffice();
    const id = await aStaffPosting(office);
    const before = await shown(id);
    await switched(office.street, { startScore: 60 });
    await rows(
      sql`UPDATE departments SET name = '综合办' WHERE community_id = ${office.street.id} RETURNING id`,
    );
    expect(await shown(id)).to.deep.equal(before);
    expect((await verifyPostings()).differences).to.be.empty;
  });

  it('happens once, also when asked by many at the same moment', async () => {
    const { street, member } = await anOffice();
    await happened(member, 'absent', '2026-11-17');
    setClock(MONDAY);
    const all = await Promise.all(Array.from({ length: 6 }, () => postWeek(street.id, '2026-W47')));
    expect(all.filter(({ posted }) => posted)).to.have.lengthOf(1);
    expect(await latestPostings(street.id, 9, { kind: 'staff' })).to.have.lengthOf(1);
  });

  it('is refused for a week before anything was booked', async () => {
    const { street } = await anOffice();
    setClock(MONDAY);
    await refused(postWeek(street.id, '2026-W47'), 'nothing-to-post');
  });

  it('is done by the Monday job for every office beside the communities, each with its own chain', async () => {
    const { street, member } = await anOffice();
    const community = await aCommunity();
    await happened(member, 'absent', '2026-11-10');
    await bookedOn('2026-11-17', await aResident(community), 'award', 1);
    setClock(MONDAY);
    await postDueWeeks();
    const staff = await latestPostings(street.id, 9, { kind: 'staff' });
    expect(staff.map(({ period }) => period)).to.deep.equal(['2026-W47', '2026-W46']);
    expect(staff[0]).to.include({ closesOn: '2026-11-27', state: 'open' });
    expect(await latestPostings(street.id, 9)).to.be.empty;
    const chain = await rows<{ kind: string; before: string }>(
      sql`SELECT kind, previous_digest AS before FROM postings
           WHERE community_id IN (${street.id}, ${community.id}) ORDER BY id`,
    );
    expect(chain.filter(({ before }) => before === '')).to.have.lengthOf(2);
    expect((await verifyPostings()).differences).to.be.empty;
  });
});
