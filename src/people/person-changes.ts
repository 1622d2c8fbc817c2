import sql from 'sql-template-tag';
import { note } from '../base/audit.ts';
import { now } from '../base/clock.ts';
import { once } from '../base/command.ts';
import type { Command } from '../base/command.ts';
import { change } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import { permit, Refusal } from '../base/refusal.ts';
import type { Actor } from './actor.ts';
import { keepCardNumber } from './cards/keeping.ts';
import type { PersonFields } from './forms.ts';
import { holdHouseholds, place } from './households/membership.ts';
import { refuseStrangeHousehold, refusingTaken } from './persons.ts';
import { pinyinOf } from './pinyin.ts';
import { mayManagePerson } from './policy.ts';
import { visiblePerson } from './queries.ts';
import type { PersonFacts } from './queries.ts';

/**
 * Writes down what a manager says of a person; what is absent is cleared. Refuses `no-person`,
 * `manage-person`, `no-household`, `card-taken`, `sign-in-name-taken`, `person-erased`.
 */
export async function changePerson(
  actor: Actor,
  personId: number,
  fields: PersonFields,
  command: Command,
): Promise<{ id: number }> {
  const person = await visiblePerson(actor, personId);
  permit(mayManagePerson(actor, person), 'manage-person');
  return once(command, 'change-person', { personId, fields }, async (tx) => {
    await refuseStrangeHousehold(person.communityId, fields.householdId, tx);
    const changed = await refusingTaken(updatePerson(personId, fields, tx));
    if (changed === 0) throw new Refusal('conflict', 'person-erased');
    await rehouse(person, fields.householdId ?? null, actor.personId, tx);
    const card = { communityId: person.communityId, personId, byId: actor.personId };
    await keepCardNumber(card, fields.cardNumber ?? null, tx);
    const event = { communityId: person.communityId, personId: actor.personId };
    await note({ ...event, name: 'person-changed', subject: `person:${personId}` }, tx);
    return { id: personId };
  });
}

/** The household that a page names is where the person lives from now on. */
async function rehouse(
  { id, communityId, householdId: before }: PersonFacts,
  householdId: number | null,
  byId: number,
  tx: Transaction,
): Promise<void> {
  if (before === householdId) return;
  await holdHouseholds([before, householdId], tx);
  const kind = householdId === null ? 'left' : 'joined';
  const home = { id, communityId, householdId: before };
  await place(home, { communityId, householdId }, { kind, byId }, tx);
}

const updatePerson = (id: number, fields: PersonFields, tx: Transaction): Promise<number> =>
  change(
    sql`UPDATE persons
           SET name = ${fields.name}, pinyin = ${pinyinOf(fields.name)},
               phone = ${fields.phone ?? null},
               sign_in_name = ${fields.signInName ?? null},
               name_consent_at = ${consentAt(fields.nameConsent)}
         WHERE id = ${id} AND erased_at IS NULL AND merged_into_id IS NULL`,
    tx,
  );

// The first moment of a consent that still holds is kept.
const consentAt = (given: boolean): ReturnType<typeof sql> =>
  given ? sql`COALESCE(name_consent_at, ${now()})` : sql`NULL`;

/**
 * Writes down a person's name and sign-in name, whoever asks: the caller has asked its policy.
 * Refuses `sign-in-name-taken`, `person-erased`.
 */
export async function renamePerson(
  id: number,
  { name, signInName }: { readonly name: string; readonly signInName?: string | undefined },
  tx: Transaction,
): Promise<void> {
  const changed = await refusingTaken(
    change(
      sql`UPDATE persons SET name = ${name}, pinyin = ${pinyinOf(name)},
                             sign_in_name = ${signInName ?? null}
           WHERE id = ${id} AND erased_at IS NULL`,
      tx,
    ),
  );
  if (changed === 0) throw new Refusal('conflict', 'person-erased');
}

/** Gives or takes back the actor's own consent to be shown with the full name. */
export function consentToName(
  actor: Actor,
  consent: boolean,
  command: Command,
): Promise<{ consent: boolean }> {
  return once(command, 'consent-to-name', { consent }, async (tx) => {
    await change(
      sql`UPDATE persons SET name_consent_at = ${consentAt(consent)} WHERE id = ${actor.personId}`,
      tx,
    );
    const { communityId, personId } = actor;
    const name = consent ? 'name-consent-given' : 'name-consent-withdrawn';
    await note({ communityId, personId, name, subject: `person:${personId}` }, tx);
    return { consent };
  });
}

/** Changes the actor's own phone number; none clears it. */
export function changeOwnPhone(
  actor: Actor,
  phone: string | undefined,
  command: Command,
): Promise<{ id: number }> {
  return once(command, 'change-own-phone', { phone }, async (tx) => {
    await change(sql`UPDATE persons SET phone = ${phone ?? null} WHERE id = ${actor.personId}`, tx);
    const { communityId, personId } = actor;
    const subject = `person:${personId}`;
    await note({ communityId, personId, name: 'phone-changed', subject }, tx);
    return { id: personId };
  });
}
