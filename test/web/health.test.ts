import { expect } from 'chai';
import sql, { raw } from 'sql-template-tag';
import type { Sql } from 'sql-template-tag';
import { change, inTransaction } from '../../src/base/db.ts';
import { client, startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

const run = (statement: Sql): Promise<number> => inTransaction((tx) => change(statement, tx));

const renamed = (from: string, to: string): Promise<number> =>
  run(sql`ALTER TABLE ${raw(from)} RENAME TO ${raw(to)}`);

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

  it('lives without its tables', async () => {
    await renamed('communities', 'communities_away');
    try {
      expect((await client(server.url).json('/healthz')).status).to.equal(200);
    } finally {
      await renamed('communities_away', 'communities');
    }
  });

  it('is not ready while a migration is missing', async () => {
    const last = '2026-11-22-6-postings';
    await run(sql`DELETE FROM sequelize_meta WHERE name = ${last}`);
    try {
      const ready = await client(server.url).json<{ code: string }>('/readyz');
      expect([ready.status, ready.json.code]).to.deep.equal([503, 'not-migrated']);
    } finally {
      await run(sql`INSERT INTO sequelize_meta (name) VALUES (${last})`);
    }
  });
});
