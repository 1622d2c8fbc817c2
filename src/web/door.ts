import { Refusal } from '../base/refusal.ts';
import type { Actor } from '../people/index.ts';
import type { Route } from './route.ts';

/** Where a person goes whose password is a one-time code; until then nothing else is open. */
export const PASSWORD_PAGE = '/me/password';
const OPEN_BEFORE = new Set([PASSWORD_PAGE, '/session/end', '/display']);

/**
 * The coarse answer to who may; the verb asks the policy again with the row in hand.
 * Refuses `sign-in-needed`, `password-change-needed`, `door-closed`.
 */
export function mayEnter(route: Route, actor: Actor | null): void {
  if (actor?.mustChangePassword && route.door !== 'public' && !OPEN_BEFORE.has(route.path)) {
    throw new Refusal('forbidden', 'password-change-needed');
  }
  if (route.door === 'public') return;
  if (!actor) throw new Refusal('unauthenticated', 'sign-in-needed');
  if (route.door === 'signed-in') return;
  if (!route.door.some((role) => actor.roles.includes(role))) {
    throw new Refusal('forbidden', 'door-closed');
  }
}
