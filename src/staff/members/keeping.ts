import sql from 'sql-template-tag';
import { note } from '../../base/audit.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { found, permit, Refusal } from '../../base/refusal.ts';
import type { Facts } from '../../base/refusal.ts';
import { codeFor, grantRole, personById, renamePerson } from '../../people/index.ts';
import type { Actor, GrantRow, OneTimeCode, PersonFacts, Role } from '../../people/index.ts';
import { mayKeepMember, mayKeepStaff, mayReadStaff } from '../policy.ts';
import { streetOf } from '../street.ts';
import type { MemberFields, NewMemberFields } from './forms.ts';
import { departmentsOf, memberOf } from './queries.ts';
import type { Member } from './queries.ts';
import { insertMember } from './setting-up.ts';
import { refusingTaken } from './taken.ts';

type Account = Pick<PersonFacts, 'signInName' | 'hasPassword' | 'codeExpiresAt' | 'active'>;

/** A member with their sign-in and their roles, which the policies ask for. */
export interface MemberFacts extends Member, Account {
  readonly grants: readonly GrantRow[];
}

/** A member as those see them who keep or oversee the staff. Refuses `read-staff`, `no-member`. */
export async function visibleMember(actor: Actor, personId: number): Promise<MemberFacts> {
  const streetId = await streetOf(actor);
  permit(mayReadStaff(actor, streetId), 'read-staff');
  const member = await memberOf(personId, streetId);
  const person = found(await personById(personId), 'member');
  const { signInName, hasPassword, codeExpiresAt, active, grants } = person;
  return { ...member, signInName, hasPassword, codeExpiresAt, active, grants };
}

/** A member whom the actor keeps. Refuses `read-staff`, `no-member`, `keep-member`. */
export async function keptMember(actor: Actor, personId: number): Promise<MemberFacts> {
  const member = await visibleMember(actor, personId);
  permit(mayKeepMember(actor, member), 'keep-member');
  return member;
}

/**
 * Adds a staff member with the post that they take up. They sign in once they were given a one-time
 * code. Refuses `keep-staff`, `no-department`, `staff-number-taken`, `sign-in-name-taken`.
 */
export async function createMember(
  actor: Actor,
  member: NewMemberFields,
  command: Command,
): Promise<{ personId: number }> {
  const streetId = await streetOf(actor);
  permit(mayKeepStaff(actor, streetId), 'keep-staff');
  return once(command, 'create-member', { streetId, member }, async (tx) => {
    await refuseStrangeDepartment(streetId, member.departmentId, tx);
    const row = { ...member, streetId, roles: ['staff'] as const };
    const personId = await refusingTaken(insertMember(row, actor.personId, tx));
    await noteOf(actor, { personId, streetId }, 'member-created', {}, tx);
    return { personId };
  });
}

/**
 * Writes down who a member is; no sign-in name clears the one before. Refuses `no-member`,
 * `keep-member`, `staff-number-taken`, `sign-in-name-taken`, `person-erased`.
 */
export async function changeMember(
  actor: Actor,
  personId: number,
  fields: MemberFields,
  command: Command,
): Promise<{ personId: number }> {
  const member = await keptMember(actor, personId);
  return once(command, 'change-member', { personId, fields }, async (tx) => {
    await renamePerson(personId, fields, tx);
    await refusingTaken(
      change(
        sql`UPDATE staff_members SET staff_number = ${fields.staffNumber}, kind = ${fields.kind}
             WHERE person_id = ${personId}`,
        tx,
      ),
    );
    await noteOf(actor, member, 'member-changed', {}, tx);
    return { personId };
  });
}

/** Replaces a member's password by a one-time code. Refuses as `keptMember` and `codeFor` do. */
export async function issueMemberCode(
  actor: Actor,
  personId: number,
  command: Command,
): Promise<OneTimeCode> {
  const { streetId } = await keptMember(actor, personId);
  return codeFor({ id: personId, communityId: streetId }, command);
}

/**
 * Gives a member a role in the office. Refuses `no-member`, `member-leaves`, and what `grantRole`
 * refuses.
 */
export async function grantMemberRole(
  actor: Actor,
  personId: number,
  role: Role,
  command: Command,
): Promise<{ personId: number }> {
  const { streetId, toOn } = await visibleMember(actor, personId);
  if (toOn !== null) throw new Refusal('conflict', 'member-leaves');
  return grantRole(actor, personId, { role, communityId: streetId }, command, 'street');
}

/** Refuses `no-department` when the office has no such department. */
export async function refuseStrangeDepartment(
  streetId: number,
  departmentId: number,
  tx: Transaction,
): Promise<void> {
  const departments = await departmentsOf(streetId, tx);
  if (!departments.some(({ id }) => id === departmentId)) {
    throw new Refusal('invalid', 'no-department', {}, 'departmentId');
  }
}

/** Notes what was done to a member. */
export const noteOf = (
  actor: Actor,
  { personId, streetId }: Pick<Member, 'personId' | 'streetId'>,
  name: string,
  facts: Facts,
  tx: Transaction,
): Promise<void> =>
  note(
    {
      communityId: streetId,
      personId: actor.personId,
      name,
      subject: `person:${personId}`,
      facts,
    },
    tx,
  );
