import sql from 'sql-template-tag';
import type { Sql } from 'sql-template-tag';
import { now } from '../../base/clock.ts';
import type { Instant } from '../../base/clock.ts';
import { rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import type { Day } from '../../base/period.ts';
import { found } from '../../base/refusal.ts';

/** What one colleague asked of another: a swap, or (without another duty) to be covered. */
export interface Exchange {
  readonly id: number;
  readonly state: 'open' | 'accepted' | 'declined' | 'withdrawn' | 'overtaken' | 'expired';
  readonly fromId: number;
  readonly fromName: string;
  readonly toId: number;
  readonly toName: string;
  readonly dutyId: number;
  readonly day: Day;
  readonly shift: string;
  readonly otherDutyId: number | null;
  readonly otherDay: Day | null;
  readonly otherShift: string | null;
  readonly note: string;
  readonly proposedAt: Instant;
  readonly expiresAt: Instant;
  readonly decidedAt: Instant | null;
}

const exchangesWhere = (condition: Sql, tx?: Transaction): Promise<Exchange[]> =>
  rows<Exchange>(
    sql`SELECT e.id, e.from_id AS "fromId", f.name AS "fromName", e.to_id AS "toId",
               t.name AS "toName", e.duty_id AS "dutyId", d.day, s.name AS shift,
               e.other_duty_id AS "otherDutyId", o.day AS "otherDay", z.name AS "otherShift",
               e.note, e.proposed_at AS "proposedAt", e.expires_at AS "expiresAt",
               e.decided_at AS "decidedAt",
               CASE WHEN e.state = 'open' AND e.expires_at <= ${now()} THEN 'expired'
                    ELSE e.state END AS state
          FROM duty_exchanges e
          JOIN persons f ON f.id = e.from_id
          JOIN persons t ON t.id = e.to_id
          JOIN duties d ON d.id = e.duty_id
          JOIN duty_shifts s ON s.id = d.shift_id
          LEFT JOIN duties o ON o.id = e.other_duty_id
          LEFT JOIN duty_shifts z ON z.id = o.shift_id
         WHERE ${condition}`,
    tx,
  );

/** Refuses `no-exchange`; also for one of another office. */
export async function exchangeOf(
  id: number,
  streetId: number,
  tx?: Transaction,
): Promise<Exchange> {
  const [one] = await exchangesWhere(sql`e.id = ${id} AND e.community_id = ${streetId}`, tx);
  return found(one, 'exchange');
}

const OWN_MAX = 20;

/** What a person asked and was asked, the last first. */
export const ownExchanges = (streetId: number, personId: number): Promise<Exchange[]> =>
  exchangesWhere(sql`e.community_id = ${streetId}
                     AND (e.from_id = ${personId} OR e.to_id = ${personId})
                     ORDER BY e.id DESC LIMIT ${OWN_MAX}`);

/** What was asked of one duty, the last first. */
export const exchangesOfDuty = (dutyId: number): Promise<Exchange[]> =>
  exchangesWhere(sql`(e.duty_id = ${dutyId} OR e.other_duty_id = ${dutyId}) ORDER BY e.id DESC`);

const PAGE = 30;

/** A page of what colleagues asked of one another, newest first. */
export async function exchangesOf(
  streetId: number,
  before = 2_147_483_647,
): Promise<{ items: Exchange[]; next: string | null }> {
  const listed = await exchangesWhere(
    sql`e.community_id = ${streetId} AND e.id < ${before} ORDER BY e.id DESC LIMIT ${PAGE + 1}`,
  );
  const items = listed.slice(0, PAGE);
  const last = items.at(-1);
  return { items, next: listed.length > PAGE && last ? `?before=${last.id}` : null };
}
