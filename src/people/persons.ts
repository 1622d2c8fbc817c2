import sql from 'sql-template-tag';
import { note } from '../base/audit.ts';
import { now } from '../base/clock.ts';
import { once } from '../base/command.ts';
import type { Command } from '../base/command.ts';
import { change, row } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import { permit, Refusal } from '../base/refusal.ts';
import type { Actor, Role } from './actor.ts';
import { enterCard } from './cards/keeping.ts';
import { arrive, holdHouseholds } from './households/membership.ts';
import { residentialCommunity } from './communities.ts';
import { pinyinOf } from './pinyin.ts';
import { mayManagePeople } from './policy.ts';
import { addHousehold, refuseStrangeGrid } from './settlement.ts';

/** What a manager says of a new person. */
export interface NewPerson {
  readonly name: string;
  readonly householdId?: number | undefined;
  readonly phone?: string | undefined;
  readonly cardNumber?: string | undefined;
  readonly signInName?: string | undefined;
}

/** A new resident, who may come with a new household and with consent to be named in public. */
export interface NewResident extends NewPerson {
  readonly gridId?: number | undefined;
  readonly householdName?: string | undefined;
  readonly nameConsent?: boolean | undefined;
}

/** Everything that a person's row begins with. */
export interface PersonRow extends NewPerson {
  readonly communityId: number;
  readonly passwordHash?: string | undefined;
  readonly nameConsentAt?: string | undefined;
  /** The password is a one-time code, good until then. */
  readonly codeExpiresAt?: string | undefined;
  readonly roles: readonly Role[];
  /** Where the roles hold; null for all communities. */
  readonly grantedIn?: number | null;
}

/**
 * Adds a resident to a community. Without a password they use paper and the card until a manager
 * gives them a one-time code. Refuses `manage-people`, `card-taken`, `sign-in-name-taken`,
 * `no-household`, `no-grid`, `no-community`.
 */
export async function createResident(
  actor: Actor,
  communityId: number,
  person: NewResident,
  command: Command,
): Promise<{ id: number }> {
  permit(mayManagePeople(actor, communityId), 'manage-people');
  return once(command, 'create-resident', { communityId, person }, async (tx) => {
    await residentialCommunity(communityId, tx);
    const householdId = await householdFor(communityId, person, tx);
    const nameConsentAt = person.nameConsent ? now() : undefined;
    const resident = { ...person, householdId, nameConsentAt, communityId };
    const id = await insertPerson({ ...resident, roles: ['resident'] }, actor.personId, tx);
    const event = { communityId, personId: actor.personId, name: 'person-created' };
    await note({ ...event, subject: `person:${id}` }, tx);
    return { id };
  });
}

async function householdFor(
  communityId: number,
  { householdId, gridId, householdName }: NewResident,
  tx: Transaction,
): Promise<number | undefined> {
  if (householdName === undefined) return householdId;
  await refuseStrangeGrid(communityId, gridId, tx);
  return addHousehold(communityId, gridId as number, householdName, tx);
}

/** Puts a person and their grants into the tables. */
export async function insertPerson(
  person: PersonRow,
  grantedById: number | null,
  tx: Transaction,
): Promise<number> {
  await refuseStrangeHousehold(person.communityId, person.householdId, tx);
  const made = await refusingTaken(
    row<{ id: number }>(
      sql`INSERT INTO persons (community_id, household_id, name, pinyin, sign_in_name, phone,
            card_number, password_hash, name_consent_at, code_expires_at, active, created_at,
            password_version)
          VALUES (${person.communityId}, ${person.householdId ?? null}, ${person.name},
            ${pinyinOf(person.name)}, ${person.signInName?.toLowerCase() ?? null},
            ${person.phone ?? null}, ${person.cardNumber ?? null}, ${person.passwordHash ?? null},
            ${person.nameConsentAt ?? null}, ${person.codeExpiresAt ?? null}, TRUE, ${now()}, 1)
          RETURNING id`,
      tx,
    ),
  );
  const id = (made as { id: number }).id;
  await moveIn(id, person, grantedById, tx);
  const { communityId, cardNumber } = person;
  if (cardNumber !== undefined) {
    await enterCard({ communityId, personId: id, byId: grantedById }, cardNumber, tx);
  }
  const grantedIn = person.grantedIn === undefined ? person.communityId : person.grantedIn;
  for (const role of person.roles) await insertGrant(id, role, grantedIn, grantedById, tx);
  return id;
}

async function moveIn(
  id: number,
  { communityId, householdId }: PersonRow,
  byId: number | null,
  tx: Transaction,
): Promise<void> {
  if (householdId === undefined) return;
  await holdHouseholds([householdId], tx);
  const homes = { from: { communityId, householdId: null }, to: { communityId, householdId } };
  await arrive(id, homes, { kind: 'joined', byId }, tx);
}

/** Puts a grant into the table; false when the person holds the role there already. */
export async function insertGrant(
  personId: number,
  role: Role,
  communityId: number | null,
  grantedById: number | null,
  tx: Transaction,
): Promise<boolean> {
  const made = await change(
    sql`INSERT INTO grants (person_id, role, community_id, granted_by_id, granted_at)
        VALUES (${personId}, ${role}, ${communityId}, ${grantedById}, ${now()})
        ON CONFLICT DO NOTHING`,
    tx,
  );
  return made > 0;
}

/** Refuses `no-household` when the household is not one of the community. */
export async function refuseStrangeHousehold(
  communityId: number,
  householdId: number | undefined,
  tx: Transaction,
): Promise<void> {
  if (householdId === undefined) return;
  const household = sql`SELECT 1 AS one FROM households
    WHERE id = ${householdId} AND community_id = ${communityId}`;
  if (!(await row(household, tx))) {
    throw new Refusal('invalid', 'no-household', {}, 'householdId');
  }
}

/**
 * Turns the database's no to a second card or sign-in name into `card-taken`, `sign-in-name-taken`.
 * Not asked beforehand: of two who ask at once, both would hear that it is free.
 */
export async function refusingTaken<T>(writing: Promise<T>): Promise<T> {
  try {
    return await writing;
  } catch (error) {
    const message = String((error as { original?: Error }).original?.message);
    if (message.includes('card_number')) {
      throw new Refusal('conflict', 'card-taken', {}, 'cardNumber');
    }
    if (message.includes('sign_in_name')) {
      throw new Refusal('conflict', 'sign-in-name-taken', {}, 'signInName');
    }
    throw error;
  }
}
