import { hasRole } from '../../people/index.ts';
import type { Actor } from '../../people/index.ts';
import { mayReconsider } from '../policy.ts';
import type { BookedBy } from '../policy.ts';

/** Who may decide it, the person, and who audits; not those whose entry it contests. */
export const mayReadAppeal = (actor: Actor, one: BookedBy): boolean =>
  actor.personId === one.personId ||
  mayReconsider(actor, one) ||
  hasRole(actor, 'auditor', one.streetId);

/**
 * The points that an appeal may put in place of what is booked, from the least to the most: better
 * for the person, and never more than nothing for a deduction, nor than the rules give for anything.
 */
export const pointsAllowed = (
  booked: number,
  mostGiven: number,
): { readonly least: number; readonly most: number } => ({
  least: booked + 1,
  most: booked < 0 ? 0 : Math.max(booked, mostGiven),
});
