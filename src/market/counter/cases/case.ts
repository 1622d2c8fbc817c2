import sql from 'sql-template-tag';
import type { Sql } from 'sql-template-tag';
import type { Instant } from '../../../base/clock.ts';
import { row, rows } from '../../../base/db.ts';
import type { Transaction } from '../../../base/db.ts';
import type { Facts } from '../../../base/refusal.ts';
import type { RedemptionLine } from '../../redemption.ts';

/** How a case ends: in the ledger after all, given up with a reason, or with the goods back. */
export const OUTCOMES = ['booked', 'written-off', 'brought-back'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** A hand-over made without network that the ledger refused. */
export interface CounterCase {
  readonly id: number;
  readonly communityId: number;
  readonly person: {
    readonly id: number;
    readonly name: string;
    readonly householdId: number | null;
  };
  readonly by: { readonly id: number; readonly name: string };
  readonly takenAt: Instant;
  readonly receivedAt: Instant;
  readonly lines: readonly RedemptionLine[];
  readonly total: number;
  readonly signature: string | null;
  readonly refusal: string;
  readonly facts: Facts;
  readonly outcome: Outcome | null;
  readonly note: string | null;
  readonly settledAt: Instant | null;
  readonly settledBy: string | null;
  readonly redemptionId: number | null;
}

interface CaseRow {
  id: number;
  communityId: number;
  personId: number;
  personName: string;
  householdId: number | null;
  byId: number;
  byName: string;
  takenAt: Instant;
  receivedAt: Instant;
  lines: string;
  signature: string | null;
  refusal: string;
  facts: string;
  outcome: Outcome | null;
  note: string | null;
  settledAt: Instant | null;
  settledBy: string | null;
  redemptionId: number | null;
}

const selected = sql`SELECT c.id, c.community_id AS "communityId", p.id AS "personId",
    p.name AS "personName", p.household_id AS "householdId", c.by_id AS "byId",
    b.name AS "byName", c.taken_at AS "takenAt", c.received_at AS "receivedAt", c.lines,
    c.signature, c.refusal, c.facts, c.outcome, c.note, c.settled_at AS "settledAt",
    s.name AS "settledBy", c.redemption_id AS "redemptionId"
  FROM counter_cases c JOIN persons e ON e.id = c.person_id
  JOIN persons p ON p.id = COALESCE(e.merged_into_id, e.id) JOIN persons b ON b.id = c.by_id
  LEFT JOIN persons s ON s.id = c.settled_by_id`;

/** The cases that a condition over `counter_cases c` finds. */
export const casesWhere = async (which: Sql, tx?: Transaction): Promise<CounterCase[]> =>
  (await rows<CaseRow>(sql`${selected} WHERE ${which}`, tx)).map(caseOf);

/** The case that a condition over `counter_cases c` finds, or null. */
export async function caseWhere(which: Sql, tx?: Transaction): Promise<CounterCase | null> {
  const found = await row<CaseRow>(sql`${selected} WHERE ${which}`, tx);
  return found && caseOf(found);
}

function caseOf(one: CaseRow): CounterCase {
  const { personId, personName, householdId, byId, byName, lines, facts, ...rest } = one;
  const chosen = JSON.parse(lines) as RedemptionLine[];
  return {
    ...rest,
    person: { id: personId, name: personName, householdId },
    by: { id: byId, name: byName },
    lines: chosen,
    total: chosen.reduce((sum, line) => sum + line.points * line.quantity, 0),
    facts: JSON.parse(facts) as Facts,
  };
}
