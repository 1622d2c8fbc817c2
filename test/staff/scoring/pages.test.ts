import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { setClock } from '../../../src/base/clock.ts';
import { inTransaction } from '../../../src/base/db.ts';
import { at } from '../../../src/base/period.ts';
import type { Actor } from '../../../src/people/index.ts';
import { closeQuarter, settleIncidents } from '../../../src/staff/index.ts';
import type { NewIncident } from '../../../src/staff/index.ts';
import { showAt } from '../../../src/staff/evidence.ts';
import { TEST_PASSWORD } from '../../factories.ts';
import { signInNameOf } from '../../people/factories.ts';
import { client, startServer } from '../../support/server.ts';
import type { Client, TestServer } from '../../support/server.ts';
import { adoptRules, aDepartment, aLeader, aMember, aStreet } from '../factories.ts';
import type { TestStreet } from '../factories.ts';
import { fact } from './facts.ts';

const QUARTER = '2026-Q3';
const MEMBERS = 70;
const KB = 1024;

describe('the pages of scores', function () {
  this.timeout(60_000);
  let server: TestServer;
  let street: TestStreet;
  let leader: Actor;
  let members: Actor[];

  const settle = (stand: readonly NewIncident[], lift: readonly string[] = []) =>
    inTransaction((tx) =>
      settleIncidents(
        street.id,
        { stand, lift: lift.map((key) => ({ key, why: 'leave' })) },
        { personId: null, reason: '有假条' },
        tx,
      ),
    );

  const signedIn = async (actor: Actor): Promise<Client> => {
    const browser = client(server.url);
    await browser.signIn(await signInNameOf(actor.personId), TEST_PASSWORD);
    return browser;
  };

  /** Everybody with a number in three parts, in two departments. */
  before(async () => {
    server = await startServer();
    setClock(at('2026-09-20', '10:00'));
    street = await aStreet();
    await adoptRules(street);
    leader = await aLeader(street, { staffNumber: 'A000' });
    const second = await aDepartment(street);
    members = [];
    for (let n = 0; n < MEMBERS; n += 1) {
      const departmentId = n < MEMBERS / 2 ? street.departmentId : second;
      const staffNumber = `N${String(n).padStart(3, '0')}`;
      members.push(await aMember(street, { departmentId, staffNumber, name: `赵明${n}` }));
    }
    await settle(
      members.flatMap((one) => [
        fact(one, '2026-07-01', 'absent'),
        { ...fact(one, '2026-07-02', 'duty-missed'), subject: 'watch:7' },
        fact(one, '2026-07-03', 'key-led'),
      ]),
    );
  });

  after(async () => {
    setClock();
    await server.close();
  });

  it('show a large office page by page, each person once, each page light', async () => {
    const browser = await signedIn(leader);
    const seen: string[] = [];
    let next: string | undefined = `?quarter=${QUARTER}`;
    for (let pages = 0; next !== undefined && pages < 5; pages += 1) {
      const { text }: { text: string } = await browser.get(`/staff/scores${next}`);
      expect(gzipSync(text).length).to.be.at.most(14 * KB);
      seen.push(
        ...[...text.matchAll(/scores\/(\d+)\?quarter=2026-Q3">/g)].map(([, id]) => id ?? ''),
      );
      next = /rel="next" href="([^"]+)"/.exec(text)?.[1]?.replaceAll('&amp;', '&');
    }
    expect(seen).to.deep.equal([leader, ...members].map(({ personId }) => String(personId)));
  });

  it('find a person by name, and a department', async () => {
    const browser = await signedIn(leader);
    const named = await browser.get(
      `/staff/scores?quarter=${QUARTER}&q=${encodeURIComponent('明69')}`,
    );
    expect(named.text).to.include('赵明69').and.not.to.include('赵明68');
    const own = await browser.get(
      `/staff/scores?quarter=${QUARTER}&department=${street.departmentId}`,
    );
    expect(own.text).to.include('赵明34').and.not.to.include('赵明35');
  });

  it('give the sheet as a file, with the same numbers', async () => {
    const { text, headers } = await (
      await signedIn(leader)
    ).get(`/staff/scores.csv?quarter=${QUARTER}`);
    const lines = text.trim().split('\r\n');
    expect(lines).to.have.length(MEMBERS + 2);
    expect(lines.at(-1)).to.match(/,赵明69,100,-2,-5,0,3,96$/);
    expect(headers.get('content-disposition')).to.include('scores-2026-Q3.csv');
  });

  it('open a number to its entries, each with its rules and the page of its evidence', async () => {
    const [person] = members as [Actor];
    showAt('watch', (id) => `/staff/watches/${id}`);
    const sheet = await (await signedIn(leader)).get(`/staff/scores?quarter=${QUARTER}`);
    expect(sheet.text).to.include(`/staff/scores/${person.personId}?quarter=${QUARTER}#duty`);
    const { text } = await (await signedIn(person)).get(`/staff/score?quarter=${QUARTER}`);
    expect(text).to.include('id="duty"').and.to.include('href="/staff/watches/7"');
    expect(text).to.match(/href="\/staff\/rules\/\d+"/);
  });

  it('link a reversal with what it undoes, also across quarters', async () => {
    const person = members[1] as Actor;
    await inTransaction((tx) => closeQuarter(street.id, QUARTER, null, tx));
    setClock(at('2026-10-10', '10:00'));
    await settle([], [fact(person, '2026-07-02', 'duty-missed').key]);
    const browser = await signedIn(person);
    const undone = (await browser.get(`/staff/score?quarter=${QUARTER}`)).text;
    const reversal = /href="\/staff\/score\?quarter=2026-Q4#(entry-\d+)"/.exec(undone)?.[1] ?? '';
    const { text } = await browser.get('/staff/score?quarter=2026-Q4');
    expect(text).to.include(`id="${reversal}"`).and.to.include('有假条');
    expect(text).to.match(/href="\/staff\/score\?quarter=2026-Q3#entry-\d+"/);
  });

  it('are closed to a colleague, and the sheet to staff', async () => {
    const browser = await signedIn(members[2] as Actor);
    const other = members[3] as Actor;
    const paths = [`/staff/scores/${other.personId}`, '/staff/scores', '/staff/scores.csv'];
    for (const path of paths) expect((await browser.get(path)).status, path).to.equal(403);
  });
});
