import sql from 'sql-template-tag';
import { lockRows, row, rows } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import { personAccounts } from './accounts.ts';

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
 * from today's, so a page costs its own lines and, further back, a range scan of that one account.
 */
export async function statementOf(
  personId: number,
  page: { readonly before?: number | undefined; readonly limit: number },
): Promise<StatementPage> {
  const account = await row<{ id: number; balance: number }>(
    sql`SELECT id, balance FROM accounts
         WHERE owner_kind = 'person' AND owner_id = ${personId} AND kind = 'available'`,
  );
  if (!account) return { items: [], nextBefore: null };
  const before = page.before ?? null;
  const lines = await linesOf(account.id, before, page.limit + 1);
  const newer = before === null ? 0 : await sumFrom(account.id, before);
  const shown = lines.slice(0, page.limit);
  const last = shown.at(-1);
  return {
    items: withBalances(shown, account.balance - newer),
    nextBefore: lines.length > page.limit && last ? last.id : null,
  };
}

/**
 * All that moved a person's available points, oldest first. Whoever books for them meanwhile waits
 * for this transaction, so that the end is the balance of now.
 */
export async function wholeStatement(
  communityId: number,
  personId: number,
  tx: Transaction,
): Promise<readonly StatementLine[]> {
  const accounts = (await personAccounts(communityId, [personId], tx)).get(personId);
  if (!accounts) return [];
  await lockRows('accounts', [accounts.available], tx);
  const lines = await linesOf(accounts.available, null, LAST_ID, tx);
  const balance = lines.reduce((sum, { points }) => sum + points, 0);
  return withBalances(lines, balance).reverse();
}

function withBalances(lines: readonly Line[], newest: number): StatementLine[] {
  let balance = newest;
  return lines.map((line) => {
    const shown = { ...line, balance };
    balance -= line.points;
    return shown;
  });
}

/** Two range scans, one an index: money in, money out; never a walk over the table. */
function linesOf(
  accountId: number,
  before: number | null,
  limit: number,
  tx?: Transaction,
): Promise<Line[]> {
  const upTo = before ?? LAST_ID;
  const columns = sql`t.id, t.kind, t.cause, t.rule_version_id AS "ruleVersionId", t.reason,
    t.reverses_id AS "reverses", r.id AS "reversedBy", t.occurred_on AS "occurredOn",
    t.booked_at AS "bookedAt", t.booked_by_id AS "bookedById", t.approved_by_id AS "approvedById"`;
  return rows<Line>(
    sql`
    SELECT ${columns}, t.signed AS points FROM (
      SELECT * FROM (SELECT *, points AS signed FROM transfers
                      WHERE to_account_id = ${accountId} AND id < ${upTo}
                      ORDER BY id DESC LIMIT ${limit}) AS came
      UNION ALL
      SELECT * FROM (SELECT *, -points AS signed FROM transfers
                      WHERE from_account_id = ${accountId} AND id < ${upTo}
                      ORDER BY id DESC LIMIT ${limit}) AS went
    ) AS t
    LEFT JOIN transfers r ON r.reverses_id = t.id
    ORDER BY t.id DESC LIMIT ${limit}`,
    tx,
  );
}

async function sumFrom(accountId: number, id: number): Promise<number> {
  const sum = await row<{ points: number }>(sql`
    SELECT (SELECT COALESCE(SUM(points), 0) FROM transfers
             WHERE to_account_id = ${accountId} AND id >= ${id})
         - (SELECT COALESCE(SUM(points), 0) FROM transfers
             WHERE from_account_id = ${accountId} AND id >= ${id}) AS points`);
  return sum?.points ?? 0;
}
