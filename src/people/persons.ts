import { pinyin } from 'pinyin-pro';
import sql from 'sql-template-tag';
import { note } from '../base/audit.ts';
import { now } from '../base/clock.ts';
import { once } from '../base/command.ts';
import type { Command } from '../base/command.ts';
import { row } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import { permit, Refusal } from '../base/refusal.ts';
import type { Actor, Role } from './actor.ts';
import { mayManagePeople } from './policy.ts';

/** What a manager says of a new person. */
export interface NewPerson {
  readonly name: string;
  readonly householdId?: number | undefined;
  readonly phone?: string | undefined;
  readonly cardNumber?: string | undefined;
  readonly signInName?: string | undefined;
}

/** Everything that a person's row begins with. */
export interface PersonRow extends NewPerson {
  readonly communityId: number;
  readonly passwordHash?: string | undefined;
  readonly nameConsentAt?: string | undefined;
  readonly roles: readonly Role[];
  /** Where the roles hold; null for all communities. */
  readonly grantedIn?: number | null;
}

/**
 * Adds a resident to the actor's community. Without a password they use paper and the card until a
 * manager gives them a one-time code. Refuses `manage-people`, `card-taken`, `sign-in-name-taken`,
 * `no-household`.
 */
export function createResident(
  actor: Actor,
  communityId: number,
  person: NewPerson,
  command: Command,
): Promise<{ id: number }> {
  permit(mayManagePeople(actor, communityId), 'manage-people');
  return once(command, 'create-resident', { communityId, person }, async (tx) => {
    const id = await insertPerson({ ...person, communityId, roles: ['resident'] }, actor.personId, tx);
    const event = { communityId, personId: actor.personId, name: 'person-created' };
    await note({ ...event, subject: `person:${id}` }, tx);
    return { id };
  });
}

/** Puts a person and their grants into the tables. */
export async function insertPerson(
  person: PersonRow,
  grantedById: number | null,
  tx: Transaction,
): Promise<number> {
  await refuseTaken(person, tx);
  const made = await row<{ id: number }>(
    sql`INSERT INTO persons (community_id, household_id, name, pinyin, sign_in_name, phone,
          card_number, password_hash, name_consent_at, active, created_at, password_version)
        VALUES (${person.communityId}, ${person.householdId ?? null}, ${person.name},
          ${pinyinOf(person.name)}, ${person.signInName ?? null}, ${person.phone ?? null},
          ${person.cardNumber ?? null}, ${person.passwordHash ?? null},
          ${person.nameConsentAt ?? null}, TRUE, ${now()}, 1)
        RETURNING id`,
    tx,
  );
  const id = (made as { id: number }).id;
  const grantedIn = person.grantedIn === undefined ? person.communityId : person.grantedIn;
  for (const role of person.roles) await insertGrant(id, role, grantedIn, grantedById, tx);
  return id;
}

/** Puts a grant into the table. */
export async function insertGrant(
  personId: number,
  role: Role,
  communityId: number | null,
  grantedById: number | null,
  tx: Transaction,
): Promise<void> {
  await row(
    sql`INSERT INTO grants (person_id, role, community_id, granted_by_id, granted_at)
        VALUES (${personId}, ${role}, ${communityId}, ${grantedById}, ${now()}) RETURNING id`,
    tx,
  );
}

async function refuseTaken(person: PersonRow, tx: Transaction): Promise<void> {
  const { cardNumber, signInName, householdId, communityId } = person;
  if (cardNumber && (await row(sql`SELECT 1 AS one FROM persons WHERE card_number = ${cardNumber}`, tx))) {
    throw new Refusal('conflict', 'card-taken', {}, 'cardNumber');
  }
  if (
    signInName &&
    (await row(sql`SELECT 1 AS one FROM persons WHERE sign_in_name = ${signInName}`, tx))
  ) {
    throw new Refusal('conflict', 'sign-in-name-taken', {}, 'signInName');
  }
  const household = sql`SELECT 1 AS one FROM households
    WHERE id = ${householdId ?? 0} AND community_id = ${communityId}`;
  if (householdId !== undefined && !(await row(household, tx))) {
    throw new Refusal('invalid', 'no-household', {}, 'householdId');
  }
}

/** 王秀兰 is found by wangxiulan and by wxl. */
export function pinyinOf(name: string): string {
  const syllables = pinyin(name, { toneType: 'none', type: 'array', surname: 'head' });
  const initials = syllables.map((one) => one[0] ?? '').join('');
  return `${syllables.join('')} ${initials}`.toLowerCase().slice(0, 200);
}
