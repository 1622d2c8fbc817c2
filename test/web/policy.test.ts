import { expect } from 'chai';
import { routes } from '../../src/app.ts';
import { ROLES, issueToken } from '../../src/people/index.ts';
import type { Role } from '../../src/people/index.ts';
import type { Route } from '../../src/web/route.ts';
import { aCommunity, aPerson } from '../factories.ts';
import { client, startServer } from '../support/server.ts';
import type { Reply, TestServer } from '../support/server.ts';

/** A number that nothing has, so that a route which lets somebody in answers 404 and does nothing. */
const NOBODY = '999999999';

const addressOf = ({ path }: Route): string => path.replace(/:\w+/g, NOBODY);
const nameOf = ({ method, path }: Route): string => `${method.toUpperCase()} ${path}`;

/** What ends the caller's own sign-in is asked last. */
const walkable = routes.filter(({ path }) => path !== '/session/end');

describe('the route table', () => {
  let server: TestServer;
  const tokens = new Map<Role, string>();

  before(async () => {
    server = await startServer();
    const community = await aCommunity();
    for (const role of ROLES) {
      tokens.set(role, await issueToken(await aPerson(community, { roles: [role] })));
    }
  });

  after(() => server.close());

  const ask = (one: Route, token?: string): Promise<Reply<{ code?: string } | undefined>> =>
    client(server.url).json<{ code?: string } | undefined>(addressOf(one), {
      method: one.method.toUpperCase(),
      ...(one.method === 'post' ? { body: {} } : {}),
      ...(token === undefined ? {} : { token }),
    });

  it('names every address once, with a door and a summary', () => {
    const names = routes.map(nameOf);
    expect(names).to.deep.equal([...new Set(names)]);
    for (const { door, summary, path } of routes) {
      expect(summary, path).to.be.a('string').that.is.not.empty;
      if (typeof door === 'string') expect(door, path).to.be.oneOf(['public', 'signed-in']);
      else
        expect(ROLES, path)
          .to.include.members([...door])
          .and.to.satisfy(() => door.length > 0);
    }
  });

  for (const one of walkable) {
    it(`${nameOf(one)} answers only those whom its door names`, async () => {
      const visitor = await ask(one);
      expect(visitor.status, 'a visitor').to.be.below(500);
      if (one.door === 'public') expect(visitor.status, 'a visitor').not.to.be.oneOf([401, 403]);
      else expect(visitor.json?.code, 'a visitor').to.equal('sign-in-needed');

      for (const [role, token] of tokens) {
        const reply = await ask(one, token);
        expect(reply.status, role).to.be.below(500);
        const mayEnter = typeof one.door === 'string' || one.door.includes(role);
        if (mayEnter) expect(reply.json?.code, role).not.to.equal('door-closed');
        else expect(reply.json?.code, role).to.equal('door-closed');
      }
    });
  }

  it('describes every address in the OpenAPI document', async () => {
    const { json } = await client(server.url).json<{
      openapi: string;
      paths: Record<string, Record<string, unknown>>;
    }>('/openapi.json');
    expect(json.openapi).to.match(/^3\.1/);
    for (const { path, method } of routes) {
      const at = json.paths[path.replace(/:(\w+)/g, '{$1}')];
      expect(at, path).to.have.property(method);
    }
  });

  it('needs an idempotency key for every change that is not harmless twice', async () => {
    const harmless = routes.filter(({ keyless }) => keyless).map(({ path }) => path);
    for (const one of routes.filter(({ method, keyless }) => method === 'post' && !keyless)) {
      const role = typeof one.door === 'string' ? 'resident' : (one.door[0] as Role);
      const reply = await client(server.url).json<{ code: string }>(addressOf(one), {
        body: {},
        key: null,
        ...(tokens.has(role) ? { token: tokens.get(role) as string } : {}),
      });
      expect([reply.status, reply.json.code], one.path).to.deep.equal([400, 'key-missing']);
    }
    expect(harmless).to.include.members(['/session', '/tokens', '/display']);
  });
});
