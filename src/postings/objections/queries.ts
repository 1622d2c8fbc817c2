import sql, { empty } from 'sql-template-tag';
import type { Sql } from 'sql-template-tag';
import type { Instant } from '../../base/clock.ts';
import { row, rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { found } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { shownName } from '../../people/index.ts';
import type { PostingKind } from '../kinds.ts';
import { mayReadInside, mayReadObjection, mayReadObjections } from '../policy.ts';

export type ObjectionState = 'undecided' | 'upheld' | 'rejected';

/** How the objections to a posting stand; tells of nobody. */
export type ObjectionCounts = Readonly<Record<ObjectionState, number>>;

const state = sql`CASE WHEN d.objection_id IS NULL THEN 'undecided'
  WHEN d.upheld = TRUE THEN 'upheld' ELSE 'rejected' END`;
const withDecision = sql`objections o LEFT JOIN objection_decisions d ON d.objection_id = o.id`;

export async function objectionCounts(postingId: number): Promise<ObjectionCounts> {
  const counted = await rows<{ state: ObjectionState; count: number }>(
    sql`SELECT ${state} AS state, CAST(COUNT(*) AS INTEGER) AS count FROM ${withDecision}
         WHERE o.posting_id = ${postingId} GROUP BY 1`,
  );
  const counts = new Map(counted.map((one) => [one.state, one.count]));
  const countOf = (one: ObjectionState): number => counts.get(one) ?? 0;
  return {
    undecided: countOf('undecided'),
    upheld: countOf('upheld'),
    rejected: countOf('rejected'),
  };
}

/** Whether an objection to a posting was upheld. */
export const hasUpheld = async (postingId: number, tx?: Transaction): Promise<boolean> =>
  (await row(
    sql`SELECT o.id FROM ${withDecision} WHERE o.posting_id = ${postingId} AND d.upheld = TRUE
         LIMIT 1`,
    tx,
  )) !== null;

/** What became of one objection, as everybody inside may know it. */
export interface Outcome {
  readonly upheld: boolean;
  readonly correction: string | null;
  readonly decidedAt: Instant;
}

/** What was decided on the objections to a posting, the first decided first. */
export async function outcomesOf(postingId: number): Promise<Outcome[]> {
  const decided = await rows<Omit<Outcome, 'upheld'> & { readonly upheld: unknown }>(
    sql`SELECT d.upheld, d.correction, d.decided_at AS "decidedAt"
          FROM objections o JOIN objection_decisions d ON d.objection_id = o.id
         WHERE o.posting_id = ${postingId} ORDER BY d.decided_at, o.id`,
  );
  return decided.map((one) => ({ ...one, upheld: Boolean(one.upheld) }));
}

/** How many objections a person has made to a posting, and how many undecided to one line of it. */
export async function objectionsBy(
  madeById: number,
  postingId: number,
  personId: number,
  tx: Transaction,
): Promise<{ readonly all: number; readonly undecided: number }> {
  const counted = await row<{ all: number; undecided: number }>(
    sql`SELECT CAST(COUNT(*) AS INTEGER) AS "all",
               CAST(COALESCE(SUM(CASE WHEN d.objection_id IS NULL AND o.person_id = ${personId}
                                      THEN 1 ELSE 0 END), 0) AS INTEGER) AS undecided
          FROM ${withDecision} WHERE o.posting_id = ${postingId} AND o.made_by_id = ${madeById}`,
    tx,
  );
  return counted ?? { all: 0, undecided: 0 };
}

/** An objection in a list. */
export interface ObjectionRow {
  readonly id: number;
  readonly postingId: number;
  readonly number: string;
  /** Whose line it is about, as the reader may know it. */
  readonly line: string;
  readonly state: ObjectionState;
  readonly madeAt: Instant;
}

/** An objection with everything, for who made it and who decides. */
export interface Objection extends ObjectionRow {
  readonly reasons: string;
  readonly answer: string | null;
  readonly correction: string | null;
  readonly transferId: number | null;
  readonly decidedAt: Instant | null;
  readonly madeBy: string;
  readonly decidedBy: string | null;
}

/** The ids that rights depend on; in no answer. */
export interface Parties {
  readonly communityId: number;
  readonly kind: PostingKind;
  readonly personId: number;
  readonly madeById: number;
  readonly frozenAt: Instant;
}

interface Kept extends Omit<Objection, 'line'>, Parties {
  readonly name: string;
  readonly nameConsentAt: string | null;
  readonly erasedAt: string | null;
}

const keptWhere = (condition: Sql, tx?: Transaction): Promise<Kept[]> =>
  rows<Kept>(
    sql`SELECT o.id, o.posting_id AS "postingId", p.number, p.kind, p.frozen_at AS "frozenAt",
               o.community_id AS "communityId", o.person_id AS "personId",
               o.made_by_id AS "madeById", o.reasons, o.made_at AS "madeAt", ${state} AS state,
               d.answer, d.correction, d.transfer_id AS "transferId",
               d.decided_at AS "decidedAt", l.name, l.name_consent_at AS "nameConsentAt",
               l.erased_at AS "erasedAt", m.name AS "madeBy", b.name AS "decidedBy"
          FROM ${withDecision} JOIN postings p ON p.id = o.posting_id
          JOIN persons l ON l.id = o.person_id
          JOIN persons m ON m.id = o.made_by_id
          LEFT JOIN persons b ON b.id = d.decided_by_id
         WHERE ${condition}`,
    tx,
  );

/** Whom an objection concerns, or null. */
export const partiesOf = async (id: number): Promise<Parties | null> =>
  (await keptWhere(sql`o.id = ${id}`))[0] ?? null;

/** The whole name for who decides, for the office's own people, and of oneself. */
const lineFor = (reader: Actor, one: Kept): string =>
  reader.personId === one.personId ||
  mayReadObjections(reader, one) ||
  (one.kind !== 'resident' && mayReadInside(reader, one.communityId))
    ? one.name
    : shownName(one);

/** An objection for who may read it, and whom it concerns. Refuses `no-objection` to all others. */
export async function readableObjection(
  reader: Actor,
  id: number,
  tx?: Transaction,
): Promise<{ readonly objection: Objection; readonly parties: Parties }> {
  const [one] = await keptWhere(sql`o.id = ${id}`, tx);
  const kept = found(one && mayReadObjection(reader, one) ? one : null, 'objection');
  const { communityId, kind, personId, madeById, frozenAt } = kept;
  const parties = { communityId, kind, personId, madeById, frozenAt };
  const { reasons, answer, correction, transferId, decidedAt, madeBy, decidedBy } = kept;
  const told = { reasons, answer, correction, transferId, decidedAt, madeBy, decidedBy };
  return { objection: { ...rowFor(reader, kept), ...told }, parties };
}

const rowFor = (reader: Actor, one: Kept): ObjectionRow => ({
  id: one.id,
  postingId: one.postingId,
  number: one.number,
  line: lineFor(reader, one),
  state: one.state,
  madeAt: one.madeAt,
});

/** A page of the objections that a reader may read: the tenant's, or their own; newest first. */
export async function objectionsFor(
  reader: Actor,
  limit: number,
  before?: number,
): Promise<ObjectionRow[]> {
  const kind = reader.community.kind === 'street' ? 'staff' : 'resident';
  const tenantId = reader.communityId;
  const whose = mayReadObjections(reader, { kind, communityId: tenantId })
    ? sql`o.community_id = ${tenantId}`
    : sql`o.made_by_id = ${reader.personId}`;
  const earlier = before === undefined ? empty : sql`AND o.id < ${before}`;
  const kept = await keptWhere(sql`${whose} ${earlier} ORDER BY o.id DESC LIMIT ${limit}`);
  return kept.map((one) => rowFor(reader, one));
}
