import sql, { join } from 'sql-template-tag';
import type { Instant } from '../base/clock.ts';
import { row, rows } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import { found } from '../base/refusal.ts';

export const REDEMPTION_STATES = [
  'reserved',
  'handed-over',
  'cancelled',
  'expired',
  'returned',
] as const;
export type RedemptionState = (typeof REDEMPTION_STATES)[number];

/** A good of a redemption, with the name and price of the day it was reserved. */
export interface RedemptionLine {
  readonly good: number;
  readonly name: string;
  readonly points: number;
  readonly quantity: number;
}

/** A redemption as staff may see it: without the pick-up code. */
export interface Redemption {
  readonly id: number;
  readonly state: RedemptionState;
  readonly total: number;
  readonly person: { readonly id: number; readonly name: string };
  readonly reservedAt: Instant;
  readonly expiresAt: Instant;
  readonly settledAt: Instant | null;
  /** Since when it lies packed for the person. */
  readonly readyAt: Instant | null;
  /** When the hand-over was undone. */
  readonly returnedAt: Instant | null;
  readonly lines: readonly RedemptionLine[];
}

/** A redemption as its own person sees it; the code is there while it is reserved. */
export interface OwnRedemption extends Redemption {
  readonly pickUpCode: string | null;
}

/** A redemption as it is stored, with whose it is. */
export interface RedemptionRow {
  readonly id: number;
  readonly communityId: number;
  readonly personId: number;
  readonly personName: string;
  readonly householdId: number | null;
  readonly state: RedemptionState;
  readonly pickUpCode: string;
  readonly total: number;
  readonly reservedAt: Instant;
  readonly expiresAt: Instant;
  readonly settledAt: Instant | null;
  readonly readyAt: Instant | null;
  readonly returnedAt: Instant | null;
}

/** For a statement over `redemptions r` joined with `persons p`. */
export const redemptionColumns = sql`r.id, r.community_id AS "communityId",
  COALESCE(p.merged_into_id, p.id) AS "personId", p.name AS "personName",
  COALESCE((SELECT o.household_id FROM persons o WHERE o.id = p.merged_into_id), p.household_id)
    AS "householdId", r.state,
  r.pick_up_code AS "pickUpCode", r.total, r.reserved_at AS "reservedAt",
  r.expires_at AS "expiresAt", r.settled_at AS "settledAt",
  r.ready_at AS "readyAt", r.returned_at AS "returnedAt"`;

/** Refuses `no-redemption`. */
export async function redemptionById(id: number, tx?: Transaction): Promise<RedemptionRow> {
  const one = await row<RedemptionRow>(
    sql`SELECT ${redemptionColumns} FROM redemptions r JOIN persons p ON p.id = r.person_id
         WHERE r.id = ${id}`,
    tx,
  );
  return found(one, 'redemption');
}

/** The lines of redemptions, by redemption. */
export async function linesOf(
  ids: readonly number[],
  tx?: Transaction,
): Promise<Map<number, RedemptionLine[]>> {
  const lines = new Map<number, RedemptionLine[]>(ids.map((id) => [id, []]));
  if (ids.length === 0) return lines;
  const stored = await rows<RedemptionLine & { redemptionId: number }>(
    sql`SELECT redemption_id AS "redemptionId", good_id AS good, name, points, quantity
          FROM redemption_lines WHERE redemption_id IN (${join([...ids])})
         ORDER BY redemption_id, good_id`,
    tx,
  );
  for (const { redemptionId, ...line } of stored) lines.get(redemptionId)?.push(line);
  return lines;
}

/** Stored redemptions as staff may see them. */
export async function withLines(
  stored: readonly RedemptionRow[],
  tx?: Transaction,
): Promise<Redemption[]> {
  const lines = await linesOf(
    stored.map(({ id }) => id),
    tx,
  );
  return stored.map((one) => ({
    id: one.id,
    state: one.state,
    total: one.total,
    person: { id: one.personId, name: one.personName },
    reservedAt: one.reservedAt,
    expiresAt: one.expiresAt,
    settledAt: one.settledAt,
    readyAt: one.readyAt,
    returnedAt: one.returnedAt,
    lines: lines.get(one.id) ?? [],
  }));
}

/** A redemption as staff may see it. Refuses `no-redemption`. */
export async function redemptionOf(id: number, tx?: Transaction): Promise<Redemption> {
  const [one] = await withLines([await redemptionById(id, tx)], tx);
  return found(one, 'redemption');
}

/** Stored redemptions of one person, for that person. */
export async function asOwn(
  stored: readonly RedemptionRow[],
  tx?: Transaction,
): Promise<OwnRedemption[]> {
  const codes = new Map(
    stored.map(({ id, state, pickUpCode }) => [id, state === 'reserved' ? pickUpCode : null]),
  );
  const shown = await withLines(stored, tx);
  return shown.map((one) => ({ ...one, pickUpCode: codes.get(one.id) ?? null }));
}
