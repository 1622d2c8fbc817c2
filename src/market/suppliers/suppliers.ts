import sql from 'sql-template-tag';
import { note } from '../../base/audit.ts';
import { now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change, row } from '../../base/db.ts';
import { permit } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { mayKeepGoods } from '../policy.ts';
import type { SupplierWish } from './forms.ts';
import { supplierOf } from './queries.ts';
import type { Supplier } from './queries.ts';

/** Adds a supplier or donor of the actor's community. Refuses `keep-goods`. */
export async function addSupplier(
  actor: Actor,
  wish: SupplierWish,
  command: Command,
): Promise<Supplier> {
  const { communityId, personId } = actor;
  permit(mayKeepGoods(actor, communityId), 'keep-goods');
  return once(command, 'add-supplier', wish, async (tx) => {
    const made = await row<{ id: number }>(
      sql`INSERT INTO suppliers (community_id, name, kind, contact, named, active, created_at)
          VALUES (${communityId}, ${wish.name}, ${wish.kind}, ${wish.contact ?? null},
            ${wish.named}, ${wish.active}, ${now()}) RETURNING id`,
      tx,
    );
    const { id } = made as { id: number };
    await note({ communityId, personId, name: 'supplier-added', subject: `supplier:${id}` }, tx);
    return supplierOf(actor, id, tx);
  });
}

/** Changes what is said of one. Refuses `no-supplier`, `keep-goods`. */
export const changeSupplier = (
  actor: Actor,
  supplierId: number,
  wish: SupplierWish,
  command: Command,
): Promise<Supplier> =>
  once(command, 'change-supplier', { supplierId, ...wish }, async (tx) => {
    const { communityId } = await supplierOf(actor, supplierId, tx);
    permit(mayKeepGoods(actor, communityId), 'keep-goods');
    await change(
      sql`UPDATE suppliers SET name = ${wish.name}, kind = ${wish.kind},
                 contact = ${wish.contact ?? null}, named = ${wish.named}, active = ${wish.active}
           WHERE id = ${supplierId}`,
      tx,
    );
    const event = { communityId, personId: actor.personId, name: 'supplier-changed' };
    const facts = { named: wish.named ? 1 : 0 };
    await note({ ...event, subject: `supplier:${supplierId}`, facts }, tx);
    return supplierOf(actor, supplierId, tx);
  });
