import { expect } from 'chai';
import sql from 'sql-template-tag';
import { rows } from '../../../src/base/db.ts';
import type { Actor } from '../../../src/people/index.ts';
import { issueToken } from '../../../src/people/index.ts';
import { textsIn } from '../../../src/web/i18n.ts';
import { TEST_PASSWORD } from '../../factories.ts';
import { signInNameOf } from '../../people/factories.ts';
import { client, startServer } from '../../support/server.ts';
import type { TestServer } from '../../support/server.ts';
import { captureLog } from './evidence.ts';
import { aBallot, aCasting, anElectorate, LEADERS } from './factories.ts';
import type { Electorate } from './factories.ts';

const t = textsIn('zh-CN');

describe('the ballot box on the web', function () {
  this.timeout(20_000);
  let server: TestServer;
  let people: Electorate;
  let id: number;
  let papers: readonly string[];

  before(async () => {
    server = await startServer();
    people = await anElectorate({ colleagues: 0, representatives: 0 });
    const casting = await aCasting(people, LEADERS);
    id = casting.id;
    papers = casting.papers.leaders;
  });

  after(() => server.close());

  it('knows nobody, whatever cookie or token comes along, and leaves none', async () => {
    const voter = people.leaders[0] as Actor;
    const browser = client(server.url);
    await browser.signIn(await signInNameOf(voter.personId), TEST_PASSWORD);
    expect((await browser.get('/')).text).to.include(voter.name);
    const sessions = () => rows(sql`SELECT sid, data, expires_at FROM sessions ORDER BY sid`);
    const before = await sessions();
    const authorization = `Bearer ${await issueToken(voter)}`;
    for (const path of ['/ballots', `/ballots/${id}`, '/ballots/999999']) {
      const reply = await browser.request(path, { headers: { authorization } });
      expect(reply.text, path).not.to.include(voter.name);
      expect(reply.headers.getSetCookie(), path).to.deep.equal([]);
    }
    const form = aBallot(papers[0] as string, '4444');
    const reply = await browser.post(`/ballots/${id}`, form);
    expect(reply.location).to.equal(`/ballots/${id}?said=staff.evaluation.said.cast`);
    expect(reply.headers.getSetCookie()).to.deep.equal([]);
    expect(await sessions()).to.deep.equal(before);
  });

  it('shows who is rated to a paper that is good, and to nobody else', async () => {
    const visitor = client(server.url);
    const name = people.rated[0]?.name ?? '';
    expect((await visitor.get(`/ballots/${id}`)).text).not.to.include(name);
    const wrong = await visitor.post(`/ballots/${id}/openings`, { paper: 'ABCD-ABCD-ABCD-ABCD' });
    expect(wrong.status).to.equal(422);
    expect(wrong.text).to.include(t('refusal.paper-wrong')).and.to.include('ABCD-ABCD');
    expect(wrong.text).not.to.include(name);
    const forged = await visitor.post(`/ballots/${id}`, aBallot('1.AAAA.AAAA', '4444'));
    expect(forged.status).to.equal(422);
    expect(forged.text).not.to.include(name);
    const good = await visitor.post(`/ballots/${id}/openings`, { paper: papers[1] as string });
    expect(good.status).to.equal(200);
    expect(good.text).to.include(name);
  });

  it('keeps what was chosen when a ballot is refused', async () => {
    const visitor = client(server.url);
    const form = aBallot(papers[2] as string, '43', '长'.repeat(301));
    const long = await visitor.post(`/ballots/${id}`, form);
    expect(long.status).to.equal(422);
    expect(long.text)
      .to.match(/name="a0" value="4" checked/)
      .and.to.match(/name="a1" value="3" checked/);
    const odd = await visitor.post(`/ballots/${id}`, {
      ...aBallot(papers[2] as string, '43'),
      a1: '9',
    });
    expect(odd.status).to.equal(422);
    const empty = await visitor.post(`/ballots/${id}`, aBallot(papers[2] as string, ''));
    expect(empty.text).to.include(t('refusal.ballot-empty'));
  });

  it('refuses a paper that is used, in JSON as on the page', async () => {
    const visitor = client(server.url);
    const paper = papers[3] as string;
    const body = aBallot(paper, '4444');
    const first = await visitor.json(`/ballots/${id}`, { body, key: null });
    expect([first.status, first.json]).to.deep.equal([200, { cast: true }]);
    const again = await visitor.json(`/ballots/${id}`, { body, key: null });
    expect([again.status, again.json]).to.deep.equal([200, { cast: true }]);
    const other = await visitor.json<{ code: string }>(`/ballots/${id}`, {
      body: aBallot(paper, '1111'),
      key: null,
    });
    expect([other.status, other.json.code]).to.deep.equal([409, 'paper-used']);
    const opening = await visitor.post(`/ballots/${id}/openings`, { paper });
    expect([opening.status, opening.text.includes(t('refusal.paper-used'))]).to.deep.equal([
      409,
      true,
    ]);
  });

  it('answers nonsense with a sentence, never with a fault', async () => {
    const visitor = client(server.url);
    const { lines, stop } = captureLog();
    for (const paper of [
      '.',
      '..',
      '1.2',
      '9.A.A',
      '\u{1F5F3}'.repeat(200),
      "' OR 1=1 --",
      'a'.repeat(1001),
    ]) {
      for (const path of [`/ballots/${id}/openings`, `/ballots/${id}`]) {
        const reply = await visitor.post(path, { paper, a0: '4' });
        expect(reply.status, paper).to.be.oneOf([409, 422]);
      }
    }
    stop();
    expect(lines).to.deep.equal([]);
  });

  it('tells of the result nobody but those who may see it', async () => {
    const rated = client(server.url);
    await rated.signIn(await signInNameOf(people.rated[0]?.personId ?? 0), TEST_PASSWORD);
    expect((await rated.get(`/staff/evaluations/${id}/results`)).status).to.equal(403);
    expect((await rated.get(`/staff/evaluations/${id}/voters`)).status).to.equal(403);
    const assessor = client(server.url);
    await assessor.signIn(await signInNameOf(people.assessor.personId), TEST_PASSWORD);
    const early = await assessor.get(`/staff/evaluations/${id}/results`);
    expect([early.status, early.text.includes(t('refusal.no-result'))]).to.deep.equal([404, true]);
  });
});
