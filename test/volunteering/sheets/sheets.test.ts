import { expect } from 'chai';
import sql from 'sql-template-tag';
import { row } from '../../../src/base/db.ts';
import { addDays, today } from '../../../src/base/period.ts';
import { balancesOf, statementOf } from '../../../src/ledger/index.ts';
import type { Actor } from '../../../src/people/index.ts';
import { issueCard, issueToken } from '../../../src/people/index.ts';
import {
  queueSummary,
  reverseTransfer,
  verifyVolunteering,
} from '../../../src/volunteering/index.ts';
import { waitingBatches } from '../../../src/volunteering/check-in-queries.ts';
import { reviewQueue } from '../../../src/volunteering/review-queue.ts';
import type { Rule } from '../../../src/volunteering/index.ts';
import {
  approveSheet,
  handInSheet,
  returnSheet,
} from '../../../src/volunteering/sheets/decision.ts';
import {
  addScans,
  enterLine,
  enterTotals,
  makeSheet,
  removeLine,
} from '../../../src/volunteering/sheets/entry.ts';
import { sheetIdOf, sheetNumber } from '../../../src/volunteering/sheets/number.ts';
import { linesOf, scansOf } from '../../../src/volunteering/sheets/queries.ts';
import { aCommunity, aHousehold, aManager, aPerson, aResident, asked } from '../../factories.ts';
import type { TestCommunity } from '../../factories.ts';
import { setPhone } from '../../people/factories.ts';
import { refused } from '../../support/refused.ts';
import { startServer } from '../../support/server.ts';
import { aPicture, aRule, anUpload } from '../factories.ts';

const DAY = addDays(today(), -2);

describe('a sign-in sheet', () => {
  let community: TestCommunity;
  let clerk: Actor;
  let other: Actor;
  let rule: Rule;

  before(async () => {
    community = await aCommunity();
    clerk = await aManager(community);
    other = await aManager(community);
    rule = await aRule(community, { points: 2, unit: '小时', minutesPerUnit: 60 });
  });

  async function aSheet(occurredOn = DAY): Promise<number> {
    const form = { rule: rule.code, activity: '周六大扫除', place: '一号楼前', occurredOn };
    return (await makeSheet(clerk, form, asked(clerk))).id;
  }

  const type = (sheetId: number, { personId }: Actor, units = 1, by = clerk) =>
    enterLine(by, sheetId, { personId, units }, asked(by));

  /** A sheet on which two people gave three hours, six points. */
  async function typed(): Promise<{ id: number; people: readonly [Actor, Actor] }> {
    const people = [await aResident(community), await aResident(community)] as const;
    const id = await aSheet();
    await enterTotals(clerk, id, { people: 2, hours: 3, points: 6 }, asked(clerk));
    await type(id, people[0], 2);
    await type(id, people[1], 1);
    return { id, people };
  }

  async function handedIn(): ReturnType<typeof typed> {
    const sheet = await typed();
    await handInSheet(clerk, sheet.id, asked(clerk));
    return sheet;
  }

  const has = async ({ personId }: Actor): Promise<number> =>
    (await balancesOf(personId)).available;

  it('keeps a scan of the paper for the community’s managers, and for nobody else', async () => {
    const id = await aSheet();
    await refused(addScans(clerk, id, [], asked(clerk)), 'photo-needed');
    const scan = await anUpload(await aPicture(55));
    await addScans(clerk, id, [scan], asked(clerk));
    const [kept] = await scansOf(id);
    const server = await startServer();
    const statuses = [];
    for (const by of [other, await aResident(community), await aManager(await aCommunity())]) {
      const headers = { authorization: `Bearer ${await issueToken(by)}` };
      const answer = await fetch(`${server.url}/sheets/${id}/scans/${kept?.id}`, { headers });
      await answer.arrayBuffer();
      statuses.push(answer.status);
    }
    await server.close();
    expect(statuses).to.deep.equal([200, 403, 404]);
  });

  it('waits in the queue as one, not line by line', async () => {
    const own = await aCommunity();
    const [keeper, person] = [await aManager(own), await aResident(own)];
    const before = await queueSummary(own.id);
    const { code } = await aRule(own, { points: 2, minutesPerUnit: 60 });
    const form = { rule: code, activity: '除草', place: '花园', occurredOn: DAY };
    const { id } = await makeSheet(keeper, form, asked(keeper));
    await enterTotals(keeper, id, { people: 2, hours: 2, points: 4 }, asked(keeper));
    await type(id, person, 1, keeper);
    await type(id, await aResident(own), 1, keeper);
    await handInSheet(keeper, id, asked(keeper));
    expect((await queueSummary(own.id)).count - before.count).to.equal(1);
    expect((await reviewQueue(keeper, { limit: 20 })).items).to.deep.equal([]);
    const [batch] = await waitingBatches(own.id);
    expect(batch).to.include({ href: `/sheets/${id}`, title: '除草', people: 2 });
  });

  it('is found by its number, and a slip of the hand is told', () => {
    expect(sheetIdOf(sheetNumber(1234))).to.equal(1234);
    expect(() => sheetIdOf('012345')).to.throw('sheet-number-wrong');
  });

  it('pays each line when somebody else approves the whole', async () => {
    const { id, people } = await handedIn();
    expect(await Promise.all(people.map(has))).to.deep.equal([0, 0]);
    expect((await approveSheet(other, id, asked(other))).approved).to.equal(2);
    expect(await Promise.all(people.map(has))).to.deep.equal([4, 2]);
    const [first] = await linesOf(id);
    const served = await row(
      sql`SELECT minutes FROM service_records WHERE check_in_id = ${first?.checkInId ?? 0}`,
    );
    expect(served).to.deep.equal({ minutes: 120 });
    expect(await verifyVolunteering()).to.deep.equal([]);
  });

  it('takes no line before its control totals', async () => {
    await refused(type(await aSheet(), await aResident(community)), 'totals-first');
  });

  for (const wrong of [
    { people: 3, hours: 3, points: 6 },
    { people: 2, hours: 2.5, points: 6 },
    { people: 2, hours: 3, points: 5 },
  ]) {
    it(`is not handed in while the totals say ${JSON.stringify(wrong)}`, async () => {
      const { id, people } = await typed();
      await enterTotals(clerk, id, wrong, asked(clerk));
      await refused(handInSheet(clerk, id, asked(clerk)), 'totals-differ');
      const { personId } = people[0];
      const entered = await row(sql`SELECT id FROM check_ins WHERE person_id = ${personId}`);
      expect(entered).to.equal(null);
    });
  }

  it('is handed in once, also by two at the same moment', async () => {
    const { id } = await typed();
    const presses = await Promise.allSettled(
      [clerk, other].map((by) => handInSheet(by, id, asked(by))),
    );
    expect(presses.map(({ status }) => status)).to.have.members(['fulfilled', 'rejected']);
    await refused(handInSheet(clerk, id, asked(clerk)), 'sheet-closed');
    const batch = await row(
      sql`SELECT CAST(COUNT(*) AS INTEGER) AS count FROM check_ins WHERE batch = ${`sheet:${id}`}`,
    );
    expect(batch).to.deep.equal({ count: 2 });
  });

  it('answers a repeated command as before, and books nothing more', async () => {
    const { id, people } = await typed();
    const handing = asked(clerk);
    const first = await handInSheet(clerk, id, handing);
    expect(await handInSheet(clerk, id, handing)).to.deep.equal(first);
    const approving = asked(other);
    const approved = await approveSheet(other, id, approving);
    expect(await approveSheet(other, id, approving)).to.deep.equal(approved);
    expect(await has(people[0])).to.equal(4);
  });

  it('is approved by nobody who typed any of it, and once', async () => {
    const { id, people } = await handedIn();
    await refused(approveSheet(clerk, id, asked(clerk)), 'own-entry');
    const third = await aManager(community);
    const presses = await Promise.allSettled(
      [other, third].map((by) => approveSheet(by, id, asked(by))),
    );
    expect(presses.map(({ status }) => status)).to.have.members(['fulfilled', 'rejected']);
    expect(await has(people[0])).to.equal(4);
    const helped = await typed();
    await removeLine(clerk, helped.id, (await linesOf(helped.id))[0]?.id ?? 0, asked(clerk));
    await type(helped.id, helped.people[0], 2, other);
    await handInSheet(clerk, helped.id, asked(clerk));
    await refused(approveSheet(other, helped.id, asked(other)), 'own-entry');
  });

  it('is approved wholly or not at all', async () => {
    const householdId = await aHousehold(community);
    const neighbour = await aResident(community);
    const mother = await aResident(community, { householdId });
    const son = await aManager(community, { householdId });
    const id = await aSheet();
    await enterTotals(clerk, id, { people: 2, hours: 2, points: 4 }, asked(clerk));
    await type(id, neighbour);
    await type(id, mother);
    await handInSheet(clerk, id, asked(clerk));
    await refused(approveSheet(son, id, asked(son)), 'own-household');
    expect(await has(neighbour)).to.equal(0);
    await approveSheet(other, id, asked(other));
    expect(await has(neighbour)).to.equal(2);
  });

  it('comes back with a reason, is put right and handed in again', async () => {
    const { id, people } = await handedIn();
    await returnSheet(other, id, '第二行看不清', asked(other));
    await refused(approveSheet(other, id, asked(other)), 'sheet-not-waiting');
    await handInSheet(clerk, id, asked(clerk));
    await approveSheet(other, id, asked(other));
    expect(await has(people[1])).to.equal(2);
  });

  it('is corrected after approval by a reversal of the line', async () => {
    const { id, people } = await handedIn();
    await approveSheet(other, id, asked(other));
    const { items } = await statementOf(people[1].personId, { limit: 1 });
    await reverseTransfer(other, items[0]?.id ?? 0, '没有来', asked(other));
    const lines = await linesOf(id);
    expect(lines.map(({ reversedAt }) => reversedAt !== null)).to.deep.equal([false, true]);
    expect(await Promise.all(people.map(has))).to.deep.equal([4, 0]);
  });

  it('finds people as they stand on the paper, and says when it is none or several', async () => {
    const id = await aSheet();
    await enterTotals(clerk, id, { people: 3, hours: 3, points: 6 }, asked(clerk));
    const elder = await aResident(community, { name: '欧阳桂芳' });
    const { number } = await issueCard(clerk, elder.personId, asked(clerk));
    const caller = await aResident(community, { name: '司马光明' });
    await setPhone(caller.personId, '19955667788');
    const put = (q: string) => enterLine(clerk, id, { q, units: 1 }, asked(clerk));
    expect((await put(number)).personId).to.equal(elder.personId);
    expect((await put('66 7788')).personId).to.equal(caller.personId);
    expect((await refused(put('oygf'), 'on-sheet-already')).field).to.equal('q');
    expect((await refused(put('没有这个人'), 'nobody-found')).field).to.equal('q');
    await aResident(community, { name: '司马光明' });
    await refused(put('司马光明'), 'several-found');
  });

  it('is closed to strangers, to residents, to one’s own name and before its day', async () => {
    const { id } = await typed();
    const stranger = await aManager(await aCommunity());
    await refused(type(id, await aResident(community), 1, stranger), 'no-sheet');
    await refused(approveSheet(stranger, id, asked(stranger)), 'no-sheet');
    const resident = await aResident(community);
    await refused(handInSheet(resident, id, asked(resident)), 'no-sheet');
    const neighbour = await aPerson(community, { roles: ['manager', 'resident'] });
    await refused(type(await typed().then((one) => one.id), neighbour, 1, neighbour), 'own-line');
    await refused(type(id, clerk), 'no-person');
    await refused(type(id, await aResident(await aCommunity())), 'no-person');
    const early = await aSheet(addDays(today(), 3));
    await enterTotals(clerk, early, { people: 1, hours: 1, points: 2 }, asked(clerk));
    await type(early, resident);
    await refused(handInSheet(clerk, early, asked(clerk)), 'occurred-in-future');
  });
});
