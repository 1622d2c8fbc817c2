import { hasAnyRole } from '../people/index.ts';
import type { Actor } from '../people/index.ts';

/** Who may do what here. Pure: each reads what it is given and asks the database nothing. */

/** Postings are public; what stands behind every line of one is for who keeps or audits it. */
export const mayOpenLines = (actor: Actor, communityId: number): boolean =>
  hasAnyRole(actor, ['manager', 'auditor'], communityId);

/** And for the person whose line it is. */
export const mayOpenLine = (actor: Actor, communityId: number, personId: number): boolean =>
  actor.personId === personId || mayOpenLines(actor, communityId);
