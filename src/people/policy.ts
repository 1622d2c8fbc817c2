import type { Actor } from './actor.ts';
import { hasAnyRole } from './actor.ts';

/** Who may do what here. Pure: each reads what it is given and asks the database nothing. */
export const mayManagePeople = (actor: Actor, communityId: number): boolean =>
  hasAnyRole(actor, ['manager', 'administrator'], communityId);
