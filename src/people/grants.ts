import sql from 'sql-template-tag';
import { note } from '../base/audit.ts';
import { once } from '../base/command.ts';
import type { Command } from '../base/command.ts';
import { change, row, rows } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import { found, permit, Refusal } from '../base/refusal.ts';
import { ROLES_IN } from './actor.ts';
import type { Actor, Role, TenantKind } from './actor.ts';
import type { NewGrant } from './forms.ts';
import { insertGrant } from './persons.ts';
import { leavesAnAdministrator, mayGrantTo } from './policy.ts';
import type { StandingGrant } from './policy.ts';
import { personById } from './queries.ts';
import type { PersonFacts } from './queries.ts';

/**
 * Gives a person of such a tenant a role, in one community or in all. Refuses `no-person`,
 * `grant-role`, `no-community`, `role-not-here`, `role-held`.
 */
export async function grantRole(
  actor: Actor,
  personId: number,
  { role, communityId }: NewGrant,
  command: Command,
  of: TenantKind = 'community',
): Promise<{ personId: number }> {
  const person = await personOf(of, personId);
  const where = communityId ?? null;
  permit(mayGrantTo(actor, person, where), 'grant-role');
  return once(command, 'grant-role', { personId, role, where }, async (tx) => {
    await refuseStrangeRole(role, where, tx);
    const isNew = await insertGrant(personId, role, where, actor.personId, tx);
    if (!isNew) throw new Refusal('conflict', 'role-held');
    await noteGrant('role-granted', actor, personId, { role, communityId: where }, tx);
    return { personId };
  });
}

// Residents and staff have pages of their own: who came by those of the one finds none of the other.
async function personOf(kind: TenantKind, id: number): Promise<PersonFacts> {
  const person = await personById(id);
  return found(person?.communityKind === kind ? person : null, 'person');
}

interface HeldGrant extends StandingGrant {
  readonly personId: number;
}

/**
 * Takes a role back from a person of such a tenant. Refuses `no-grant`, `no-person`, `grant-role`,
 * `last-administrator`.
 */
export async function endGrant(
  actor: Actor,
  grantId: number,
  command: Command,
  of: TenantKind = 'community',
): Promise<{ personId: number }> {
  const grant = await grantById(grantId);
  if (!grant) return repeated(command, grantId);
  const { personId, role, communityId } = grant;
  const person = await personOf(of, personId);
  permit(mayGrantTo(actor, person, communityId), 'grant-role');
  return once(command, 'end-grant', { grantId }, async (tx) => {
    if (role === 'administrator') await keepAnAdministrator([grantId], tx);
    const ended = await change(sql`DELETE FROM grants WHERE id = ${grantId}`, tx);
    if (ended === 0) throw new Refusal('missing', 'no-grant');
    await noteGrant('role-ended', actor, personId, { role, communityId }, tx);
    return { personId };
  });
}

/** A grant that is gone: the first answer of a repeated command, or none. */
const repeated = (command: Command, grantId: number): Promise<{ personId: number }> =>
  once(command, 'end-grant', { grantId }, () => {
    throw new Refusal('missing', 'no-grant');
  });

const grantById = (id: number): Promise<HeldGrant | null> =>
  row<HeldGrant>(
    sql`SELECT id, person_id AS "personId", role, community_id AS "communityId"
          FROM grants WHERE id = ${id}`,
  );

/**
 * Refuses `last-administrator` when nobody active would be left for what these grants reach.
 * Two administrators who strike each other off at once: the second waits here, and is refused.
 */
export async function keepAnAdministrator(
  losing: readonly number[],
  tx: Transaction,
): Promise<void> {
  // Writing the rows locks them until the transaction ends.
  await change(sql`UPDATE grants SET role = role WHERE role = 'administrator'`, tx);
  const standing = await rows<StandingGrant>(
    sql`SELECT g.id, g.role, g.community_id AS "communityId"
          FROM grants g JOIN persons p ON p.id = g.person_id
         WHERE g.role = 'administrator' AND p.active = TRUE`,
    tx,
  );
  if (!leavesAnAdministrator(standing, losing)) {
    throw new Refusal('conflict', 'last-administrator');
  }
}

// A street office has no residents, and a community no staff whom anybody scores.
async function refuseStrangeRole(
  role: Role,
  communityId: number | null,
  tx: Transaction,
): Promise<void> {
  if (communityId === null) return;
  const place = await row<{ kind: TenantKind }>(
    sql`SELECT kind FROM communities WHERE id = ${communityId}`,
    tx,
  );
  if (!place) throw new Refusal('invalid', 'no-community', {}, 'communityId');
  if (!ROLES_IN[place.kind].includes(role)) {
    throw new Refusal('invalid', 'role-not-here', {}, 'role');
  }
}

function noteGrant(
  name: string,
  actor: Actor,
  personId: number,
  { role, communityId }: { readonly role: Role; readonly communityId: number | null },
  tx: Transaction,
): Promise<void> {
  const facts = { role, everywhere: communityId === null ? 1 : 0 };
  const event = { communityId: communityId ?? actor.communityId, personId: actor.personId };
  return note({ ...event, name, subject: `person:${personId}`, facts }, tx);
}
