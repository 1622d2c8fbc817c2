import { expect } from 'chai';
import { setClock } from '../../../src/base/clock.ts';
import { inTransaction } from '../../../src/base/db.ts';
import { at } from '../../../src/base/period.ts';
import { issueToken } from '../../../src/people/index.ts';
import type { Actor } from '../../../src/people/index.ts';
import { clearIncident, scoreSheet, settleIncidents } from '../../../src/staff/index.ts';
import { addRule, changeDetails, removeRule } from '../../../src/staff/rules/drafts.ts';
import { wholeSet } from '../../../src/staff/rules/queries.ts';
import { factsOf, rehearsalFor, rehearsalOf } from '../../../src/staff/rehearsal/queries.ts';
import { asked } from '../../factories.ts';
import { databaseDigest } from '../../support/digest.ts';
import { client, startServer } from '../../support/server.ts';
import type { TestServer } from '../../support/server.ts';
import { adoptRules, aDepartment, aLeader, aMember, anAssessor, aStreet } from '../factories.ts';
import type { TestStreet } from '../factories.ts';
import { aDraft } from '../rules/factories.ts';
import { fact, incidentOf } from '../scoring/facts.ts';

const QUARTER = '2026-Q3';

describe('a rehearsal of changed rules', () => {
  let server: TestServer;
  let street: TestStreet;
  let maker: Actor;
  let often: Actor;
  let led: Actor;
  let draft: number;

  before(async () => {
    server = await startServer();
  });

  after(() => server.close());

  /** One with four lates and a missed duty, one who led; in the draft lates cost from the second. */
  beforeEach(async () => {
    setClock(at('2026-10-20', '10:00'));
    street = await aStreet();
    await adoptRules(street);
    maker = await anAssessor(street);
    often = await aMember(street);
    led = await aMember(street, { departmentId: await aDepartment(street) });
    const days = ['2026-07-01', '2026-07-02', '2026-07-03', '2026-07-06'];
    await tell([
      ...days.map((day) => fact(often, day, 'late')),
      fact(often, '2026-08-03', 'duty-missed'),
      fact(led, '2026-08-04', 'key-led'),
      fact(led, '2026-10-08', 'absent'),
    ]);
    draft = await aDraft(maker);
    const late = (await wholeSet(draft)).rules.find(({ code }) => code === 'late');
    await removeRule(maker, draft, late?.id ?? 0, asked(maker));
    const tiers = [{ from: 2, points: -1 }];
    const wish = { code: 'late', part: 'attendance', name: '迟到', points: 0, tiers } as const;
    await addRule(maker, draft, wish, asked(maker));
    const head = { name: '新细则', effectiveFrom: '2027-01-01' };
    const limits = [{ part: 'key-work', floor: null, cap: 2 } as const];
    await changeDetails(maker, draft, head, limits, asked(maker));
  });

  afterEach(() => setClock());

  const tell = (stand: Parameters<typeof settleIncidents>[1]['stand']) =>
    inTransaction((tx) =>
      settleIncidents(street.id, { stand: stand ?? [] }, { personId: null }, tx),
    );
  const rehearsed = async () => rehearsalOf(await wholeSet(draft), QUARTER);
  const lineOf = async ({ personId }: Actor) =>
    (await rehearsed()).lines.find((one) => one.personId === personId);

  it('shows who would gain or lose, by part, with the sums before and after', async () => {
    expect(await lineOf(often)).to.deep.include({
      before: { attendance: -2, duty: -5, discipline: 0, 'key-work': 0 },
      after: { attendance: -3, duty: -5, discipline: 0, 'key-work': 0 },
      change: -1,
    });
    expect(await lineOf(led)).to.include({ change: -1 });
    const { summary } = await rehearsed();
    expect(summary).to.deep.include({ gain: 0, lose: 2, unchanged: 1 });
    expect(summary.after['key-work']).to.equal(2);
  });

  it('comes before the change to what the sheet of the quarter says', async () => {
    const { lines } = await rehearsed();
    const sheet = await scoreSheet(street.id, QUARTER);
    expect(lines.map(({ personId, before }) => [personId, before])).to.deep.equal(
      sheet.map(({ personId, sums }) => [personId, sums]),
    );
  });

  it('opens a person to the incidents that would be worth something else', async () => {
    const { line, differences } = await rehearsalFor(
      await wholeSet(draft),
      QUARTER,
      often.personId,
    );
    expect(differences.map(({ occurredOn, before, after }) => [occurredOn, before, after])).to.eql([
      ['2026-07-02', 0, -1],
    ]);
    expect(line.change).to.equal(-1);
  });

  it('leaves out what was cleared on appeal', async () => {
    const id = await incidentOf(fact(often, '2026-07-06', 'late').key);
    await inTransaction((tx) => clearIncident(id, { personId: maker.personId }, tx));
    expect(await lineOf(often)).to.include({ change: -1 });
    expect((await lineOf(often))?.after.attendance).to.equal(-2);
  });

  it('takes facts that are handed in, and then reads no others', async () => {
    const [first, ...others] = await factsOf(street.id, QUARTER);
    const { lines } = await rehearsalOf(await wholeSet(draft), QUARTER, others);
    expect(first?.ruleCode).to.equal('late');
    expect(lines.find(({ personId }) => personId === often.personId)).to.include({ change: -1 });
    expect((await rehearsalOf(await wholeSet(draft), QUARTER, [])).summary.unchanged).to.equal(3);
  });

  it('books nothing: the whole database is the same before and after', async () => {
    const token = await issueToken(maker);
    const paths = ['', '.csv', `/${often.personId}`].map(
      (end) => `/staff/rules/${draft}/rehearsal${end}`,
    );
    const before = await databaseDigest();
    for (const path of paths) {
      const { status } = await client(server.url).json(`${path}?quarter=${QUARTER}`, { token });
      expect(status, path).to.equal(200);
    }
    expect(await databaseDigest()).to.equal(before);
    await tell([fact(often, '2026-10-09', 'late')]);
    expect(await databaseDigest()).not.to.equal(before);
  });

  it('is for those who see all scores of that office', async () => {
    const statuses = [];
    for (const by of [await aLeader(street), often, await anAssessor(await aStreet())]) {
      const token = await issueToken(by);
      const path = `/staff/rules/${draft}/rehearsal`;
      statuses.push((await client(server.url).json(path, { token })).status);
    }
    expect(statuses).to.deep.equal([200, 403, 404]);
  });
});
