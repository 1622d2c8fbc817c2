import sql from 'sql-template-tag';
import { row } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import { found, Refusal } from '../base/refusal.ts';
import { statementOf, transferById } from '../ledger/index.ts';
import type { StatementLine, Transfer } from '../ledger/index.ts';
import { entriesOf, hasRole, ownerOf } from '../people/index.ts';
import type { Actor } from '../people/index.ts';
import { checkInsById } from './check-in-queries.ts';
import { checkInViews } from './check-in-view.ts';
import type { CheckInView } from './check-in-view.ts';
import type { Rule } from './models.ts';
import { isOwn, isOwnHousehold, mayRead } from './policy.ts';
import { checkInOf } from './reversal.ts';
import { ruleVersion } from './rule-queries.ts';

/** Everything that explains one number of a statement. */
export interface TransferStory {
  readonly transfer: Data;
  readonly rule: Rule | null;
  readonly checkIn: CheckInView | null;
  readonly mayReverse: boolean;
}

type Data = Readonly<Record<string, unknown>>;

/** The transfer that pays a check-in, or null. */
export async function transferFor(checkInId: number, tx?: Transaction): Promise<number | null> {
  const cause = `check-in:${checkInId}`;
  const found = await row<{ id: number }>(sql`SELECT id FROM transfers WHERE cause = ${cause}`, tx);
  return found?.id ?? null;
}

/** A transfer for the person whose points moved, their managers and auditors. */
export async function transferStory(actor: Actor, id: number): Promise<TransferStory> {
  const moved = await transferById(id);
  const transfer = { ...moved, personId: await ownerOf(moved.personId) };
  if (!mayRead(actor, transfer)) throw new Refusal('missing', 'no-transfer');
  const page = await statementOf(await entriesOf(transfer.personId), { before: id + 1, limit: 1 });
  const line = found(
    page.items.find((one) => one.id === id),
    'transfer',
  );
  const checkInId = checkInOf(transfer.cause);
  const [checkIn] = checkInId === null ? [] : await checkInsById([checkInId]);
  const [view] = checkIn ? await checkInViews(actor, [checkIn]) : [];
  const person = await personOf(transfer.personId, line);
  return {
    transfer: transferView(transfer, line, person),
    rule: transfer.ruleVersionId === null ? null : await ruleVersion(transfer.ruleVersionId),
    checkIn: view ?? null,
    mayReverse: mayReverse(actor, transfer, line, {
      householdId: checkIn?.householdId ?? null,
      householdIdNow: person.householdId,
    }),
  };
}

const REVERSIBLE = new Set(['award', 'deduction']);

const mayReverse = (
  actor: Actor,
  transfer: Transfer,
  line: StatementLine,
  households: { readonly householdId: number | null; readonly householdIdNow: number | null },
): boolean =>
  REVERSIBLE.has(line.kind) &&
  line.reversedBy === null &&
  hasRole(actor, 'manager', transfer.communityId) &&
  !isOwn(actor, transfer) &&
  !isOwnHousehold(actor, households);

interface People {
  name: string;
  householdId: number | null;
  bookedBy: string | null;
  approvedBy: string | null;
}

async function personOf(personId: number, line: StatementLine): Promise<People> {
  const people = await row<People>(
    sql`SELECT p.name, p.household_id AS "householdId", b.name AS "bookedBy",
               a.name AS "approvedBy"
          FROM persons p
          LEFT JOIN persons b ON b.id = ${line.bookedById}
          LEFT JOIN persons a ON a.id = ${line.approvedById}
         WHERE p.id = ${personId}`,
  );
  return found(people, 'person');
}

const transferView = (transfer: Transfer, line: StatementLine, people: People): Data => ({
  id: line.id,
  kind: line.kind,
  points: line.points,
  balance: line.balance,
  person: { id: transfer.personId, name: people.name },
  occurredOn: line.occurredOn,
  bookedAt: line.bookedAt,
  bookedBy: people.bookedBy,
  approvedBy: people.approvedBy,
  reason: line.reason,
  reverses: line.reverses,
  reversedBy: line.reversedBy,
});
