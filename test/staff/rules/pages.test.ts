import { expect } from 'chai';
import { setClock } from '../../../src/base/clock.ts';
import { at } from '../../../src/base/period.ts';
import { messagesOf } from '../../../src/messages/index.ts';
import type { Actor } from '../../../src/people/index.ts';
import { wholeSet } from '../../../src/staff/rules/queries.ts';
import { TEST_PASSWORD } from '../../factories.ts';
import { signInNameOf } from '../../people/factories.ts';
import { client, startServer } from '../../support/server.ts';
import type { Client, TestServer } from '../../support/server.ts';
import { adoptRules, aLeader, aMember, anAssessor, aStreet, RULES } from '../factories.ts';
import { aDraft } from './factories.ts';

const MEETING = { code: 'meeting-absent', part: 'discipline', name: '会议缺席', points: '-1' };

describe('the pages of rules', () => {
  let server: TestServer;
  let maker: Actor;
  let leader: Actor;
  let staff: Actor;
  let current: number;

  before(async () => {
    server = await startServer();
  });

  after(() => server.close());

  beforeEach(async () => {
    setClock(at('2026-09-20', '10:00'));
    const street = await aStreet();
    current = await adoptRules(street);
    [maker, leader, staff] = [
      await anAssessor(street),
      await aLeader(street),
      await aMember(street),
    ];
  });

  afterEach(() => setClock());

  const signedIn = async (actor: Actor): Promise<Client> => {
    const browser = client(server.url);
    await browser.signIn(await signInNameOf(actor.personId), TEST_PASSWORD);
    return browser;
  };

  it('show staff the rules they are judged by, and no drafts', async () => {
    const draft = await aDraft(maker);
    const browser = await signedIn(staff);
    const list = await browser.get('/staff/rules');
    expect(list.text).to.include(`/staff/rules/${current}`);
    expect(list.text).not.to.include(`/staff/rules/${draft}`);
    const { text } = await browser.get(`/staff/rules/${current}`);
    for (const { name } of RULES.rules) expect(text).to.include(name);
    expect((await browser.get(`/staff/rules/${draft}`)).status).to.equal(404);
    expect((await browser.get(`/staff/rules/${draft}/comparison`)).status).to.equal(403);
  });

  it('take a rule by its form, and one that is wrong not at all, with a sentence at its field', async () => {
    const draft = await aDraft(maker);
    const browser = await signedIn(maker);
    const form = `/staff/rules/${draft}/rules/new`;
    const send = (over: Record<string, string>) =>
      browser.post(`/staff/rules/${draft}/rules`, { ...MEETING, ...over }, form);
    const wrong: [Record<string, string>, string][] = [
      [{ from1: '3', points1: '' }, 'points1'],
      [{ from2: '3', points2: '-2' }, 'from1'],
      [{ from1: '3', points1: '2' }, 'points1'],
      [{ points: '0' }, 'points'],
      [{ points: '' }, 'points'],
      [{ points: '1e9' }, 'points'],
      [{ code: '会议' }, 'code'],
      [{ code: 'late' }, 'code'],
      [{ graceMinutes: '5' }, 'graceMinutes'],
    ];
    for (const [over, field] of wrong) {
      const { status, text } = await send(over);
      expect(status, JSON.stringify(over)).to.be.oneOf([409, 422]);
      expect(text, JSON.stringify(over)).to.include(`id="field-${field}-error"`);
      expect(text).to.include('value="会议缺席"');
    }
    expect((await wholeSet(draft)).rules).to.have.length(RULES.rules.length);
    const { status } = await send({ from1: '3', points1: '-2' });
    expect(status).to.equal(303);
    const rule = (await wholeSet(draft)).rules.find(({ code }) => code === 'meeting-absent');
    expect(rule?.tiers).to.deep.equal([{ from: 3, points: -2 }]);
  });

  it('take limits by their form, none where a field is empty, and none on the wrong side of 0', async () => {
    const draft = await aDraft(maker);
    const browser = await signedIn(maker);
    const send = (over: Record<string, string>) =>
      browser.post(
        `/staff/rules/${draft}/details`,
        { name: '新细则', effectiveFrom: '2026-10-01', ...over },
        `/staff/rules/${draft}/edit`,
      );
    const above = await send({ 'floor-attendance': '5', 'cap-duty': '-1' });
    expect(above.status).to.equal(422);
    for (const name of ['floor-attendance', 'cap-duty']) {
      expect(above.text).to.include(`id="field-${name}-error"`);
    }
    expect((await send({ 'floor-attendance': '-5', 'cap-duty': '' })).status).to.equal(303);
    expect((await wholeSet(draft)).limits).to.deep.equal([
      { part: 'attendance', floor: -5, cap: null },
    ]);
  });

  it('let the leader adopt what they read, with a reason, and keep what was typed when refused', async () => {
    const draft = await aDraft(maker);
    const browser = await signedIn(leader);
    const path = `/staff/rules/${draft}`;
    const seen =
      /name="seen" value="([0-9a-f]{64})"/.exec((await browser.get(path)).text)?.[1] ?? '';
    const send = (over: Record<string, string>) =>
      browser.post(
        `${path}/adoption`,
        { effectiveFrom: '2026-10-01', reason: '讨论修订', seen, ...over },
        path,
      );
    const early = await send({ effectiveFrom: '2026-09-20' });
    expect(early.status).to.equal(422);
    expect(early.text).to.include('id="field-effectiveFrom-error"').and.to.include('讨论修订');
    expect((await send({ reason: '' })).text).to.include('id="field-reason-error"');
    expect((await send({})).status).to.equal(303);
    expect((await browser.get(path)).text)
      .to.include('讨论修订')
      .and.not.to.include('name="seen"');
    const { items } = await messagesOf(staff.personId);
    expect(items.map(({ href }) => href)).to.include(path);
  });
});
