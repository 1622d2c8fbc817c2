import sql from 'sql-template-tag';
import { now } from '../../base/clock.ts';
import { rows } from '../../base/db.ts';
import { quarterSpan, startOfDay, today } from '../../base/period.ts';
import { permit } from '../../base/refusal.ts';
import { entriesIn, hasPin, holdersWithPin } from '../../people/index.ts';
import type { Actor, NamedPerson } from '../../people/index.ts';
import { QUANTITY_MAX } from '../basket.ts';
import type { Good } from '../good.ts';
import { shelfOf } from '../overview.ts';
import { mayServe } from '../policy.ts';
import { purseOf } from '../pooling.ts';
import type { Purse } from '../pooling.ts';
import { redemptionColumns, withLines } from '../redemption.ts';
import type { Redemption, RedemptionRow } from '../redemption.ts';
import { takenThisQuarter } from '../reservation.ts';
import type { Confirmation } from './confirmation.ts';
import { customerOf } from './customer.ts';

/** A good as the counter offers it to one person. */
export interface Offer extends Pick<Good, 'id' | 'name' | 'points' | 'stock' | 'thumb'> {
  readonly limitPerQuarter: number | null;
  /** What the person has of it this quarter, and how many more they may take now. */
  readonly taken: number;
  readonly most: number;
}

/** What a shopkeeper sees of the person who stands at the counter. */
export interface Customer {
  readonly person: {
    readonly id: number;
    readonly name: string;
    readonly gridName: string | null;
    readonly householdName: string | null;
  };
  readonly purse: Purse;
  readonly goods: readonly Offer[];
  readonly taken: readonly TakenGood[];
  readonly reserved: readonly Redemption[];
  /** The ways in which this person can agree. */
  readonly ways: readonly Confirmation['kind'][];
  /** Who else may vouch for them. */
  readonly clerks: readonly NamedPerson[];
}

/** The person at the counter. Refuses `no-person`, `own-household`. */
export async function customerAtCounter(actor: Actor, personId: number): Promise<Customer> {
  const { id, name, communityId, gridName, householdName } = await customerOf(actor, personId);
  const reserved = await reservedBy(id);
  const clerks = await clerksBeside(actor, id, communityId);
  return {
    person: { id, name, gridName, householdName },
    purse: await purseOf({ communityId, personId: id }),
    goods: await offersFor(id, communityId),
    taken: await takenGoods(id),
    reserved,
    ways: [
      ...((await hasPin(id)) ? (['pin'] as const) : []),
      ...(reserved.length > 0 ? (['code'] as const) : []),
      'signature',
      ...(clerks.length > 0 ? (['clerk'] as const) : []),
    ],
    clerks,
  };
}

const clerksBeside = async (
  actor: Actor,
  personId: number,
  communityId: number,
): Promise<NamedPerson[]> =>
  (await holdersWithPin(['manager', 'shopkeeper'], communityId)).filter(
    ({ id }) => id !== actor.personId && id !== personId,
  );

async function offersFor(personId: number, communityId: number): Promise<Offer[]> {
  const shelf = await shelfOf(communityId);
  const ids = shelf.map(({ id }) => id);
  const taken = await takenThisQuarter(personId, ids);
  return shelf.map(({ id, name, points, stock, thumb, limitPerQuarter }) => {
    const before = taken.get(id) ?? 0;
    const left = limitPerQuarter === null ? QUANTITY_MAX : limitPerQuarter - before;
    const most = Math.max(0, Math.min(QUANTITY_MAX, left, stock ?? QUANTITY_MAX));
    return { id, name, points, stock, thumb, limitPerQuarter, taken: before, most };
  });
}

/** So many of a good that a person was handed. */
export interface TakenGood {
  readonly good: number;
  readonly name: string;
  readonly quantity: number;
}

/** What a person was handed in this quarter. */
function takenGoods(personId: number): Promise<TakenGood[]> {
  const { from, to } = quarterSpan(now());
  return rows<TakenGood>(
    sql`SELECT l.good_id AS good, l.name, CAST(SUM(l.quantity) AS INTEGER) AS quantity
          FROM redemptions r JOIN redemption_lines l ON l.redemption_id = r.id
         WHERE r.person_id IN ${entriesIn(personId)} AND r.state = 'handed-over'
           AND r.reserved_at >= ${from} AND r.reserved_at < ${to}
         GROUP BY l.good_id, l.name ORDER BY l.good_id, l.name`,
  );
}

/** What a person has reserved, soonest to expire first, without codes. */
async function reservedBy(personId: number): Promise<Redemption[]> {
  return withLines(
    await rows<RedemptionRow>(
      sql`SELECT ${redemptionColumns} FROM redemptions r JOIN persons p ON p.id = r.person_id
           WHERE r.person_id = ${personId} AND r.state = 'reserved'
           ORDER BY r.expires_at, r.id`,
    ),
  );
}

const SHOWN_MAX = 20;

/** What was handed over today, the newest first. Refuses `serve`. */
export async function handedOverToday(actor: Actor, communityId: number): Promise<Redemption[]> {
  permit(mayServe(actor, communityId), 'serve');
  return withLines(
    await rows<RedemptionRow>(
      sql`SELECT ${redemptionColumns} FROM redemptions r JOIN persons p ON p.id = r.person_id
           WHERE r.community_id = ${communityId} AND r.state IN ('handed-over', 'returned')
             AND r.settled_at >= ${startOfDay(today())}
           ORDER BY r.settled_at DESC, r.id DESC LIMIT ${SHOWN_MAX}`,
    ),
  );
}
