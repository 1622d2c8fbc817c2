import sql, { empty } from 'sql-template-tag';
import type { Sql } from 'sql-template-tag';
import type { Instant } from '../../base/clock.ts';
import { row, rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import type { Day } from '../../base/period.ts';
import { found, Refusal } from '../../base/refusal.ts';
import { transferById } from '../../ledger/index.ts';
import type { Transfer } from '../../ledger/index.ts';
import { entriesIn, ownerOf } from '../../people/index.ts';
import type { Actor } from '../../people/index.ts';
import { isOwn, mayRead, mayReadCommunity, mayReadContest } from '../policy.ts';
import type { Contested } from '../policy.ts';
import { checkInOf } from '../reversal.ts';

/** What was booked for a person, and whether they may say that it was not them. */
export interface Entry {
  readonly transfer: Transfer;
  readonly checkInId: number | null;
  readonly rule: string | null;
  /** Null: the system itself. */
  readonly enteredById: number | null;
  readonly enteredBy: string | null;
  /** The contest of it that there is already. */
  readonly contestId: number | null;
  readonly mayContest: boolean;
}

type Kept = Omit<Entry, 'transfer' | 'checkInId' | 'mayContest'> & { readonly isReversed: number };

/** A transfer as an entry for its person. Refuses `no-transfer`. */
export async function entryOf(actor: Actor, transferId: number, tx?: Transaction): Promise<Entry> {
  const moved = await transferById(transferId, tx);
  const transfer = { ...moved, personId: await ownerOf(moved.personId, tx) };
  if (!mayRead(actor, transfer)) throw new Refusal('missing', 'no-transfer');
  const checkInId = checkInOf(transfer.cause);
  const kept = await row<Kept>(
    sql`SELECT v.name AS rule, e.id AS "enteredById", e.name AS "enteredBy", k.id AS "contestId",
               CASE WHEN r.id IS NULL THEN 0 ELSE 1 END AS "isReversed"
          FROM transfers t
          LEFT JOIN check_ins c ON c.id = ${checkInId ?? 0}
          LEFT JOIN rule_versions v ON v.id = t.rule_version_id
          LEFT JOIN persons e ON e.id = COALESCE(c.entered_by_id, t.booked_by_id)
          LEFT JOIN transfers r ON r.reverses_id = t.id
          LEFT JOIN contests k ON k.transfer_id = t.id
         WHERE t.id = ${transferId}`,
    tx,
  );
  const { isReversed, ...known } = found(kept, 'transfer');
  const byOther = known.enteredById !== null && known.enteredById !== transfer.personId;
  const isOpen = transfer.kind === 'award' && isReversed === 0 && known.contestId === null;
  return { ...known, transfer, checkInId, mayContest: isOwn(actor, transfer) && byOther && isOpen };
}

export type ContestState = 'undecided' | 'upheld' | 'confirmed';

/** A contest, with what it is about and what was decided. */
export interface Contest extends Contested {
  readonly id: number;
  readonly transferId: number;
  readonly checkInId: number | null;
  readonly state: ContestState;
  readonly person: string;
  readonly enteredBy: string;
  readonly approvedBy: string | null;
  readonly rule: string | null;
  readonly points: number;
  readonly occurredOn: Day;
  readonly reasons: string;
  readonly madeAt: Instant;
  readonly answer: string | null;
  readonly decidedBy: string | null;
  readonly decidedAt: Instant | null;
  readonly reversalId: number | null;
}

const contestsWhere = (condition: Sql, tx?: Transaction): Promise<Contest[]> =>
  rows<Contest>(
    sql`SELECT k.id, k.community_id AS "communityId", p.id AS "personId",
               k.entered_by_id AS "enteredById", p.household_id AS "householdIdNow",
               k.transfer_id AS "transferId", k.check_in_id AS "checkInId",
               CASE WHEN d.contest_id IS NULL THEN 'undecided'
                    WHEN d.upheld = TRUE THEN 'upheld' ELSE 'confirmed' END AS state,
               p.name AS person, e.name AS "enteredBy", a.name AS "approvedBy", v.name AS rule,
               t.points, t.occurred_on AS "occurredOn", k.reasons, k.made_at AS "madeAt",
               d.answer, b.name AS "decidedBy", d.decided_at AS "decidedAt",
               r.id AS "reversalId"
          FROM contests k
          JOIN transfers t ON t.id = k.transfer_id
          JOIN persons w ON w.id = k.person_id
          JOIN persons p ON p.id = COALESCE(w.merged_into_id, w.id)
          JOIN persons e ON e.id = k.entered_by_id
          LEFT JOIN persons a ON a.id = t.approved_by_id
          LEFT JOIN rule_versions v ON v.id = t.rule_version_id
          LEFT JOIN contest_decisions d ON d.contest_id = k.id
          LEFT JOIN persons b ON b.id = d.decided_by_id
          LEFT JOIN transfers r ON r.reverses_id = k.transfer_id
         WHERE ${condition}`,
    tx,
  );

/** A contest for who may read it. Refuses `no-contest`. */
export async function readableContest(
  actor: Actor,
  id: number,
  tx?: Transaction,
): Promise<Contest> {
  const [one] = await contestsWhere(sql`k.id = ${id}`, tx);
  return found(one && mayReadContest(actor, one) ? one : null, 'contest');
}

/** A page of contests, newest first: the community's for who reads those, else one's own. */
export function contestsFor(actor: Actor, limit: number, before?: number): Promise<Contest[]> {
  const whose = mayReadCommunity(actor, actor.communityId)
    ? sql`k.community_id = ${actor.communityId}`
    : sql`k.person_id IN ${entriesIn(actor.personId)}`;
  const earlier = before === undefined ? empty : sql`AND k.id < ${before}`;
  return contestsWhere(sql`${whose} ${earlier} ORDER BY k.id DESC LIMIT ${limit}`);
}
