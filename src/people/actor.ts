/** What a person may be, each granted for one community or for all. */
export const ROLES = [
  'resident',
  'manager',
  'shopkeeper',
  'auditor',
  'administrator',
  'assessor',
  'leader',
  'staff',
] as const;
export type Role = (typeof ROLES)[number];

/** A tenant is a community with its residents, or a street office with its staff. */
export type TenantKind = 'community' | 'street';

/** The roles that have a meaning in each kind of tenant. */
export const ROLES_IN: Readonly<Record<TenantKind, readonly Role[]>> = {
  community: ['resident', 'manager', 'shopkeeper', 'auditor', 'administrator'],
  street: ['staff', 'assessor', 'leader', 'auditor', 'administrator'],
};

/** One role of a person; no community means all of them. */
export interface Grant {
  readonly role: Role;
  readonly communityId: number | null;
}

/** Somebody who asks for something: who they are and what they may be. */
export interface Actor {
  readonly personId: number;
  readonly name: string;
  /** The community where they live or work, whose pages they see. */
  readonly communityId: number;
  readonly community: { readonly id: number; readonly name: string; readonly kind: TenantKind };
  readonly householdId: number | null;
  readonly grants: readonly Grant[];
  /** Every role held anywhere. */
  readonly roles: readonly Role[];
  readonly passwordVersion: number;
  /** Who asks in the name of this child; unsaid: the person. */
  readonly guardian?: { readonly personId: number; readonly name: string };
  /** Signed in with a one-time code: nothing but changing it is open. */
  readonly mustChangePassword: boolean;
}

/** Who really asks: the guardian of a child, else the person. */
export const handOf = (actor: Actor): number => actor.guardian?.personId ?? actor.personId;

/** Whether the actor holds the role in that community. */
export const hasRole = (actor: Actor, role: Role, communityId: number): boolean =>
  actor.grants.some(
    (grant) =>
      grant.role === role && (grant.communityId === null || grant.communityId === communityId),
  );

/** Whether the actor holds any of the roles in that community. */
export const hasAnyRole = (actor: Actor, roles: readonly Role[], communityId: number): boolean =>
  roles.some((role) => hasRole(actor, role, communityId));
