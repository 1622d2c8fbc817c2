import sql from 'sql-template-tag';
import { note } from '../../base/audit.ts';
import { now } from '../../base/clock.ts';
import { answered, once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { today } from '../../base/period.ts';
import { found, permit, Refusal } from '../../base/refusal.ts';
import { hasRole, personById, personMeant } from '../../people/index.ts';
import type { Actor, PersonFacts } from '../../people/index.ts';
import { enterCheckIns } from '../entering.ts';
import { photoDigests, withPhotos } from '../photos.ts';
import type { PhotoFile } from '../photos.ts';
import { mayEnterFor } from '../policy.ts';
import { attachPhotos, refuseLackOfPhotos, ruleReported } from '../submission.ts';
import type { ProxyForm } from './forms.ts';

const ENTER = 'enter-for-person';

/**
 * Enters an action for a person who agreed to it and does not do so themselves. Somebody else
 * approves it; the person is told, and may say that it was not them. Refuses `nobody-found`,
 * `several-found`, `no-person`, `own-proxy`, `enter-for-person`, `consent-in-future`, and as
 * `submitCheckIn` does.
 */
export async function enterForPerson(
  actor: Actor,
  form: ProxyForm,
  photos: readonly PhotoFile[],
  command: Command,
): Promise<{ readonly id: number }> {
  const input = { ...form, photos: await photoDigests(photos) };
  const before = await answered<{ readonly id: number }>(command, ENTER, input);
  if (before) return before;
  const person = await personFor(actor, form);
  if (form.consentOn > today()) {
    throw new Refusal('invalid', 'consent-in-future', {}, 'consentOn');
  }
  const rule = await ruleReported(person.communityId, form);
  refuseLackOfPhotos(rule, photos.length);
  const { quantity, occurredOn, place, note: words } = form;
  const entry = { rule, quantity, occurredOn, place, note: words };
  return withPhotos(person.communityId, photos, (kept) =>
    once(command, ENTER, input, async (tx) => {
      const { communityId, id: personId, householdId } = person;
      const isClerk = hasRole(actor, 'manager', communityId);
      const from = { source: isClerk ? 'staff' : 'photo', batch: null } as const;
      const entries = [{ ...entry, personId, householdId }];
      const [id = 0] = await enterCheckIns(actor, communityId, entries, from, tx);
      await attachPhotos({ id, communityId }, kept, tx);
      await keepConsent(actor, id, form, tx);
      const event = { communityId, personId: actor.personId, name: 'entered-for-person' };
      await note({ ...event, subject: `check-in:${id}` }, tx);
      return { id };
    }),
  );
}

/** A person of another household is refused by name to nobody: they are not there. */
async function personFor(actor: Actor, form: ProxyForm): Promise<PersonFacts> {
  const isClerk = hasRole(actor, 'manager', actor.communityId);
  if (!isClerk && form.personId === undefined) {
    throw new Refusal('forbidden', 'enter-for-person', {}, 'q');
  }
  const { id } = await personMeant(actor.communityId, form);
  if (id === actor.personId) throw new Refusal('forbidden', 'own-proxy', {}, 'q');
  const person = found(await personById(id), 'person');
  permit(mayEnterFor(actor, person), 'enter-for-person');
  return person;
}

async function keepConsent(
  actor: Actor,
  checkInId: number,
  { consentWay, consentOn }: ProxyForm,
  tx: Transaction,
): Promise<void> {
  await change(
    sql`INSERT INTO check_in_consents (check_in_id, way, given_on, witness_id, noted_at)
        VALUES (${checkInId}, ${consentWay}, ${consentOn}, ${actor.personId}, ${now()})`,
    tx,
  );
}
