import { expect } from 'chai';
import { migrate, unmigrate } from '../../src/base/migrator.ts';
import { client, startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

describe('what a load balancer asks', () => {
  let server: TestServer;

  before(async () => {
    server = await startServer();
  });

  after(() => server.close());

  it('lives and is ready', async () => {
    expect((await client(server.url).json('/healthz')).status).to.equal(200);
    expect((await client(server.url).json('/readyz')).status).to.equal(200);
  });

  it('lives without its tables, but is not ready', async () => {
    await unmigrate();
    try {
      expect((await client(server.url).json('/healthz')).status).to.equal(200);
      const ready = await client(server.url).json<{ code: string }>('/readyz');
      expect([ready.status, ready.json.code]).to.deep.equal([503, 'not-migrated']);
    } finally {
      await migrate();
    }
  });
});
