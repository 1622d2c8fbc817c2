import sql from 'sql-template-tag';
import { note } from '../base/audit.ts';
import { now } from '../base/clock.ts';
import { once } from '../base/command.ts';
import type { Command } from '../base/command.ts';
import { change } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import { permit, Refusal } from '../base/refusal.ts';
import type { Actor } from './actor.ts';
import { forgetCards } from './cards/keeping.ts';
import { keepAnAdministrator } from './grants.ts';
import { holdHouseholds, place } from './households/membership.ts';
import { ERASED_NAME } from './names.ts';
import { forgetPin } from './pins/keeping.ts';
import { mayErasePerson, maySwitchPerson } from './policy.ts';
import { entriesOf, visiblePerson } from './queries.ts';
import type { PersonFacts } from './queries.ts';

/**
 * Ends a person's sessions and tokens, and their sign-in until they are activated again. Refuses
 * `no-person`, `manage-person`, `inactive-already`, `last-administrator`.
 */
export async function deactivatePerson(
  actor: Actor,
  personId: number,
  command: Command,
): Promise<{ id: number; active: boolean }> {
  const person = await visiblePerson(actor, personId);
  permit(maySwitchPerson(actor, person), 'manage-person');
  return once(command, 'deactivate-person', { personId }, async (tx) => {
    await keepAnAdministrator(administratorGrants(person), tx);
    const changed = await switchSignIn(personId, false, tx);
    if (!changed) throw new Refusal('conflict', 'inactive-already');
    await noteOf(actor, person, 'person-deactivated', tx);
    return { id: personId, active: false };
  });
}

/**
 * Opens or ends a person's sign-in, whoever asks: the caller has asked its policy. What is ended
 * takes sessions and tokens with it. False when it was so already.
 */
export async function switchSignIn(
  personId: number,
  active: boolean,
  tx: Transaction,
): Promise<boolean> {
  const changed = await change(
    active
      ? sql`UPDATE persons SET active = TRUE
             WHERE id = ${personId} AND active = FALSE AND erased_at IS NULL
               AND merged_into_id IS NULL`
      : sql`UPDATE persons SET active = FALSE, password_version = password_version + 1
             WHERE id = ${personId} AND active = TRUE`,
    tx,
  );
  return changed > 0;
}

/** Lets a person sign in again. Refuses `no-person`, `manage-person`, `active-already`. */
export async function activatePerson(
  actor: Actor,
  personId: number,
  command: Command,
): Promise<{ id: number; active: boolean }> {
  const person = await visiblePerson(actor, personId);
  permit(maySwitchPerson(actor, person), 'manage-person');
  return once(command, 'activate-person', { personId }, async (tx) => {
    const changed = await switchSignIn(personId, true, tx);
    if (!changed) throw new Refusal('conflict', 'active-already');
    await noteOf(actor, person, 'person-activated', tx);
    return { id: personId, active: true };
  });
}

/**
 * Takes away everything that says who a person was; the row stays, for the ledger counts on it.
 * `typedName` is the name typed once more, for this cannot be undone. Refuses `no-person`,
 * `erase-person`, `name-differs`, `erased-already`, `last-administrator`.
 */
export async function erasePerson(
  actor: Actor,
  personId: number,
  typedName: string,
  command: Command,
): Promise<{ id: number }> {
  const person = await visiblePerson(actor, personId);
  if (person.erasedAt !== null) return repeated(command, personId);
  permit(mayErasePerson(actor, person), 'erase-person');
  if (typedName !== person.name) throw new Refusal('invalid', 'name-differs', {}, 'name');
  return once(command, 'erase-person', { personId }, async (tx) => {
    await keepAnAdministrator(administratorGrants(person), tx);
    const erased = await change(
      sql`UPDATE persons
             SET name = ${ERASED_NAME}, pinyin = '', phone = NULL, card_number = NULL,
                 sign_in_name = NULL, password_hash = NULL, code_expires_at = NULL,
                 name_consent_at = NULL, born_on = NULL, active = FALSE,
                 erased_at = ${now()}, password_version = password_version + 1
           WHERE (id = ${personId} OR merged_into_id = ${personId}) AND erased_at IS NULL`,
      tx,
    );
    if (erased === 0) throw new Refusal('conflict', 'erased-already');
    for (const id of await entriesOf(personId, tx)) await forgetCards(id, tx);
    await leaveHousehold(person, actor.personId, tx);
    await forgetPin(personId, tx);
    await forgetTraces(person, tx);
    await noteOf(actor, person, 'person-erased', tx);
    return { id: personId };
  });
}

async function leaveHousehold(person: PersonFacts, byId: number, tx: Transaction): Promise<void> {
  const { communityId, householdId } = person;
  if (householdId === null) return;
  await holdHouseholds([householdId], tx);
  await place(person, { communityId, householdId: null }, { kind: 'left', byId }, tx);
}

/** Somebody who is erased: the first answer of a repeated command, or none. */
const repeated = (command: Command, personId: number): Promise<{ id: number }> =>
  once(command, 'erase-person', { personId }, () => {
    throw new Refusal('conflict', 'erased-already');
  });

// A household is often called after somebody of it.
async function forgetTraces(person: PersonFacts, tx: Transaction): Promise<void> {
  await change(sql`DELETE FROM grants WHERE person_id = ${person.id}`, tx);
  await change(sql`DELETE FROM tokens WHERE person_id = ${person.id}`, tx);
  await change(
    sql`UPDATE households SET name = REPLACE(name, ${person.name}, ${ERASED_NAME})
        WHERE id = ${person.householdId ?? 0}`,
    tx,
  );
}

const administratorGrants = ({ grants }: PersonFacts): number[] =>
  grants.filter(({ role }) => role === 'administrator').map(({ id }) => id);

function noteOf(actor: Actor, person: PersonFacts, name: string, tx: Transaction): Promise<void> {
  const event = { communityId: person.communityId, personId: actor.personId };
  return note({ ...event, name, subject: `person:${person.id}` }, tx);
}
