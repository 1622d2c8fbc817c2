import { expect } from 'chai';
import sql from 'sql-template-tag';
import { inTransaction, row } from '../../src/base/db.ts';
import type { Actor } from '../../src/people/index.ts';
import { aCommunity, aResident, TEST_PASSWORD } from '../factories.ts';
import { booked } from '../ledger/factories.ts';
import { client, startServer } from '../support/server.ts';
import type { Client, TestServer } from '../support/server.ts';

describe('a page that is kept', () => {
  let server: TestServer;

  before(async () => {
    server = await startServer();
  });

  after(() => server.close());

  async function browserOf(person: Actor): Promise<Client> {
    const found = await row<{ name: string }>(
      sql`SELECT sign_in_name AS name FROM persons WHERE id = ${person.personId}`,
    );
    const browser = client(server.url);
    await browser.signIn(found?.name ?? '', TEST_PASSWORD);
    await browser.get('/');
    return browser;
  }

  const pointsOn = (html: string): string | undefined =>
    /class="points-now">\s*(\d+)/.exec(html)?.[1];

  it('is the same while nothing is written, and new as soon as something is', async () => {
    const person = await aResident(await aCommunity());
    const browser = await browserOf(person);
    const first = await browser.get('/');
    const second = await browser.get('/');
    expect(second.text).to.equal(first.text);
    expect(pointsOn(first.text)).to.equal('0');
    await booked(person, 'award', 7);
    expect(pointsOn((await browser.get('/')).text)).to.equal('7');
  });

  it('is never another person’s, nor another session’s', async () => {
    const community = await aCommunity();
    const [rich, poor] = [await aResident(community), await aResident(community)];
    await booked(rich, 'award', 9);
    const [one, two, three] = [await browserOf(rich), await browserOf(poor), await browserOf(rich)];
    const pages = await Promise.all([one, two, three].map((browser) => browser.get('/')));
    expect(pages.map(({ text }) => pointsOn(text))).to.deep.equal(['9', '0', '9']);
    const tokens = pages.map(({ text }) => /name="_csrf" value="([^"]+)"/.exec(text)?.[1]);
    expect(new Set(tokens).size).to.equal(3);
    expect(pages[0]?.headers.get('cache-control')).to.equal('private, no-cache');
  });

  it('is gone with the sign-in', async () => {
    const person = await aResident(await aCommunity());
    const browser = await browserOf(person);
    await inTransaction((tx) =>
      row(sql`UPDATE persons SET active = FALSE WHERE id = ${person.personId} RETURNING id`, tx),
    );
    expect(pointsOn((await browser.get('/')).text)).to.equal(undefined);
  });
});
