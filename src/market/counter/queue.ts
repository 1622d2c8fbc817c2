import sql from 'sql-template-tag';
import { now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change, rows } from '../../base/db.ts';
import { permit, Refusal } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { mayServe } from '../policy.ts';
import { redemptionById, redemptionColumns, redemptionOf, withLines } from '../redemption.ts';
import type { Redemption, RedemptionRow } from '../redemption.ts';
import { tellReady } from '../telling.ts';

/** So many of a good are wanted for all who wait. */
export interface PickTotal {
  readonly good: number;
  readonly name: string;
  readonly quantity: number;
}

/** What is reserved and has to be packed: by person, and how much of each good in all. */
export interface PickList {
  readonly totals: readonly PickTotal[];
  readonly waiting: readonly Redemption[];
  readonly ready: readonly Redemption[];
}

const QUEUE_MAX = 200;

/** The reservations of a community, soonest to expire first. Refuses `serve`. */
export async function pickListOf(actor: Actor, communityId: number): Promise<PickList> {
  permit(mayServe(actor, communityId), 'serve');
  const reserved = await withLines(
    await rows<RedemptionRow>(
      sql`SELECT ${redemptionColumns} FROM redemptions r JOIN persons p ON p.id = r.person_id
           WHERE r.community_id = ${communityId} AND r.state = 'reserved'
             AND r.expires_at > ${now()}
           ORDER BY r.expires_at, r.id LIMIT ${QUEUE_MAX}`,
    ),
  );
  const waiting = reserved.filter(({ readyAt }) => readyAt === null);
  const ready = reserved.filter(({ readyAt }) => readyAt !== null);
  return { totals: totalsOf(waiting), waiting, ready };
}

function totalsOf(redemptions: readonly Redemption[]): PickTotal[] {
  const totals = new Map<number, PickTotal>();
  for (const { good, name, quantity } of redemptions.flatMap(({ lines }) => lines)) {
    const before = totals.get(good)?.quantity ?? 0;
    totals.set(good, { good, name, quantity: before + quantity });
  }
  return [...totals.values()].sort((a, b) => a.good - b.good);
}

/**
 * Notes that the goods of a reservation lie packed, and tells the person. Refuses `no-redemption`,
 * `serve`, `ready-already`, `settled-already`.
 */
export function markReady(
  actor: Actor,
  redemptionId: number,
  command: Command,
): Promise<Redemption> {
  return once(command, 'mark-ready', { redemptionId }, async (tx) => {
    const { communityId, personId, state } = await redemptionById(redemptionId, tx);
    permit(mayServe(actor, communityId), 'serve');
    const marked = await change(
      sql`UPDATE redemptions SET ready_at = ${now()}, ready_by_id = ${actor.personId}
           WHERE id = ${redemptionId} AND state = 'reserved' AND ready_at IS NULL`,
      tx,
    );
    if (marked === 0) {
      throw new Refusal('conflict', state === 'reserved' ? 'ready-already' : 'settled-already');
    }
    await tellReady({ communityId, personId, id: redemptionId }, tx);
    return redemptionOf(redemptionId, tx);
  });
}
