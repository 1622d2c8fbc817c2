import sql, { bulk } from 'sql-template-tag';
import { now } from '../base/clock.ts';
import { once } from '../base/command.ts';
import type { Command } from '../base/command.ts';
import { change, row, rows } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import { Refusal } from '../base/refusal.ts';
import { wholeStatement } from '../ledger/index.ts';
import type { StatementLine } from '../ledger/index.ts';
import { entriesOf } from '../people/index.ts';
import type { Actor } from '../people/index.ts';
import { ownerOf } from './queries.ts';

/** Lines of large print on a page of A4. */
export const LINES_ON_A_PAGE = 16;

export interface Printed {
  readonly from: number;
  readonly to: number;
}

/**
 * Puts what a passbook has not got yet onto pages of its own; the balance runs on from the last
 * line. Refuses `no-person`, `passbook-up-to-date`.
 */
export function printPages(actor: Actor, personId: number, command: Command): Promise<Printed> {
  return once(command, 'print-passbook', { personId }, async (tx) => {
    await ownerOf(actor, personId, tx);
    const statement = await wholeStatement(await entriesOf(personId, tx), tx);
    const printed = await rows<{ id: number }>(
      sql`SELECT transfer_id AS id FROM passbook_lines WHERE person_id = ${personId}`,
      tx,
    );
    const before = new Set(printed.map(({ id }) => id));
    const left = statement.filter(({ id }) => !before.has(id));
    if (left.length === 0) throw new Refusal('conflict', 'passbook-up-to-date');
    const opening = statement
      .filter(({ id }) => before.has(id))
      .reduce((sum, { points }) => sum + points, 0);
    return keepPages(actor, personId, runningOn(left, opening), tx);
  });
}

/** The balances as they run on from what was printed before. */
function runningOn(lines: readonly StatementLine[], opening: number): StatementLine[] {
  let balance = opening;
  return lines.map((line) => {
    balance += line.points;
    return { ...line, balance };
  });
}

async function keepPages(
  actor: Actor,
  personId: number,
  lines: readonly StatementLine[],
  tx: Transaction,
): Promise<Printed> {
  const last = await row<{ number: number | null }>(
    sql`SELECT MAX(number) AS number FROM passbook_pages WHERE person_id = ${personId}`,
    tx,
  );
  const from = (last?.number ?? 0) + 1;
  const count = Math.ceil(lines.length / LINES_ON_A_PAGE);
  for (let n = 0; n < count; n += 1) {
    const shown = lines.slice(n * LINES_ON_A_PAGE, (n + 1) * LINES_ON_A_PAGE);
    await keepPage(actor, personId, from + n, shown, tx);
  }
  return { from, to: from + count - 1 };
}

async function keepPage(
  actor: Actor,
  personId: number,
  number: number,
  lines: readonly StatementLine[],
  tx: Transaction,
): Promise<void> {
  const page = await row<{ id: number }>(
    sql`INSERT INTO passbook_pages (person_id, number, printed_at, printed_by_id)
        VALUES (${personId}, ${number}, ${now()}, ${actor.personId}) RETURNING id`,
    tx,
  );
  const values = lines.map(({ id, points, balance }) => [page?.id, personId, id, points, balance]);
  await change(
    sql`INSERT INTO passbook_lines (page_id, person_id, transfer_id, points, balance)
        VALUES ${bulk(values)}`,
    tx,
  );
}
