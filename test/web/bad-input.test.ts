import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { routes } from '../../src/app.ts';
import { ROLES, issueToken } from '../../src/people/index.ts';
import type { Route } from '../../src/web/route.ts';
import { aCommunity, aPerson } from '../factories.ts';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

// What ends the asker's own sign-in would leave the rest to be asked by nobody.
const asked = routes.filter(({ path }) => path !== '/session/end');

const nasty = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '\u0000',
    '\ud800',
    '1e999',
    '-1',
    '99999999999999999999',
    'NaN',
    '[]',
    '{}',
    '[[[[',
    '__proto__',
    "' OR 1=1 --",
    '../../etc/passwd',
    '<script>',
    '2026-02-30',
    '９９',
    '名'.repeat(5000),
  ),
  fc.string(),
  fc.anything(),
);

/** Everything that a form may name, with what nobody would type in it. */
const bodyOf = (one: Route): fc.Arbitrary<Record<string, unknown>> => {
  const described = one.form?.describe() as { keys?: Record<string, unknown> } | undefined;
  const names = [...Object.keys(described?.keys ?? {}), 'constructor', '__proto__'];
  return fc.dictionary(fc.constantFrom(...names), nasty);
};

const parts = fc.constantFrom(
  '1',
  '0',
  '-1',
  '01',
  '1e3',
  '99999999999',
  '%00',
  '%ff',
  '%F0%9F',
  'a.csv',
  "'",
);
const types = fc.constantFrom(
  'application/json',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'multipart/form-data; boundary=x',
  'text/xml',
  'application/json; charset=latin9',
  'nonsense',
);

/** The answer to a body that is text, of whatever type it says it is. */
const encoded = (body: unknown, type: string): string => {
  if (type.startsWith('application/json')) return safeJson(body);
  if (type === 'multipart/form-data; boundary=x') {
    return `--x\r\nContent-Disposition: form-data; name="photos"; filename="a"\r\n\r\n${safeJson(body)}`;
  }
  return `name=${encodeURIComponent(safeJson(body))}&name=%&a[b]=1&%00=%ff`;
};

function safeJson(body: unknown): string {
  try {
    return JSON.stringify(body, (_key, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    ).replace(/[\ud800-\udfff]/g, '\\ud800');
  } catch {
    return '{"broken';
  }
}

describe('bad input', function () {
  this.timeout(90_000);
  let server: TestServer;
  let token = '';

  before(async () => {
    server = await startServer();
    const everything = await aPerson(await aCommunity(), { roles: ROLES });
    token = await issueToken(everything);
  });

  after(() => server.close());

  const send = async (path: string, options: RequestInit): Promise<number> => {
    const response = await fetch(server.url + path, {
      redirect: 'manual',
      ...options,
      headers: { authorization: `Bearer ${token}`, ...(options.headers as object) },
    });
    await response.arrayBuffer();
    return response.status;
  };

  it('never makes a fault of ours, whatever is sent where', async () => {
    const cases = fc.constantFrom(...asked).chain((one) =>
      fc.record({
        one: fc.constant(one),
        body: bodyOf(one),
        part: parts,
        type: types,
        accept: fc.constantFrom('application/json', 'text/html', '*/*', 'a/b', ''),
        key: fc.constantFrom(randomUUID(), 'x', 'y'.repeat(300)),
        query: fc.constantFrom(
          '',
          '?before=-1',
          '?before[]=1',
          '?state=%00',
          '?lang=xx',
          '?%ff',
          '?q=%ud800',
          '?community=99999999999',
        ),
        origin: fc.constantFrom('', 'null', 'http://[', 'http://other.example'),
      }),
    );
    await fc.assert(
      fc.asyncProperty(cases, async ({ one, body, part, type, accept, key, query, origin }) => {
        const path = one.path.replace(/:\w+/g, part) + query;
        const headers = { accept, 'idempotency-key': key, ...(origin ? { origin } : {}) };
        const status =
          one.method === 'get'
            ? await send(path, { headers })
            : await send(path, {
                method: 'POST',
                headers: { ...headers, 'content-type': type },
                body: encoded(body, type),
              });
        expect(status, `${one.method} ${path} ${type} ${safeJson(body)}`).to.be.below(500);
      }),
      { numRuns: 1500 },
    );
  });

  it('says which limit was passed: too large, wrong type, no such page', async () => {
    const json = { accept: 'application/json', 'idempotency-key': randomUUID() };
    const large = { method: 'POST', body: JSON.stringify({ lines: 'x'.repeat(400_000) }) };
    const asJson = { ...json, 'content-type': 'application/json' };
    expect(await send('/redemptions', { ...large, headers: asJson })).to.equal(413);
    const xml = { method: 'POST', body: '<a/>', headers: { ...json, 'content-type': 'text/xml' } };
    expect(await send('/redemptions', xml)).to.equal(415);
    expect(await send('/no-such-page', { headers: json })).to.equal(404);
    expect(await send('/check-ins/0', { headers: json })).to.equal(404);
  });

  it('from another site is refused before it is read', async () => {
    const headers = { 'sec-fetch-site': 'cross-site', 'content-type': 'application/json' };
    const response = await fetch(`${server.url}/session`, {
      method: 'POST',
      body: JSON.stringify({ name: 'a', password: 'b' }),
      headers: { ...headers, accept: 'application/json' },
    });
    expect(response.status).to.equal(403);
    expect(((await response.json()) as { code: string }).code).to.equal('other-site');
  });
});
