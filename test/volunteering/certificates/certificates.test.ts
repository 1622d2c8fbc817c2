import { expect } from 'chai';
import sql from 'sql-template-tag';
import { setClock } from '../../../src/base/clock.ts';
import { change, inTransaction, row } from '../../../src/base/db.ts';
import { at } from '../../../src/base/period.ts';
import { statementOf } from '../../../src/ledger/index.ts';
import { messagesOf } from '../../../src/messages/index.ts';
import type { Actor } from '../../../src/people/index.ts';
import {
  approveCheckIn,
  askForCertificate,
  certificateByCode,
  declineRequest,
  issueAsked,
  issueCertificate,
  openRequests,
  readableCertificate,
  reverseTransfer,
  serviceOf,
  takeBackCheckIn,
  verifyCertificates,
  withdrawCertificate,
} from '../../../src/volunteering/index.ts';
import { lastDeclined } from '../../../src/volunteering/certificates/queries.ts';
import type { Rule } from '../../../src/volunteering/index.ts';
import { aCommunity, aManager, aPerson, aResident, asked } from '../../factories.ts';
import type { TestCommunity } from '../../factories.ts';
import { refused } from '../../support/refused.ts';
import { client, startServer } from '../../support/server.ts';
import type { TestServer } from '../../support/server.ts';
import { aCheckIn, aRule } from '../factories.ts';

const YEAR = { from: '2026-01-01', to: '2026-12-31' };

describe('certificates of service', () => {
  let community: TestCommunity;
  let manager: Actor;
  let rule: Rule;

  before(async () => {
    setClock(at('2026-11-25', '10:00'));
    community = await aCommunity();
    manager = await aManager(community);
    rule = await aRule(community, { unit: '小时', points: 1 });
  });

  after(() => setClock());

  /** Somebody who served that many hours on a day. */
  async function served(hours = 2, occurredOn = '2026-11-20', by = rule): Promise<Actor> {
    const person = await aResident(community);
    await servedMore(person, hours, occurredOn, by);
    return person;
  }

  async function servedMore(person: Actor, hours: number, occurredOn: string, by = rule) {
    const { id } = await aCheckIn(person, by, { quantity: hours, occurredOn });
    await approveCheckIn(manager, id, asked(manager));
    return id;
  }

  const issue = (person: Actor, span = YEAR, by = manager): Promise<{ id: number }> =>
    issueCertificate(by, person.personId, span, asked(by));

  const codeOf = async (id: number): Promise<string> =>
    (await readableCertificate(manager, id)).code;

  async function reverseAwardOf(person: Actor): Promise<void> {
    const { items } = await statementOf(person.personId, { limit: 1 });
    await reverseTransfer(manager, items[0]?.id ?? 0, '重复申报', asked(manager));
  }

  it('is declined with a reason that the person reads, and asked for again', async () => {
    const person = await served();
    const request = await askForCertificate(person, YEAR, asked(person));
    const decline = (by: Actor) => declineRequest(by, request.id, '请先更正姓名', asked(by));
    await refused(decline(await aManager(await aCommunity())), 'no-request');
    await refused(decline(person), 'no-request');
    await decline(manager);
    await refused(decline(manager), 'no-request');
    await refused(issueAsked(manager, request.id, asked(manager)), 'no-request');
    const { items } = await messagesOf(person.personId);
    expect(items[0]?.kind).to.equal('certificate-declined');
    expect(await lastDeclined(person.personId)).to.equal('请先更正姓名');
    const again = await askForCertificate(person, YEAR, asked(person));
    expect((await issueAsked(manager, again.id, asked(manager))).id).to.be.above(0);
  });

  it('is withdrawn when hours without points in it are taken back', async () => {
    const capped = await aRule(community, { unit: '小时', points: 1, capPerDay: 1 });
    const person = await served(1, '2026-11-20', capped);
    const id = await servedMore(person, 2, '2026-11-20', capped);
    const certificate = await issue(person);
    const takeBack = (by: Actor) => takeBackCheckIn(by, id, '没有来', asked(by));
    await refused(takeBack(person), 'own-check-in');
    await refused(takeBack(await aResident(community)), 'no-check-in');
    await takeBack(manager);
    await refused(takeBack(manager), 'reversed-already');
    expect((await serviceOf(person.personId)).minutes).to.equal(60);
    const { withdrawnAt } = await readableCertificate(manager, certificate.id);
    expect(withdrawnAt).to.be.a('string');
  });

  it('names the service of its days that counts, and nothing else', async () => {
    const person = await served(2, '2026-11-20');
    await servedMore(person, 3, '2026-11-10');
    const notCounting = await aRule(community, { countsServiceHours: false });
    await servedMore(person, 1, '2026-11-20', notCounting);
    const { id } = await issue(person, { from: '2026-11-15', to: '2026-11-20' });
    const { content, minutes } = await readableCertificate(person, id);
    expect(minutes).to.equal(120);
    expect(content.items.map(({ day, minutes: one }) => [day, one])).to.deep.equal([
      ['2026-11-20', 120],
    ]);
    expect(content.handler).to.equal(manager.name);
  });

  it('is numbered in a series of its community and year without a gap, also two at once', async () => {
    const there = await aCommunity();
    const keeper = await aManager(there);
    const theirs = await aRule(there, { unit: '小时' });
    const people = await Promise.all([1, 2, 3].map(() => aResident(there)));
    for (const one of people) {
      const { id } = await aCheckIn(one, theirs);
      await approveCheckIn(keeper, id, asked(keeper));
    }
    const made = await Promise.all(people.map((one) => issue(one, YEAR, keeper)));
    const numbers = await Promise.all(
      made.map(async ({ id }) => (await readableCertificate(keeper, id)).serial),
    );
    expect(numbers.sort()).to.deep.equal([1, 2, 3]);
  });

  it('is issued once for one press', async () => {
    const person = await served();
    const command = asked(manager);
    const first = await issueCertificate(manager, person.personId, YEAR, command);
    expect(await issueCertificate(manager, person.personId, YEAR, command)).to.deep.equal(first);
  });

  it('is asked for by who served, and issued by a manager', async () => {
    const person = await served();
    const { id } = await askForCertificate(person, YEAR, asked(person));
    await refused(askForCertificate(person, YEAR, asked(person)), 'asked-already');
    const stranger = await aManager(await aCommunity());
    await refused(issueAsked(stranger, id, asked(stranger)), 'no-request');
    const presses = await Promise.allSettled(
      [1, 2].map(() => issueAsked(manager, id, asked(manager))),
    );
    expect(presses.map(({ status }) => status)).to.have.members(['fulfilled', 'rejected']);
    expect(await openRequests({ personId: person.personId })).to.deep.equal([]);
    const { items } = await messagesOf(person.personId);
    const told = items.filter(({ kind }) => kind.startsWith('certificate-'));
    expect(told.map(({ kind }) => kind)).to.deep.equal(['certificate-issued']);
  });

  it('is refused without service, on crossed days, for oneself and by others', async () => {
    const idle = await aResident(community);
    await refused(issue(idle), 'no-service');
    await refused(askForCertificate(idle, YEAR, asked(idle)), 'no-service');
    const person = await served();
    await refused(issue(person, { from: '2026-12-01', to: '2026-11-01' }), 'span-crossed');
    const both = await aPerson(community, { roles: ['manager', 'resident'] });
    await servedMore(both, 1, '2026-11-20');
    await refused(issue(both, YEAR, both), 'issue-certificate');
    await refused(issue(person, YEAR, idle), 'no-person');
    const { id } = await issue(person);
    await refused(readableCertificate(idle, id), 'no-certificate');
    await refused(withdrawCertificate(person, id, '不要了', asked(person)), 'withdraw-certificate');
  });

  it('is withdrawn when hours in it are reversed, and its holder is told', async () => {
    const person = await served();
    const { id } = await issue(person);
    const code = await codeOf(id);
    expect((await certificateByCode(code))?.withdrawnAt).to.equal(null);
    await reverseAwardOf(person);
    expect((await certificateByCode(code))?.reason).to.equal('重复申报');
    expect((await serviceOf(person.personId)).minutes).to.equal(0);
    const { items } = await messagesOf(person.personId);
    expect(items.map(({ kind }) => kind)).to.include('certificate-withdrawn');
    await refused(issue(person), 'no-service');
  });

  it('is valid or withdrawn, never valid with hours that are gone, when both happen at once', async () => {
    const person = await served();
    const [issued] = await Promise.allSettled([issue(person), reverseAwardOf(person)]);
    if (issued.status === 'rejected') return;
    expect((await certificateByCode(await codeOf(issued.value.id)))?.withdrawnAt).not.to.equal(
      null,
    );
  });

  it('is withdrawn by a manager with a reason, once', async () => {
    const { id } = await issue(await served());
    await withdrawCertificate(manager, id, '姓名有误', asked(manager));
    await refused(withdrawCertificate(manager, id, '再来', asked(manager)), 'withdrawn-already');
  });

  it('is never changed: the database refuses, and a digest proves it', async () => {
    const { id } = await issue(await served());
    const forge = inTransaction((tx) =>
      change(sql`UPDATE certificates SET minutes = 6000 WHERE id = ${id}`, tx),
    );
    const failed = await forge.then(
      () => null,
      (error: unknown) => (error as Error).message,
    );
    expect(failed).to.contain('append-only');
    expect(await row(sql`SELECT minutes FROM certificates WHERE id = ${id}`)).to.deep.equal({
      minutes: 120,
    });
    const wrong = await verifyCertificates();
    expect(wrong.filter(({ subject }) => subject === `certificate:${id}`)).to.deep.equal([]);
  });

  describe('checked by anybody', () => {
    let server: TestServer;

    before(async () => {
      server = await startServer();
    });

    after(() => server.close());

    const check = async (code: string): Promise<string> => {
      const { json } = await client(server.url).json<{ checked: { state: string } }>(
        `/certificates/check/${code}`,
      );
      return JSON.stringify(json.checked);
    };

    it('says valid, withdrawn or unknown, and of the person no more than a masked name', async () => {
      const { id } = await issue(await served());
      const code = await codeOf(id);
      const valid = await check(code);
      expect(valid).to.contain('"valid"').and.to.contain('王*兰');
      expect(valid).not.to.contain('王秀兰').and.not.to.contain('personId');
      await withdrawCertificate(manager, id, '姓名有误', asked(manager));
      const withdrawn = await check(code.toLowerCase());
      expect(withdrawn).to.contain('"withdrawn"').and.not.to.contain('姓名有误');
      expect(await check('234567892345')).to.equal('{"state":"unknown"}');
    });
  });
});
