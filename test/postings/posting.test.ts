import { expect } from 'chai';
import sql from 'sql-template-tag';
import { setClock } from '../../src/base/clock.ts';
import { change, inTransaction, row } from '../../src/base/db.ts';
import { at } from '../../src/base/period.ts';
import { reverse, transferById } from '../../src/ledger/index.ts';
import {
  latestPostings,
  postDueWeeks,
  postWeek,
  verifyPostings,
} from '../../src/postings/index.ts';
import { postingPage } from '../../src/postings/queries.ts';
import { aCommunity, aManager, aResident } from '../factories.ts';
import { refused } from '../support/refused.ts';
import { bookedOn } from './factories.ts';
import { returnHeld } from '../ledger/factories.ts';

const MONDAY_AFTER = at('2026-11-23', '00:10');

describe('posting a week', () => {
  after(returnHeld);

  afterEach(() => setClock());

  it('freezes what each person earned and lost, and the totals of the community', async () => {
    const community = await aCommunity();
    const [wang, li] = [
      await aResident(community, { name: '王秀兰' }),
      await aResident(community, { name: '李建国' }),
    ];
    await bookedOn('2026-11-12', wang, 'award', 7);
    await bookedOn('2026-11-16', wang, 'award', 10);
    await bookedOn('2026-11-17', wang, 'deduction', 3);
    await bookedOn('2026-11-18', wang, 'reservation', 5);
    await bookedOn('2026-11-22', wang, 'hand-over', 4, '23:59');
    await bookedOn('2026-11-19', li, 'award', 2);
    setClock(MONDAY_AFTER);
    const { id, number, posted } = await postWeek(community.id, '2026-W47');
    expect(posted).to.equal(true);
    expect(number).to.match(/〔2026〕第47周$/);
    const { lines, totals, posting } = await postingPage(id);
    expect(lines).to.deep.equal([
      { name: '李*国', earned: 2, deducted: 0, net: 2, actions: 0, hours: 0 },
      { name: '王*兰', earned: 10, deducted: 3, net: 7, actions: 0, hours: 0 },
    ]);
    expect(totals).to.deep.equal({ issued: 9, redeemed: 4, outstanding: 12 });
    expect(posting).to.include({ opensOn: '2026-11-23', closesOn: '2026-11-27', state: 'open' });
  });

  it('leaves out who neither moved points nor did anything', async () => {
    const community = await aCommunity();
    const [wang, li] = [await aResident(community), await aResident(community)];
    await bookedOn('2026-11-10', li, 'award', 9);
    await bookedOn('2026-11-17', wang, 'award', 1);
    await bookedOn('2026-11-18', li, 'reservation', 5);
    setClock(MONDAY_AFTER);
    const { id } = await postWeek(community.id, '2026-W47');
    expect((await postingPage(id)).lines).to.have.lengthOf(1);
  });

  it('is open through the last day of its window, then final', async () => {
    const community = await aCommunity();
    await bookedOn('2026-11-17', await aResident(community), 'award', 1);
    setClock(MONDAY_AFTER);
    await postWeek(community.id, '2026-W47');
    setClock(at('2026-11-27', '23:59'));
    expect((await latestPostings(community.id, 1))[0]?.state).to.equal('open');
    setClock(at('2026-11-28', '00:00'));
    expect((await latestPostings(community.id, 1))[0]?.state).to.equal('final');
  });

  it('is refused while the week is not over, and in the minutes in which bookings settle', async () => {
    const community = await aCommunity();
    await bookedOn('2026-11-17', await aResident(community), 'award', 1);
    for (const moment of [at('2026-11-22', '23:59'), at('2026-11-23', '00:04')]) {
      setClock(moment);
      await refused(postWeek(community.id, '2026-W47'), 'week-not-over');
    }
    expect(await latestPostings(community.id, 1)).to.be.empty;
  });

  it('is refused for a week before anything was booked', async () => {
    const community = await aCommunity();
    setClock(MONDAY_AFTER);
    await refused(postWeek(community.id, '2026-W46'), 'nothing-to-post');
    await bookedOn('2026-11-17', await aResident(community), 'award', 1);
    setClock(MONDAY_AFTER);
    await refused(postWeek(community.id, '2026-W46'), 'nothing-to-post');
  });

  it('happens once, also when asked twice and by many at the same moment', async () => {
    const community = await aCommunity();
    await bookedOn('2026-11-17', await aResident(community), 'award', 1);
    setClock(MONDAY_AFTER);
    const all = await Promise.all(
      Array.from({ length: 8 }, () => postWeek(community.id, '2026-W47')),
    );
    expect(all.filter(({ posted }) => posted)).to.have.lengthOf(1);
    expect(new Set(all.map(({ id }) => id)).size).to.equal(1);
    expect((await postWeek(community.id, '2026-W47')).posted).to.equal(false);
    expect(await latestPostings(community.id, 9)).to.have.lengthOf(1);
  });

  it('makes one chain when different weeks are posted at the same moment', async () => {
    const community = await aCommunity();
    const wang = await aResident(community);
    await bookedOn('2026-11-10', wang, 'award', 1);
    await bookedOn('2026-11-17', wang, 'award', 1);
    setClock(MONDAY_AFTER);
    await Promise.all([
      postWeek(community.id, '2026-W47'),
      postWeek(community.id, '2026-W46'),
      postWeek(community.id, '2026-W47'),
    ]);
    expect(await latestPostings(community.id, 9)).to.have.lengthOf(2);
    expect((await verifyPostings()).differences).to.be.empty;
  });

  it('shows a correction in the week in which it was booked; the posted week stays', async () => {
    const community = await aCommunity();
    const [wang, manager] = [await aResident(community), await aManager(community)];
    const mistake = await bookedOn('2026-11-17', wang, 'award', 5);
    setClock(MONDAY_AFTER);
    const first = await postWeek(community.id, '2026-W47');
    const before = await postingPage(first.id);
    setClock(at('2026-11-24', '09:00'));
    const by = { personId: manager.personId, reason: '重复登记' };
    await inTransaction(async (tx) => reverse(await transferById(mistake, tx), by, tx));
    setClock(at('2026-11-30', '00:10'));
    const second = await postWeek(community.id, '2026-W48');
    expect((await postingPage(second.id)).lines[0]).to.include({ earned: 0, deducted: 5, net: -5 });
    const after = await postingPage(first.id);
    expect({ ...after, posting: { ...after.posting, state: 'open' } }).to.deep.equal(before);
    expect((await verifyPostings()).differences).to.be.empty;
  });

  it('numbers 1 January 2027 as week 53 of 2026', async () => {
    const community = await aCommunity();
    await bookedOn('2027-01-01', await aResident(community), 'award', 1);
    setClock(at('2027-01-04', '00:10'));
    const { number } = await postWeek(community.id, '2026-W53');
    expect(number).to.match(/〔2026〕第53周$/);
  });
});

describe('posting what is due', () => {
  after(returnHeld);

  afterEach(() => setClock());

  it('posts every week that a server which was off has missed, the empty ones too', async () => {
    const community = await aCommunity();
    const wang = await aResident(community);
    await bookedOn('2026-11-03', wang, 'award', 3);
    await bookedOn('2026-11-17', wang, 'award', 4);
    setClock(at('2026-11-25', '08:00'));
    await postDueWeeks();
    const listed = await latestPostings(community.id, 9);
    expect(listed.map(({ period }) => period)).to.deep.equal(['2026-W47', '2026-W46', '2026-W45']);
    expect(listed[0]).to.include({ opensOn: '2026-11-25', closesOn: '2026-11-29' });
    const pages = await Promise.all(listed.map(({ id }) => postingPage(id)));
    expect(pages.map(({ lines }) => lines.length)).to.deep.equal([1, 0, 1]);
    expect(pages.map(({ totals }) => totals.outstanding)).to.deep.equal([7, 3, 3]);
    await postDueWeeks();
    expect(await latestPostings(community.id, 9)).to.have.lengthOf(3);
  });

  it('leaves alone a community that never booked anything', async () => {
    const community = await aCommunity();
    await postDueWeeks();
    expect(await latestPostings(community.id, 9)).to.be.empty;
  });
});

describe('a posting', () => {
  after(returnHeld);

  afterEach(() => setClock());

  it('shows a name as the person wishes today, and changes nothing else', async () => {
    const community = await aCommunity();
    const wang = await aResident(community, { name: '王秀兰' });
    await bookedOn('2026-11-17', wang, 'award', 5);
    setClock(MONDAY_AFTER);
    const { id } = await postWeek(community.id, '2026-W47');
    const masked = await postingPage(id);
    const agreed = sql`UPDATE persons SET name_consent_at = ${MONDAY_AFTER}
                        WHERE id = ${wang.personId}`;
    await inTransaction((tx) => change(agreed, tx));
    const named = await postingPage(id);
    expect(masked.lines[0]?.name).to.equal('王*兰');
    expect(named.lines[0]?.name).to.equal('王秀兰');
    expect(named.posting.digest).to.equal(masked.posting.digest);
    expect((await verifyPostings()).differences).to.be.empty;
  });

  it('is in the order of names by pinyin, not of points', async () => {
    const community = await aCommunity();
    for (const [name, points] of [
      ['赵敏', 1],
      ['陈伟', 2],
      ['李娜', 9],
    ] as const) {
      await bookedOn('2026-11-17', await aResident(community, { name }), 'award', points);
    }
    setClock(MONDAY_AFTER);
    const { id } = await postWeek(community.id, '2026-W47');
    const { lines } = await postingPage(id);
    expect(lines.map(({ name }) => name[0])).to.deep.equal(['陈', '李', '赵']);
  });

  for (const table of ['postings', 'posting_lines']) {
    const column = table === 'postings' ? 'issued' : 'earned';
    const key = table === 'postings' ? 'id' : 'posting_id';

    it(`is not changed or removed in ${table}: the database refuses`, async () => {
      const community = await aCommunity();
      await bookedOn('2026-11-17', await aResident(community), 'award', 5);
      setClock(MONDAY_AFTER);
      const { id } = await postWeek(community.id, '2026-W47');
      for (const verb of [`UPDATE ${table} SET ${column} = 99`, `DELETE FROM ${table}`]) {
        const statement = sql([`${verb} WHERE ${key} = `, ''], id);
        const outcome = await inTransaction((tx) => change(statement, tx)).catch(
          (error: unknown) => (error as { original?: Error }).original?.message,
        );
        expect(outcome).to.match(/append-only/);
      }
      const kept = await row(sql`SELECT earned FROM posting_lines WHERE posting_id = ${id}`);
      expect(kept).to.deep.equal({ earned: 5 });
    });
  }
});
