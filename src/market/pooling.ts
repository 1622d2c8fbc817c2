import sql, { bulk, join } from 'sql-template-tag';
import { change, lockRows, rows } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import { today } from '../base/period.ts';
import { Refusal } from '../base/refusal.ts';
import { availableOf, bookBetween, personAccounts } from '../ledger/index.ts';
import { poolsOf } from '../people/index.ts';

/**
 * A household that pools: each member earns and keeps points in their own name, and what one of them
 * spends above their own comes from the others, the first member first. Each of those shares is a
 * transfer of its own, so it goes back the same way when the redemption is not taken.
 */

/** What a person may spend: their own, and what their household adds. Whole points. */
export interface Purse {
  readonly own: number;
  readonly household: number;
}

/** Who spends, and where. */
interface Spender {
  readonly communityId: number;
  readonly personId: number;
}

/** What a person may spend now. */
export async function purseOf(
  { communityId, personId }: Spender,
  tx?: Transaction,
): Promise<Purse> {
  const [own, ...others] = await holdings(communityId, personId, tx);
  return {
    own: own?.points ?? 0,
    household: others.reduce((sum, { points }) => sum + points, 0),
  };
}

/**
 * Makes all that moves points or limits of these people, or of those who spend with them, wait its
 * turn. Whoever moves goods of a redemption takes this lock first and the goods after, so that no
 * two deadlock.
 */
export async function lockPurses(
  communityId: number,
  personIds: readonly number[],
  tx: Transaction,
): Promise<void> {
  const pools = await poolsOf(personIds, tx);
  const holders = [...personIds, ...[...pools.values()].flat()];
  const accounts = await personAccounts(communityId, holders, tx);
  const available = [...accounts.values()].map((one) => one.available);
  await lockRows('accounts', available, tx);
}

interface Holding {
  readonly personId: number;
  readonly points: number;
}

/** The person's own first, then that of each who spends with them. */
async function holdings(
  communityId: number,
  personId: number,
  tx?: Transaction,
): Promise<Holding[]> {
  const others = (await poolsOf([personId], tx)).get(personId) ?? [];
  const available = await availableOf(communityId, [personId, ...others], tx);
  return [personId, ...others].map((id) => ({ personId: id, points: available.get(id) ?? 0 }));
}

/** A redemption that is to be paid, and who asks for it. */
export interface Payable {
  readonly id: number;
  readonly communityId: number;
  readonly personId: number;
  readonly total: number;
}

/**
 * Brings over from the other members what the person lacks for a redemption. The caller holds the
 * locks of all. Refuses `insufficient-points` when all of them together have less than the total.
 */
export async function gatherShares(
  redemption: Payable,
  byId: number,
  tx: Transaction,
): Promise<void> {
  const { id, communityId, personId, total } = redemption;
  const [own, ...others] = await holdings(communityId, personId, tx);
  let lacking = total - (own?.points ?? 0);
  const shares = others.flatMap((one) => {
    const points = Math.min(lacking, one.points);
    if (points <= 0) return [];
    lacking -= points;
    const share = { redemptionId: id, giverId: one.personId, toPersonId: personId };
    return { ...share, personId: one.personId, points };
  });
  if (lacking > 0) {
    throw new Refusal('conflict', 'insufficient-points', { available: total - lacking, total });
  }
  if (shares.length === 0) return;
  await change(
    sql`INSERT INTO redemption_shares (redemption_id, person_id, points)
        VALUES ${bulk(shares.map((one) => [id, one.personId, one.points]))}`,
    tx,
  );
  await bookBetween(
    communityId,
    shares.map((one) => pooling(one, byId)),
    tx,
  );
}

interface Share extends Holding {
  readonly redemptionId: number;
  /** Who gave it; `personId` is who has it back: another only where two entries became one. */
  readonly giverId: number;
  readonly toPersonId: number;
}

const pooling = ({ redemptionId, personId, toPersonId, points }: Share, byId: number) => ({
  fromPersonId: personId,
  toPersonId,
  move: 'pooling' as const,
  points,
  cause: `redemption:${redemptionId}:pooled:${personId}`,
  occurredOn: today(),
  bookedById: byId,
});

const unpooling = (
  { redemptionId, giverId, personId, toPersonId, points }: Share,
  byId: number | null,
) => ({
  fromPersonId: toPersonId,
  toPersonId: personId,
  move: 'unpooling' as const,
  points,
  cause: `redemption:${redemptionId}:unpooled:${giverId}`,
  occurredOn: today(),
  bookedById: byId,
});

/** What other members gave to these redemptions. */
export const sharesOf = (redemptionIds: readonly number[], tx?: Transaction): Promise<Share[]> =>
  rows<Share>(
    sql`SELECT s.redemption_id AS "redemptionId", s.person_id AS "giverId",
               COALESCE(g.merged_into_id, g.id) AS "personId",
               COALESCE(b.merged_into_id, b.id) AS "toPersonId", s.points
          FROM redemption_shares s
          JOIN redemptions r ON r.id = s.redemption_id
          JOIN persons g ON g.id = s.person_id
          JOIN persons b ON b.id = r.person_id
         WHERE s.redemption_id IN (${join([...redemptionIds])})
         ORDER BY s.redemption_id, s.person_id`,
    tx,
  );

/** Gives the shares of redemptions that were not taken back to those who gave them. */
export async function returnShares(
  communityId: number,
  redemptions: readonly { readonly id: number }[],
  byId: number | null,
  tx: Transaction,
): Promise<void> {
  const shares = await sharesOf(
    redemptions.map(({ id }) => id),
    tx,
  );
  await bookBetween(
    communityId,
    shares
      .filter(({ personId, toPersonId }) => personId !== toPersonId)
      .map((one) => unpooling(one, byId)),
    tx,
  );
}
