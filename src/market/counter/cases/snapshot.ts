import { createHash } from 'node:crypto';
import { now } from '../../../base/clock.ts';
import type { Instant } from '../../../base/clock.ts';
import { permit } from '../../../base/refusal.ts';
import { availableOf } from '../../../ledger/index.ts';
import { residentsAtCounter } from '../../../people/index.ts';
import type { Actor, CounterResident } from '../../../people/index.ts';
import { shelfOf } from '../../overview.ts';
import { isOfOwnHousehold, mayServe } from '../../policy.ts';

/**
 * What a counter goes on with when the network is gone. Of a person as little as finding them and
 * counting their points takes: no phone, no address, and of the card a digest.
 */
export interface Snapshot {
  readonly at: Instant;
  readonly people: readonly {
    readonly id: number;
    readonly name: string;
    /** wangxiulan wxl */
    readonly pinyin: string;
    readonly card: string | null;
    readonly points: number;
    /** Those of one pool spend the same points. */
    readonly pool: number | null;
  }[];
  readonly goods: readonly {
    readonly id: number;
    readonly name: string;
    readonly points: number;
    readonly stock: number | null;
  }[];
}

/** People and shelf of a community, but for the actor's own household. Refuses `serve`. */
export async function counterSnapshot(actor: Actor, communityId: number): Promise<Snapshot> {
  permit(mayServe(actor, communityId), 'serve');
  const all = await residentsAtCounter(communityId);
  const served = all.filter(
    ({ id, householdId }) => !isOfOwnHousehold(actor, { personId: id, householdId }),
  );
  const points = await pointsOf(communityId, served);
  const goods = await shelfOf(communityId);
  return {
    at: now(),
    people: served.map((one) => ({
      id: one.id,
      name: one.name,
      pinyin: one.pinyin,
      card: one.cardNumber === null ? null : cardDigest(one.cardNumber),
      points: points.get(poolOf(one) ?? -one.id) ?? 0,
      pool: poolOf(one),
    })),
    goods: goods.map(({ id, name, points: price, stock }) => ({ id, name, points: price, stock })),
  };
}

/** The same in the browser: src/client/offline/snapshot.ts. */
const cardDigest = (number: string): string =>
  createHash('sha256').update(`card:${number}`).digest('hex').slice(0, 16);

const poolOf = ({ householdId, pools }: CounterResident): number | null =>
  pools ? householdId : null;

const BATCH = 500;

/** What can be spent, by pool, or by the person's id as a negative number. */
async function pointsOf(
  communityId: number,
  people: readonly CounterResident[],
): Promise<Map<number, number>> {
  const sums = new Map<number, number>();
  for (let from = 0; from < people.length; from += BATCH) {
    const some = people.slice(from, from + BATCH);
    const available = await availableOf(
      communityId,
      some.map(({ id }) => id),
    );
    for (const one of some) {
      const purse = poolOf(one) ?? -one.id;
      sums.set(purse, (sums.get(purse) ?? 0) + (available.get(one.id) ?? 0));
    }
  }
  return sums;
}
