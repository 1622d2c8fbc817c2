import sql, { join, raw } from 'sql-template-tag';
import type { Sql } from 'sql-template-tag';
import { lockRows, row, rows } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import { idsOf } from './balances.ts';
import type { Whose } from './balances.ts';

/** One line of a statement, as the person sees it. */
export interface StatementLine {
  readonly id: number;
  readonly kind: string;
  /** Signed: what came in is above zero. */
  readonly points: number;
  /** What was available after it. */
  readonly balance: number;
  readonly cause: string;
  readonly ruleVersionId: number | null;
  readonly reason: string | null;
  /** The transfer that this one undoes, and the one that undid this. */
  readonly reverses: number | null;
  readonly reversedBy: number | null;
  readonly occurredOn: string;
  readonly bookedAt: string;
  readonly bookedById: number | null;
  readonly approvedById: number | null;
}

export interface StatementPage {
  readonly items: readonly StatementLine[];
  /** The id before which the next page begins, or null. */
  readonly nextBefore: number | null;
}

/** The greatest id that an INTEGER of PostgreSQL holds. */
const LAST_ID = 2_147_483_647;

type Line = Omit<StatementLine, 'balance'>;

/**
 * What moved a person's available points, newest first. The balance of each line is counted down
 * from today's, so a page costs its own lines and, further back, a range scan of each account: one
 * for most people, more for who moved or was entered twice.
 */
export async function statementOf(
  whose: Whose,
  page: { readonly before?: number | undefined; readonly limit: number },
): Promise<StatementPage> {
  const accounts = await availableAccounts(whose);
  if (accounts.length === 0) return { items: [], nextBefore: null };
  const ids = accounts.map(({ id }) => id);
  const balance = accounts.reduce((sum, one) => sum + one.balance, 0);
  const before = page.before ?? null;
  const lines = await linesOf(ids, before, page.limit + 1);
  const newer = before === null ? 0 : await sumFrom(ids, before);
  const shown = lines.slice(0, page.limit);
  const last = shown.at(-1);
  return {
    items: withBalances(shown, balance - newer),
    nextBefore: lines.length > page.limit && last ? last.id : null,
  };
}

/**
 * All that moved a person's available points, oldest first. Whoever books for them meanwhile waits
 * for this transaction, so that the end is the balance of now.
 */
export async function wholeStatement(
  whose: Whose,
  tx: Transaction,
): Promise<readonly StatementLine[]> {
  const ids = (await availableAccounts(whose, tx)).map(({ id }) => id);
  if (ids.length === 0) return [];
  await lockRows('accounts', ids, tx);
  const lines = await linesOf(ids, null, LAST_ID, tx);
  const balance = lines.reduce((sum, { points }) => sum + points, 0);
  return withBalances(lines, balance).reverse();
}

const availableAccounts = (
  whose: Whose,
  tx?: Transaction,
): Promise<{ id: number; balance: number }[]> =>
  rows(
    sql`SELECT id, balance FROM accounts WHERE owner_kind = 'person'
           AND owner_id IN (${join(idsOf(whose))}) AND kind = 'available' ORDER BY id`,
    tx,
  );

function withBalances(lines: readonly Line[], newest: number): StatementLine[] {
  let balance = newest;
  return lines.map((line) => {
    const shown = { ...line, balance };
    balance -= line.points;
    return shown;
  });
}

/**
 * Two range scans for each account, one an index: money in, money out; never a walk over the table.
 * What went from one account of these to another moved nothing.
 */
function linesOf(
  accounts: readonly number[],
  before: number | null,
  limit: number,
  tx?: Transaction,
): Promise<Line[]> {
  const upTo = before ?? LAST_ID;
  const columns = sql`t.id, t.kind, t.cause, t.rule_version_id AS "ruleVersionId", t.reason,
    t.reverses_id AS "reverses", r.id AS "reversedBy", t.occurred_on AS "occurredOn",
    t.booked_at AS "bookedAt", t.booked_by_id AS "bookedById", t.approved_by_id AS "approvedById"`;
  const end = (account: number, [here, there]: readonly ['to' | 'from', 'to' | 'from']): Sql => {
    const signed = raw(here === 'to' ? 'points' : '-points');
    return sql`SELECT * FROM (SELECT *, ${signed} AS signed FROM transfers
                      WHERE ${raw(`${here}_account_id`)} = ${account} AND id < ${upTo}
                        AND ${raw(`${there}_account_id`)} NOT IN (${join([...accounts])})
                      ORDER BY id DESC LIMIT ${limit}) AS part`;
  };
  const ends = accounts.flatMap((one) => [end(one, ['to', 'from']), end(one, ['from', 'to'])]);
  return rows<Line>(
    sql`
    SELECT ${columns}, t.signed AS points FROM (${join(ends, ' UNION ALL ')}) AS t
    LEFT JOIN transfers r ON r.reverses_id = t.id
    ORDER BY t.id DESC LIMIT ${limit}`,
    tx,
  );
}

async function sumFrom(accounts: readonly number[], id: number): Promise<number> {
  const among = join([...accounts]);
  const sum = await row<{ points: number }>(sql`
    SELECT (SELECT CAST(COALESCE(SUM(points), 0) AS INTEGER) FROM transfers
             WHERE to_account_id IN (${among}) AND id >= ${id})
         - (SELECT CAST(COALESCE(SUM(points), 0) AS INTEGER) FROM transfers
             WHERE from_account_id IN (${among}) AND id >= ${id}) AS points`);
  return sum?.points ?? 0;
}
