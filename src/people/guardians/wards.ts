import { Refusal } from '../../base/refusal.ts';
import type { Actor } from '../actor.ts';
import { findActor } from '../actors.ts';
import { childrenOf } from './queries.ts';

/**
 * The child as somebody who asks, with the guardian's name beside it; null when the guardian may not
 * act for the child, or no more. Asked at every request, so that what ends ends at once.
 */
export async function wardOf(guardian: Actor, childId: number): Promise<Actor | null> {
  const mine = await childrenOf(guardian.personId);
  if (!mine.some((one) => one.childId === childId)) return null;
  const child = await findActor(childId);
  if (!child) return null;
  const grants = child.grants.filter(({ role }) => role === 'resident');
  const { personId, name } = guardian;
  return {
    ...child,
    grants,
    roles: grants.length > 0 ? ['resident'] : [],
    guardian: { personId, name },
  };
}

/** The same for one who asks to act. Refuses `no-child`. */
export async function takeWard(guardian: Actor, childId: number): Promise<Actor> {
  const ward = await wardOf(guardian, childId);
  if (!ward) throw new Refusal('missing', 'no-child');
  return ward;
}
