import { hasRole } from '../../people/index.ts';
import type { Actor } from '../../people/index.ts';

/** Managers issue and withdraw certificates, of others. */
export const mayIssue = (
  actor: Actor,
  person: { readonly id: number; readonly communityId: number },
): boolean => actor.personId !== person.id && hasRole(actor, 'manager', person.communityId);
