import { Writable } from 'node:stream';
import { expect } from 'chai';
import express from 'express';
import ICAL from 'ical.js';
import { pino } from 'pino';
import sql from 'sql-template-tag';
import { routes } from '../../../src/app.ts';
import { setClock } from '../../../src/base/clock.ts';
import { rows } from '../../../src/base/db.ts';
import { at } from '../../../src/base/period.ts';
import type { Actor } from '../../../src/people/index.ts';
import {
  acceptExchange,
  cancelDuty,
  changeDuty,
  closeFeed,
  openFeed,
  proposeSwap,
} from '../../../src/staff/index.ts';
import { requestLogOf } from '../../../src/web/log.ts';
import { asked } from '../../factories.ts';
import { refused } from '../../support/refused.ts';
import { client, startServer } from '../../support/server.ts';
import type { Reply, TestServer } from '../../support/server.ts';
import { anOffice, aRosterWith } from './factories.ts';
import type { TestOffice } from './factories.ts';

describe('the calendar of one’s own duties', () => {
  let server: TestServer;
  let office: TestOffice;
  let first: Actor;
  let second: Actor;
  let mine: number;
  let theirs: number;

  before(async () => {
    server = await startServer();
  });
  after(() => server.close());

  beforeEach(async () => {
    office = await anOffice();
    [first, second] = office.people;
    [mine, theirs] = (await aRosterWith(office, [
      [first, office.night, '2026-10-12'],
      [second, office.day, '2026-10-14'],
    ])) as [number, number];
  });

  afterEach(() => setClock());

  const opened = async (by = first): Promise<string> => (await openFeed(by, asked(by))).token;
  const get = (token: string): Promise<Reply> =>
    client(server.url).get(`/staff/duties/feed/${token}.ics`);

  /** What a calendar makes of the text. */
  async function events(token: string) {
    const { text } = await get(token);
    const calendar = new ICAL.Component(ICAL.parse(text) as never);
    return calendar.getAllSubcomponents('vevent').map((one) => {
      const event = new ICAL.Event(one);
      return {
        uid: event.uid,
        sequence: event.sequence,
        status: one.getFirstPropertyValue('status'),
        starts: event.startDate.toJSDate().toISOString(),
        ends: event.endDate.toJSDate().toISOString(),
      };
    });
  }

  it('has them at the times of Shanghai, also across midnight, without sign-in', async () => {
    const token = await opened();
    const reply = await get(token);
    expect(reply.status).to.equal(200);
    expect(reply.headers.get('content-type')).to.match(/^text\/calendar/);
    const [night, ...more] = await events(token);
    expect(more).to.deep.equal([]);
    expect(night).to.include({
      sequence: 0,
      status: 'CONFIRMED',
      starts: at('2026-10-12', '17:30'),
      ends: at('2026-10-13', '08:30'),
    });
  });

  it('keeps the identity of a duty while it is moved, swapped and cancelled', async () => {
    const tokens = [await opened(first), await opened(second)] as const;
    const [{ uid } = { uid: '' }] = await events(tokens[0]);
    const wish = { personId: first.personId, shiftId: office.night, day: '2026-10-13' };
    await changeDuty(office.assessor, mine, wish, asked(office.assessor));
    const [moved] = await events(tokens[0]);
    expect(moved).to.include({ uid, sequence: 1, starts: at('2026-10-13', '17:30') });
    const swap = await proposeSwap(first, mine, { otherDutyId: theirs, note: '' }, asked(first));
    await acceptExchange(second, swap.id, asked(second));
    const [gone, taken] = await events(tokens[0]);
    expect(gone).to.include({ uid, sequence: 2, status: 'CANCELLED' });
    expect(taken).to.include({ status: 'CONFIRMED', starts: at('2026-10-14', '08:30') });
    await cancelDuty(office.assessor, theirs, asked(office.assessor));
    const [, cancelled] = await events(tokens[0]);
    expect(cancelled).to.include({ uid: taken?.uid, sequence: 2, status: 'CANCELLED' });
    const statuses = (await events(tokens[1])).map(({ status }) => status);
    expect(statuses).to.deep.equal(['CONFIRMED', 'CANCELLED']);
  });

  it('names nobody, and holds nothing of a draft', async () => {
    const { text } = await get(await opened());
    for (const { name } of [...office.people, office.assessor]) expect(text).not.to.include(name);
    expect(text.match(/BEGIN:VEVENT/g)).to.have.length(1);
  });

  it('has an address that nobody can make up, and that ends when it is renewed or closed', async () => {
    const token = await opened();
    expect(token).to.match(/^[0-9a-f]{64}$/);
    const renewed = await opened();
    expect((await get(token)).status).to.equal(404);
    expect((await get(renewed)).status).to.equal(200);
    await closeFeed(first, asked(first));
    expect((await get(renewed)).status).to.equal(404);
    for (const guess of ['1', 'x'.repeat(64), '%00', "'"]) {
      expect((await get(guess)).status, guess).to.equal(404);
    }
  });

  it('tells a repeat the same address, unless another has come since', async () => {
    const command = asked(first);
    const once = await openFeed(first, command);
    expect(await openFeed(first, command)).to.deep.equal(once);
    await opened();
    await refused(openFeed(first, command), 'feed-over');
  });

  it('is kept as a digest only, and opens nothing else', async () => {
    const token = await opened();
    const kept = await rows<{ digest: string; answer: string }>(
      sql`SELECT f.digest, k.answer FROM duty_feeds f
            JOIN idempotency_keys k ON k.person_id = f.person_id
           WHERE f.person_id = ${first.personId}`,
    );
    expect(JSON.stringify(kept)).not.to.include(token);
    const asBearer = await client(server.url).json('/staff/duties/own', { token });
    expect(asBearer.status).to.equal(401);
  });

  it('stays out of the log, however the address is written', async () => {
    const lines: string[] = [];
    const stream = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        lines.push(chunk.toString());
        done();
      },
    });
    const app = express();
    app.use(requestLogOf(routes, pino({ level: 'info' }, stream)));
    app.use((_req, res) => void res.status(404).end());
    const listening = app.listen(0);
    const { port } = listening.address() as { port: number };
    const secret = 's3cret';
    for (const path of [`feed/${secret}.ics`, `Feed/${secret}`, `feed/${secret}.ics/x?lang=en`]) {
      await fetch(`http://127.0.0.1:${port}/staff/duties/${path}`);
    }
    await fetch(`http://127.0.0.1:${port}/staff/duties/7`);
    listening.close();
    expect(lines).to.have.length(4);
    expect(lines.join('')).not.to.include(secret);
    expect(lines.join('')).to.include('/staff/duties/7');
  });
});
