import sql from 'sql-template-tag';
import { row, rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { found, permit } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { mayReadMarket } from '../policy.ts';
import type { SupplierKind } from './forms.ts';

/** Who goods come from. */
export interface Supplier {
  readonly id: number;
  readonly communityId: number;
  readonly name: string;
  readonly kind: SupplierKind;
  readonly contact: string | null;
  /** Whether a donor agreed to be named in public. */
  readonly named: boolean;
  readonly active: boolean;
}

type Stored = Omit<Supplier, 'named' | 'active'> & {
  named: boolean | number;
  active: boolean | number;
};

const columns = sql`s.id, s.community_id AS "communityId", s.name, s.kind, s.contact, s.named,
  s.active`;

const fromStored = (stored: Stored): Supplier => ({
  ...stored,
  named: Boolean(stored.named),
  active: Boolean(stored.active),
});

/** A supplier of a community whose market the actor reads. Refuses `no-supplier`. */
export async function supplierOf(actor: Actor, id: number, tx?: Transaction): Promise<Supplier> {
  const one = await row<Stored>(sql`SELECT ${columns} FROM suppliers s WHERE s.id = ${id}`, tx);
  const readable = one !== null && mayReadMarket(actor, one.communityId);
  return fromStored(found(readable ? one : null, 'supplier'));
}

const LISTED_MAX = 200;

/** The suppliers and donors of the actor's community, those in use first. */
export async function suppliersOf(actor: Actor): Promise<Supplier[]> {
  permit(mayReadMarket(actor, actor.communityId), 'read-market');
  const stored = await rows<Stored>(
    sql`SELECT ${columns} FROM suppliers s WHERE s.community_id = ${actor.communityId}
         ORDER BY s.active DESC, s.name, s.id LIMIT ${LISTED_MAX}`,
  );
  return stored.map(fromStored);
}
