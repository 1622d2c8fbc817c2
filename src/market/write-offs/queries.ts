import sql from 'sql-template-tag';
import type { Instant } from '../../base/clock.ts';
import { row, rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import type { Day } from '../../base/period.ts';
import { found, permit } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { mayReadMarket } from '../policy.ts';
import type { Why } from './forms.ts';

export type WriteOffState = 'open' | 'approved' | 'refused';

/** Goods that somebody asks to write off, and what a second person decided. */
export interface WriteOff {
  readonly id: number;
  readonly communityId: number;
  readonly goodId: number;
  readonly name: string;
  readonly quantity: number;
  readonly why: Why;
  readonly expiresOn: Day | null;
  readonly note: string | null;
  readonly state: WriteOffState;
  readonly askedAt: Instant;
  readonly askedById: number;
  readonly askedBy: string;
  readonly decidedAt: Instant | null;
  readonly decidedBy: string | null;
}

const writeOffs = sql`SELECT w.id, w.community_id AS "communityId", w.good_id AS "goodId", g.name,
    w.quantity, w.why, w.expires_on AS "expiresOn", w.note, w.state, w.asked_at AS "askedAt",
    w.asked_by_id AS "askedById", a.name AS "askedBy", w.decided_at AS "decidedAt",
    d.name AS "decidedBy"
  FROM write_offs w JOIN goods g ON g.id = w.good_id JOIN persons a ON a.id = w.asked_by_id
  LEFT JOIN persons d ON d.id = w.decided_by_id`;

/** One of a community whose market the actor reads. Refuses `no-write-off`. */
export async function writeOffOf(actor: Actor, id: number, tx?: Transaction): Promise<WriteOff> {
  const one = await row<WriteOff>(sql`${writeOffs} WHERE w.id = ${id}`, tx);
  return found(one && mayReadMarket(actor, one.communityId) ? one : null, 'write-off');
}

const SHOWN_MAX = 50;

/** Those of the actor's community: what waits for a decision first. Refuses `read-market`. */
export function writeOffsOf(actor: Actor): Promise<WriteOff[]> {
  permit(mayReadMarket(actor, actor.communityId), 'read-market');
  return rows<WriteOff>(
    sql`${writeOffs} WHERE w.community_id = ${actor.communityId}
         ORDER BY CASE w.state WHEN 'open' THEN 0 ELSE 1 END, w.id DESC LIMIT ${SHOWN_MAX}`,
  );
}
