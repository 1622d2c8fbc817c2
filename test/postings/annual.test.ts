import { expect } from 'chai';
import sql from 'sql-template-tag';
import { setClock } from '../../src/base/clock.ts';
import { inTransaction, row } from '../../src/base/db.ts';
import { addDays, at, today } from '../../src/base/period.ts';
import {
  annualPostings,
  decideObjection,
  makeObjection,
  postAnnual,
  verifyPostings,
} from '../../src/postings/index.ts';
import type { Posted, Proposal } from '../../src/postings/index.ts';
import { proposalLines } from '../../src/postings/office-lines.ts';
import { asked } from '../factories.ts';
import { aDepartment, aMember } from '../staff/factories.ts';
import { refused } from '../support/refused.ts';
import { anOffice } from './street.ts';
import type { Office } from './street.ts';

const POSTED = at('2026-12-21', '09:00');
const OVER = at('2026-12-29', '00:00');

function post(
  { street, leader, member }: Office,
  proposal: Proposal = 'excellent',
): Promise<Posted> {
  const { personId } = member;
  const lines = [{ personId, department: '党政办', place: 1, proposal, remark: '县级表彰' }];
  const content = { year: 2026, lines, closesOn: addDays(today(), 7) };
  return inTransaction((tx) => postAnnual(street.id, content, leader.personId, tx));
}

describe('posting the proposals of a year', () => {
  afterEach(() => setClock());

  it('freezes them under a number of the year, through the day that the caller names', async () => {
    const office = await anOffice();
    setClock(POSTED);
    const { id, number } = await post(office);
    expect(number).to.match(/〔2026〕年度考核第1号$/);
    const [posting] = await annualPostings(office.street.id, 2026);
    expect(posting).to.include({ id, kind: 'annual', period: '2026', state: 'open' });
    expect(posting).to.include({ opensOn: '2026-12-21', closesOn: '2026-12-28' });
    const [line] = await proposalLines(id);
    expect(line?.shown).to.deep.equal({
      name: '赵小明',
      department: '党政办',
      proposal: 'excellent',
      remark: '县级表彰',
    });
    expect((await verifyPostings()).differences).to.be.empty;
  });

  it('is in the order of departments and names', async () => {
    const { street, leader, member } = await anOffice();
    const departmentId = await aDepartment(street);
    const second = await aMember(street, { name: '艾青', departmentId });
    setClock(POSTED);
    const lines = [
      { personId: second.personId, department: '安监站', place: 2, proposal: 'excellent' as const },
      { personId: member.personId, department: '党政办', place: 1, proposal: 'basic' as const },
    ];
    const content = { year: 2026, lines, closesOn: '2026-12-28' };
    const { id } = await inTransaction((tx) => postAnnual(street.id, content, leader.personId, tx));
    const shown = (await proposalLines(id)).map((one) => one.shown.name);
    expect(shown).to.deep.equal(['赵小明', '艾青']);
  });

  it('is refused while it is posted, and when it is final without an objection upheld', async () => {
    const office = await anOffice();
    setClock(POSTED);
    await post(office);
    await refused(post(office), 'year-posted');
    setClock(OVER);
    await refused(post(office), 'year-posted');
  });

  it('is done anew with the next number after an objection was upheld', async () => {
    const office = await anOffice();
    const { street, member, leader } = office;
    setClock(POSTED);
    const { id } = await post(office, 'basic');
    const wish = { personId: member.personId, reasons: '全年无扣分' };
    const objection = await makeObjection(member, id, wish, [], asked(member));
    setClock(OVER);
    expect((await annualPostings(street.id, 2026))[0]?.state).to.equal('deciding');
    await refused(post(office, 'competent'), 'year-posted');
    const upheld = { outcome: 'upheld', answer: '核对属实', correction: '重新公示' } as const;
    await decideObjection(leader, objection.id, upheld, asked(leader));
    const again = await post(office, 'competent');
    expect(again.number).to.match(/〔2026〕年度考核第2号$/);
    const both = await annualPostings(street.id, 2026);
    expect(both.map(({ period, state }) => [period, state])).to.deep.equal([
      ['2026-2', 'open'],
      ['2026', 'final'],
    ]);
    expect((await verifyPostings()).differences).to.be.empty;
  });

  it('is noted with who did it', async () => {
    const office = await anOffice();
    setClock(POSTED);
    const { id } = await post(office);
    const event = await row(
      sql`SELECT name, person_id AS by FROM audit_events WHERE subject = ${`posting:${id}`}`,
    );
    expect(event).to.deep.equal({ name: 'annual-posted', by: office.leader.personId });
  });
});
