import { expect } from 'chai';
import sql from 'sql-template-tag';
import { change, db, inTransaction, isPostgres, row, rows } from '../../src/base/db.ts';
import type { Transaction } from '../../src/base/db.ts';
import { refused } from '../support/refused.ts';
import { aCommunity, unique } from '../factories.ts';

const failed = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'nothing was refused',
    (error: unknown) => String(error),
  );

const nameOf = async (id: number): Promise<string | undefined> =>
  (await row<{ name: string }>(sql`SELECT name FROM communities WHERE id = ${id}`))?.name;

const rename = (id: number, name: string, tx: Transaction): Promise<number> =>
  change(sql`UPDATE communities SET name = ${name} WHERE id = ${id}`, tx);

describe('the database', () => {
  it('answers numbers as numbers, days and instants as text, on both databases', async () => {
    const found = await row<Record<string, unknown>>(sql`
      SELECT COUNT(*) AS counted, SUM(n) AS summed, (SELECT SUM(s) FROM
             (SELECT SUM(points) AS s FROM transfers UNION ALL SELECT 3) AS sums) AS twice
        FROM (SELECT 1 AS n UNION ALL SELECT 2) AS numbers`);
    expect(found).to.include({ counted: 2, summed: 3 });
    expect(found?.['twice']).to.be.a('number');
    const community = await aCommunity();
    const made = await row<{ at: string }>(
      sql`SELECT created_at AS at FROM communities WHERE id = ${community.id}`,
    );
    expect(made?.at).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it('keeps all of a transaction or nothing', async () => {
    const { id } = await aCommunity();
    const before = await nameOf(id);
    await failed(
      inTransaction(async (tx) => {
        await rename(id, unique('gone'), tx);
        throw new Error('on purpose');
      }),
    );
    expect(await nameOf(id)).to.equal(before);
  });

  it('refuses a query that forgets its transaction, and a transaction in another', async () => {
    const forgot = inTransaction(() => rows(sql`SELECT 1 AS one`));
    expect(await failed(forgot)).to.include('transaction: tx');
    const throughSequelize = inTransaction(() => db.query('SELECT 1'));
    expect(await failed(throughSequelize)).to.include('transaction: tx');
    const nested = inTransaction(() => inTransaction(() => Promise.resolve()));
    expect(await failed(nested)).to.include('open already');
  });

  it('lets writers take turns, and says that it is busy when too many wait', async () => {
    const { id } = await aCommunity();
    const slow = (tx: Transaction): Promise<number> => rename(id, unique('turn'), tx);
    const writers = Array.from({ length: 320 }, () => inTransaction(slow));
    const ended = await Promise.allSettled(writers);
    const kept = ended.filter(({ status }) => status === 'fulfilled').length;
    expect(kept).to.be.within(200, 301);
    const turnedAway = writers[ended.findIndex(({ status }) => status === 'rejected')];
    await refused(turnedAway as Promise<number>, 'too-busy');
  });

  if (!isPostgres) {
    it('writes with full durability', async () => {
      const found = await inTransaction((tx) =>
        row<{ synchronous: number }>(sql`PRAGMA synchronous`, tx),
      );
      expect(found?.synchronous).to.equal(2);
      expect(await row(sql`PRAGMA journal_mode`)).to.deep.equal({ journal_mode: 'wal' });
    });
  }
});
