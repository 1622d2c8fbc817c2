import { hasAnyRole } from '../people/index.ts';
import type { Actor } from '../people/index.ts';

/** Who may do what here. Pure: each reads what it is given and asks the database nothing. */

/** Managers take files in, for their own community. */
export const mayImport = (actor: Actor, communityId: number): boolean =>
  hasAnyRole(actor, ['manager'], communityId);

/** Auditors read what managers read. */
export const mayReadImports = (actor: Actor, communityId: number): boolean =>
  hasAnyRole(actor, ['manager', 'auditor'], communityId);

/** Points and hours are entered by one person and confirmed by another: nobody mints alone. */
export const mayConfirm = (
  actor: Actor,
  communityId: number,
  { needsTwo, uploadedById }: { readonly needsTwo: boolean; readonly uploadedById: number },
): boolean => mayImport(actor, communityId) && !(needsTwo && actor.personId === uploadedById);

/** To say what the columns are is a part of entering: whoever confirms does not. */
export const mayMap = (
  actor: Actor,
  communityId: number,
  { needsTwo, uploadedById }: { readonly needsTwo: boolean; readonly uploadedById: number },
): boolean => mayImport(actor, communityId) && (!needsTwo || actor.personId === uploadedById);
