import { hasRole } from '../../people/index.ts';
import type { Actor } from '../../people/index.ts';

/** Administrators connect their own tenant. */
export const mayKeepWebhook = (actor: Actor): boolean =>
  hasRole(actor, 'administrator', actor.communityId);
