import sql from 'sql-template-tag';
import { now } from '../../base/clock.ts';
import { change, rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { previousQuarter, quarterOfDay, today } from '../../base/period.ts';
import type { Day, Quarter } from '../../base/period.ts';
import { Refusal } from '../../base/refusal.ts';

/** The quarters of an office that take nothing more. */
export async function closedQuarters(
  streetId: number,
  tx?: Transaction,
): Promise<ReadonlySet<Quarter>> {
  const closed = await rows<{ quarter: Quarter }>(
    sql`SELECT quarter FROM closed_quarters WHERE community_id = ${streetId}`,
    tx,
  );
  return new Set(closed.map(({ quarter }) => quarter));
}

/** Closes a quarter for good; twice is harmless. Later corrections of it count in the open one. */
export async function closeQuarter(
  streetId: number,
  quarter: Quarter,
  by: number | null,
  tx: Transaction,
): Promise<void> {
  await change(
    sql`INSERT INTO closed_quarters (community_id, quarter, closed_by_id, closed_at)
        VALUES (${streetId}, ${quarter}, ${by}, ${now()})
        ON CONFLICT (community_id, quarter) DO NOTHING`,
    tx,
  );
}

/**
 * Refuses `quarter-closed` for a day in or before a quarter that takes nothing more: what is said
 * from such a day on would change it.
 */
export async function refuseClosed(
  streetId: number,
  day: Day,
  field: string | undefined,
  tx: Transaction,
): Promise<void> {
  const closed = [...(await closedQuarters(streetId, tx))].sort();
  const touched = closed.findLast((quarter) => quarter >= quarterOfDay(day));
  if (touched !== undefined) {
    throw new Refusal('conflict', 'quarter-closed', { quarter: touched }, field);
  }
}

const QUARTERS_SHOWN = 8;

/** The quarters that a page lets choose: this one and those before. */
export function quartersToChoose(): Quarter[] {
  const shown = [quarterOfDay(today())];
  while (shown.length < QUARTERS_SHOWN) shown.push(previousQuarter(shown.at(-1) as Quarter));
  return shown;
}
