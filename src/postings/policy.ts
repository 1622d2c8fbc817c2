import { hasAnyRole, hasRole } from '../people/index.ts';
import type { Actor, Role } from '../people/index.ts';
import type { PostingKind } from './kinds.ts';

/** Who may do what here. Pure: each reads what it is given and asks the database nothing. */

/** Postings are public; what stands behind every line of one is for who keeps or audits it. */
export const mayOpenLines = (actor: Actor, communityId: number): boolean =>
  hasAnyRole(actor, ['manager', 'auditor'], communityId);

/** And for the person whose line it is. */
export const mayOpenLine = (actor: Actor, communityId: number, personId: number): boolean =>
  actor.personId === personId || mayOpenLines(actor, communityId);

/** Postings of a street office are for its own people, and for who assesses, leads or audits it. */
export const mayReadInside = (reader: Actor | null, streetId: number): boolean =>
  reader !== null &&
  (reader.communityId === streetId ||
    hasAnyRole(reader, ['assessor', 'leader', 'auditor'], streetId));

/** A posting, as far as rights depend on it. */
export interface OfTenant {
  readonly kind: PostingKind;
  readonly communityId: number;
}

/** Every resident may object to a line of their community, every staff member to one of the office. */
export const mayObject = (actor: Actor, { kind, communityId }: OfTenant): boolean =>
  hasRole(actor, kind === 'resident' ? 'resident' : 'staff', communityId);

/** Who decides on objections: managers of a community, assessors and leaders of a street office. */
export const decidersOf = (kind: PostingKind): readonly Role[] =>
  kind === 'resident' ? ['manager'] : ['assessor', 'leader'];

/** An objection, as far as rights depend on it. */
export interface Contested extends OfTenant {
  /** Whose line it is about. */
  readonly personId: number;
  readonly madeById: number;
}

/** Who made it, who decides, and who audits. */
export const mayReadObjection = (actor: Actor, { kind, communityId, madeById }: Contested) =>
  actor.personId === madeById || mayReadObjections(actor, { kind, communityId });

export const mayReadObjections = (actor: Actor, { kind, communityId }: OfTenant): boolean =>
  hasAnyRole(actor, [...decidersOf(kind), 'auditor'], communityId);

/** Why the actor may not decide on an objection, or null: nobody on their own, made or concerned. */
export function whyNotDecide(actor: Actor, one: Contested): string | null {
  if (!hasAnyRole(actor, decidersOf(one.kind), one.communityId)) return 'decide-objection';
  return [one.personId, one.madeById].includes(actor.personId) ? 'own-objection' : null;
}
