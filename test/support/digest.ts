import { createHash } from 'node:crypto';
import sql, { raw } from 'sql-template-tag';
import { isPostgres, rows } from '../../src/base/db.ts';

// Signing in, and asking at all, may write here: no business of anybody's is in it.
const ASIDE = new Set(['sessions']);

/** One number over every row of every table: equal before and after, nothing was written at all. */
export async function databaseDigest(): Promise<string> {
  const tables = await rows<{ name: string }>(
    isPostgres
      ? sql`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename`
      : sql`SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`,
  );
  const hash = createHash('sha256');
  for (const { name } of tables.filter((one) => !ASIDE.has(one.name))) {
    const all = await rows<object>(sql`SELECT * FROM ${raw(`"${name}"`)}`);
    hash.update(name);
    for (const row of all.map((one) => JSON.stringify(one)).sort()) hash.update(row);
  }
  return hash.digest('hex');
}
