import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import sql from 'sql-template-tag';
import { row } from '../../src/base/db.ts';
import { issueToken } from '../../src/people/index.ts';
import type { Actor } from '../../src/people/index.ts';
import type { CheckInView, Reviews, Rule } from '../../src/volunteering/index.ts';
import { aCommunity, aManager, aPerson, aResident, TEST_PASSWORD } from '../factories.ts';
import type { TestCommunity } from '../factories.ts';
import { client, startServer } from '../support/server.ts';
import type { Client, Reply, TestServer } from '../support/server.ts';
import { aCheckIn, anUpload, aPicture, aRule } from './factories.ts';

type One = { checkIn: CheckInView };
type Many = { items: CheckInView[]; next: string | null };
type Problem = { code: string; errors?: { field: string; code: string }[] };

async function signInNameOf({ personId }: Actor): Promise<string> {
  const person = await row<{ name: string }>(
    sql`SELECT sign_in_name AS name FROM persons WHERE id = ${personId}`,
  );
  return person!.name;
}

async function aReport(rule: Rule, photo?: Buffer): Promise<FormData> {
  const form = new FormData();
  form.append('rule', rule.code);
  form.append('quantity', '1');
  form.append('place', '文化广场');
  form.append('note', '扫了地');
  if (photo) form.append('photos', new Blob([new Uint8Array(photo)]), 'photo.jpg');
  return form;
}

describe('volunteering over HTTP', () => {
  let server: TestServer;
  let http: Client;
  let community: TestCommunity;
  let resident: Actor;
  let manager: Actor;
  let rule: Rule;

  before(async () => {
    server = await startServer();
    http = client(server.url);
    community = await aCommunity();
    resident = await aResident(community);
    manager = await aManager(community);
    rule = await aRule(community, { photoRequired: true });
  });
  after(() => server.close());

  it('takes a report with a photo, and shows the photo to those who may see it', async () => {
    const token = await issueToken(resident);
    const body = await aReport(rule, await aPicture(20));
    const sent = await http.json<One>('/check-ins', { token, body });
    expect(sent.status).to.equal(201);
    const { id, photos } = sent.json.checkIn;
    expect(sent.headers.get('location')).to.equal(`/check-ins/${id}`);

    const neighbour = await aResident(community);
    const stranger = await aManager(await aCommunity());
    const auditor = await aPerson(community, { roles: ['auditor'] });
    const statusFor = async (actor: Actor, path: string): Promise<number> =>
      (await http.json(path, { token: await issueToken(actor) })).status;
    for (const path of [photos[0]!.full, photos[0]!.thumb, `/check-ins/${id}`]) {
      for (const actor of [resident, manager, auditor]) {
        expect(await statusFor(actor, path), path).to.equal(200);
      }
      for (const actor of [neighbour, stranger]) {
        expect(await statusFor(actor, path), path).to.equal(404);
      }
      expect((await http.get(path)).status, path).to.be.oneOf([303, 401]);
    }
    const picture = await http.json(photos[0]!.full, { token });
    expect(picture.headers.get('content-type')).to.equal('image/webp');
    expect(picture.headers.get('cache-control')).to.contain('private');
  });

  it('says what is wrong with a photo and keeps the rest of the form as typed', async () => {
    const browser = client(server.url);
    await browser.signIn(await signInNameOf(resident), TEST_PASSWORD);
    const bad: [Buffer | undefined, number][] = [
      [undefined, 422],
      [Buffer.from('hello'), 415],
      [Buffer.alloc(16 * 1024 * 1024, 255), 413],
    ];
    for (const [photo, status] of bad) {
      const form = await aReport(rule, photo);
      const reply = await browser.postFiles('/check-ins', form, '/check-ins/new');
      expect(reply.status).to.equal(status);
      expect(reply.text).to.contain('id="field-photos-error"').and.contain('value="文化广场"');
      expect(reply.text).to.match(new RegExp(`value="${rule.code}"[^>]*checked`));
    }
  });

  it('names each wrong field in JSON', async () => {
    const body = { rule: rule.code, quantity: 0, occurredOn: '2026-02-30', place: '' };
    const token = await issueToken(resident);
    const { status, json } = await http.json<Problem>('/check-ins', { token, body });
    expect(status).to.equal(422);
    expect(json.errors?.map(({ field }) => field)).to.have.members([
      'quantity',
      'occurredOn',
      'place',
    ]);
  });

  const decide = async <T>(actor: Actor, path: string, body: unknown): Promise<Reply<T>> =>
    http.json<T>(path, { token: await issueToken(actor), body });

  it('decides one by one, with a reason where one is due', async () => {
    const plain = await aRule(community);
    const ids = [];
    for (let index = 0; index < 3; index += 1) ids.push((await aCheckIn(resident, plain)).id);
    const [good, bad, poor] = ids as [number, number, number];
    const approved = await decide<One>(manager, `/check-ins/${good}/approval`, {});
    expect(approved.json.checkIn).to.include({ state: 'approved', points: 2 });
    expect((await decide<Problem>(manager, `/check-ins/${good}/approval`, {})).status).to.equal(
      409,
    );
    expect((await decide(manager, `/check-ins/${bad}/rejection`, {})).status).to.equal(422);
    const reason = '照片看不清';
    const rejected = await decide<One>(manager, `/check-ins/${bad}/rejection`, { reason });
    expect(rejected.json.checkIn.decision).to.include({ state: 'rejected', reason });
    const returned = await decide<One>(manager, `/check-ins/${poor}/return`, { reason });
    expect(returned.json.checkIn.state).to.equal('returned');
    const withdrawn = await decide<One>(resident, `/check-ins/${poor}/withdrawal`, {});
    expect(withdrawn.json.checkIn.state).to.equal('withdrawn');
  });

  it('approves many at once, as a list and as the boxes of a form', async () => {
    const plain = await aRule(community);
    const [one, two, three] = [
      (await aCheckIn(resident, plain)).id,
      (await aCheckIn(resident, plain)).id,
      (await aCheckIn(resident, plain)).id,
    ];
    const done = await decide<Reviews>(manager, '/reviews', { approve: [one, 999_999_999] });
    expect(done.json).to.deep.equal({
      approved: [one],
      refused: [{ id: 999_999_999, code: 'no-check-in' }],
    });
    const browser = client(server.url);
    await browser.signIn(await signInNameOf(manager), TEST_PASSWORD);
    const approve = [String(two), String(three)];
    const form = await browser.post('/reviews', { approve }, '/reviews');
    expect(form.location).to.contain('/reviews?said=');
    const { json } = await http.json<One>(`/check-ins/${three}`, {
      token: await issueToken(resident),
    });
    expect(json.checkIn.state).to.equal('approved');
  });

  it('lists one’s own to a resident and the community’s to a manager, page by page', async () => {
    const home = await aCommunity();
    const here = await aRule(home);
    const [one, two] = [await aResident(home), await aResident(home)];
    const boss = await aManager(home);
    for (let index = 0; index < 3; index += 1) await aCheckIn(one, here);
    await aCheckIn(two, here);
    const list = async (actor: Actor, query: string): Promise<Many> =>
      (await http.json<Many>(`/check-ins?${query}`, { token: await issueToken(actor) })).json;
    expect((await list(one, 'state=submitted')).items).to.have.lengthOf(3);
    const first = await list(boss, 'state=submitted&limit=3');
    expect(first.items).to.have.lengthOf(3);
    const rest = await list(boss, first.next!);
    expect(rest).to.deep.include({ next: null });
    expect(rest.items).to.have.lengthOf(1);
    expect((await list(boss, 'state=approved')).items).to.deep.equal([]);
  });

  it('explains a number to the person it belongs to, and reverses it for a manager', async () => {
    const plain = await aRule(community);
    const { id } = await aCheckIn(resident, plain);
    await decide(manager, `/check-ins/${id}/approval`, {});
    const browser = client(server.url);
    await browser.signIn(await signInNameOf(resident), TEST_PASSWORD);
    const shown = (await browser.get(`/check-ins/${id}`)).text;
    const path = /href="(\/transfers\/\d+)"/.exec(shown)?.[1] as string;
    expect((await browser.get(path)).text)
      .to.contain(plain.name)
      .and.contain(manager.name);
    const neighbour = await aResident(community);
    expect((await http.json(path, { token: await issueToken(neighbour) })).status).to.equal(404);

    const reason = '记错了人';
    const reversal = await decide<{ transfer: object }>(manager, `${path}/reversal`, { reason });
    expect(reversal.status).to.equal(201);
    expect(reversal.json.transfer).to.include({ kind: 'reversal', points: -2, reason });
    expect((await decide(manager, `${path}/reversal`, { reason })).status).to.equal(409);
    expect((await browser.get(path)).status).to.equal(200);
  });

  it('shows what earns points to everybody, and lets managers change it', async () => {
    const body = {
      ...{ code: 'river', category: '公益', name: '护河', unit: '次', points: 3 },
      ...{ evidence: 'photo', capPerDay: 1, photoRequired: true },
    };
    const made = await decide<{ rule: { id: number } }>(manager, '/rules', body);
    expect(made.status).to.equal(201);
    const changed = { ...body, points: 4, code: undefined };
    const { id } = made.json.rule;
    expect((await decide(manager, `/rules/${id}/versions`, changed)).status).to.equal(201);
    const { json } = await http.json<{ items: { code: string; points: number; caps: object }[] }>(
      '/rules',
      { token: await issueToken(resident) },
    );
    const river = json.items.find(({ code }) => code === 'river');
    expect(river).to.deep.include({ points: 4, caps: { day: 1, week: null, year: null } });
    expect((await decide(resident, '/rules', body)).status).to.equal(403);
    expect((await http.get(`/rules/${id}`)).status).to.equal(200);
  });

  it('opens no other photo by changing the number in an address', async () => {
    const photo = await anUpload(await aPicture(21));
    const { photos } = await aCheckIn(resident, rule, {}, [photo]);
    const neighbour = await aResident(community);
    const reply = await http.json<Problem>(photos[0]!.full, { token: await issueToken(neighbour) });
    expect(reply.json.code).to.equal('no-photo');
    expect(readFileSync(photo.path).length).to.be.above(0);
  });
});
