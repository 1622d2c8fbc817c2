import sql from 'sql-template-tag';
import { countFailure, forgetFailures, refuseTooMany } from '../../base/attempts.ts';
import type { Limit } from '../../base/attempts.ts';
import { note } from '../../base/audit.ts';
import { now } from '../../base/clock.ts';
import { answered, once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change, row } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { found, permit, Refusal } from '../../base/refusal.ts';
import type { Actor } from '../actor.ts';
import { hashPassword, passwordFits, sealed } from '../passwords.ts';
import { maySetPin, maySwitchPerson } from '../policy.ts';
import { personById } from '../queries.ts';
import type { PersonFacts } from '../queries.ts';
import { inTurnOf } from '../turns.ts';

/**
 * A PIN is four to six figures by which a person agrees at the counter. It opens nothing: nobody
 * signs in with it. Wrong ones are counted, whoever types them.
 */
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const FREE_FAILURES = 4;

/** The fifth wrong one locks the PIN for a quarter of an hour, each further one twice as long. */
const PIN_TRIES: Limit = {
  name: 'pin',
  rememberMs: DAY_MS,
  waitMs: (failures) =>
    failures <= FREE_FAILURES
      ? 0
      : Math.min(DAY_MS, 15 * MINUTE_MS * 2 ** (failures - FREE_FAILURES - 1)),
};

/**
 * Checks what was typed as somebody's PIN, in the form's `field`. Refuses `no-pin`, `pin-wrong`
 * (counted), `too-many-tries` while the PIN is locked.
 */
export function checkPin(personId: number, pin: string, field: string): Promise<void> {
  const who = String(personId);
  // One after another: many guesses at once would all be made before the first of them counts.
  return inTurnOf(`pin ${who}`, async () => {
    await refuseTooMany(PIN_TRIES, who);
    const kept = await row<{ hash: string }>(
      sql`SELECT hash FROM pins WHERE person_id = ${personId}`,
    );
    if (!kept) throw new Refusal('conflict', 'no-pin', {}, field);
    if (!(await passwordFits(kept.hash, pin))) {
      await countFailure(PIN_TRIES, who);
      throw new Refusal('invalid', 'pin-wrong', {}, field);
    }
    await forgetFailures(PIN_TRIES, who);
  });
}

/**
 * Sets somebody's PIN: one's own, or as a shopkeeper that of a person who has none yet and types it
 * at the counter. Refuses `no-person`, `set-pin`, `pin-held`, `pin-guessable`.
 */
export async function setPin(
  actor: Actor,
  personId: number,
  pin: string,
  command: Command,
): Promise<{ personId: number }> {
  // Sealed: a plain digest of four figures is no secret.
  const input = { personId, pin: sealed(pin) };
  const before = await answered<{ personId: number }>(command, 'set-pin', input);
  if (before) return before;
  const person = found(await personById(personId), 'person');
  permit(maySetPin(actor, person), 'set-pin');
  refuseGuessable(person, pin);
  const hash = await hashPassword(pin);
  return once(command, 'set-pin', input, async (tx) => {
    const isOwn = actor.personId === personId;
    const set = await change(
      sql`INSERT INTO pins (person_id, hash, set_at, set_by_id)
          VALUES (${personId}, ${hash}, ${now()}, ${actor.personId})
          ON CONFLICT (person_id) DO UPDATE
            SET hash = excluded.hash, set_at = excluded.set_at, set_by_id = excluded.set_by_id
          WHERE ${isOwn}`,
      tx,
    );
    if (set === 0) throw new Refusal('conflict', 'pin-held');
    const event = { communityId: person.communityId, personId: actor.personId, name: 'pin-set' };
    await note({ ...event, subject: `person:${personId}` }, tx);
    return { personId };
  });
}

function refuseGuessable({ phone, cardNumber }: PersonFacts, pin: string): void {
  const isOneFigure = new Set(pin).size === 1;
  const isEnding = [phone, cardNumber].some((number) => number?.endsWith(pin));
  if (isOneFigure || isEnding) throw new Refusal('invalid', 'pin-guessable', {}, 'newPin');
}

/**
 * Takes a forgotten PIN away, so that its person can set another at the counter: a keeper of people
 * and a shopkeeper, not one of them alone. Refuses `no-person`, `manage-person`, `no-pin`.
 */
export function removePin(
  actor: Actor,
  personId: number,
  command: Command,
): Promise<{ personId: number }> {
  return once(command, 'remove-pin', { personId }, async (tx) => {
    const person = found(await personById(personId, tx), 'person');
    permit(maySwitchPerson(actor, person), 'manage-person');
    if ((await forgetPin(personId, tx)) === 0) throw new Refusal('conflict', 'no-pin');
    const event = { communityId: person.communityId, personId: actor.personId };
    await note({ ...event, name: 'pin-removed', subject: `person:${personId}` }, tx);
    return { personId };
  });
}

/** Nothing of a person who is erased stays. */
export const forgetPin = (personId: number, tx: Transaction): Promise<number> =>
  change(sql`DELETE FROM pins WHERE person_id = ${personId}`, tx);
