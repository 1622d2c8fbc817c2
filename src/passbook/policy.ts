import { hasAnyRole } from '../people/index.ts';
import type { Actor } from '../people/index.ts';

interface Owner {
  readonly id: number;
  readonly communityId: number;
}

/** One's own, and for managers and shopkeepers the passbooks of their community. */
export const mayPrintPassbook = (actor: Actor, person: Owner): boolean =>
  actor.personId === person.id || hasAnyRole(actor, ['manager', 'shopkeeper'], person.communityId);
