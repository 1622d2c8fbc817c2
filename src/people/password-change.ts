import sql from 'sql-template-tag';
import { countFailure, forgetFailures, refuseTooMany } from '../base/attempts.ts';
import { note } from '../base/audit.ts';
import { answered, once } from '../base/command.ts';
import type { Command } from '../base/command.ts';
import { change, row } from '../base/db.ts';
import { found, permit, Refusal } from '../base/refusal.ts';
import type { Actor } from './actor.ts';
import type { PasswordChange } from './forms.ts';
import { hashPassword, passwordFits, sealed } from './passwords.ts';
import { PASSWORD_TRIES } from './sign-in.ts';
import { inTurnOf } from './turns.ts';

interface Known {
  hash: string | null;
  name: string;
  phone: string | null;
  cardNumber: string | null;
  signInName: string | null;
}

/**
 * Changes the actor's own password; every other session and every token is over. Who came in with a
 * one-time code need not type it again. Refuses `password-wrong`, `password-same`,
 * `password-guessable`, `password-changed-already`, `not-for-child` and `too-many-tries`.
 */
export async function changePassword(
  actor: Actor,
  { current, password }: PasswordChange,
  command: Command,
): Promise<void> {
  permit(!actor.guardian, 'not-for-child');
  // Sealed: a plain digest of a password is easier to guess from than its slow hash.
  const input = { password: sealed(password) };
  if ((await answered(command, 'change-password', input)) !== undefined) return;
  const known = await knownOf(actor.personId);
  if (!actor.mustChangePassword) await refuseWrong(actor, known.hash, current);
  await refuseWeak(known, password);
  const hash = await hashPassword(password);
  await once(command, 'change-password', input, async (tx) => {
    const changed = await change(
      sql`UPDATE persons SET password_hash = ${hash}, code_expires_at = NULL,
                             password_version = password_version + 1
          WHERE id = ${actor.personId} AND active = TRUE
            AND password_version = ${actor.passwordVersion}`,
      tx,
    );
    if (changed === 0) throw new Refusal('conflict', 'password-changed-already');
    const { communityId, personId } = actor;
    const subject = `person:${personId}`;
    await note({ communityId, personId, name: 'password-changed', subject }, tx);
    return {};
  });
}

async function knownOf(personId: number): Promise<Known> {
  const known = await row<Known>(
    sql`SELECT password_hash AS hash, name, phone, card_number AS "cardNumber",
               sign_in_name AS "signInName"
          FROM persons WHERE id = ${personId}`,
  );
  return found(known, 'person');
}

function refuseWrong(actor: Actor, hash: string | null, current = ''): Promise<void> {
  const who = String(actor.personId);
  return inTurnOf(`password ${who}`, async () => {
    await refuseTooMany(PASSWORD_TRIES, who);
    if (hash === null || !(await passwordFits(hash, current))) {
      await countFailure(PASSWORD_TRIES, who);
      throw new Refusal('invalid', 'password-wrong', {}, 'current');
    }
    await forgetFailures(PASSWORD_TRIES, who);
  });
}

async function refuseWeak(known: Known, password: string): Promise<void> {
  const plain = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/g, '');
  const guesses = [known.name, known.phone, known.cardNumber, known.signInName];
  if (guesses.some((guess) => guess !== null && plain(guess) === plain(password))) {
    throw new Refusal('invalid', 'password-guessable', {}, 'password');
  }
  if (known.hash !== null && (await passwordFits(known.hash, password))) {
    throw new Refusal('invalid', 'password-same', {}, 'password');
  }
}
