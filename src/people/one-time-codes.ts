import sql from 'sql-template-tag';
import { note } from '../base/audit.ts';
import { fromNow } from '../base/clock.ts';
import type { Instant } from '../base/clock.ts';
import { once } from '../base/command.ts';
import type { Command } from '../base/command.ts';
import { change, row } from '../base/db.ts';
import { found, permit, Refusal } from '../base/refusal.ts';
import type { Actor } from './actor.ts';
import { hashPassword, oneTimeCode, passwordFits } from './passwords.ts';
import { maySwitchPerson } from './policy.ts';
import { visiblePerson } from './queries.ts';

const LIFETIME_MS = 7 * 24 * 3600_000;

/** A code to be read out, once; only its hash is kept. */
export interface OneTimeCode {
  readonly code: string;
  readonly expiresAt: Instant;
}

/**
 * Puts a one-time code in the place of a resident's password, as `codeFor` does. Refuses
 * `no-person`, `manage-person`, `person-inactive`, `code-over`.
 */
export async function issueOneTimeCode(
  actor: Actor,
  personId: number,
  command: Command,
): Promise<OneTimeCode> {
  const person = await visiblePerson(actor, personId);
  permit(maySwitchPerson(actor, person), 'manage-person');
  return codeFor(person, command);
}

/**
 * Puts a one-time code in the place of a person's password and ends their sessions, whoever asks:
 * the caller has asked its policy. A repeat answers the same code, or refuses `code-over` when
 * another password has come since. Refuses `person-inactive`.
 */
export async function codeFor(
  { id, communityId }: { readonly id: number; readonly communityId: number },
  command: Command,
): Promise<OneTimeCode> {
  // Made from the command, so that a repeat can tell it again though nobody keeps it.
  const code = oneTimeCode(`${id} ${command.personId} ${command.key}`);
  const hash = await hashPassword(code);
  const { expiresAt } = await once(command, 'issue-code', { personId: id }, async (tx) => {
    const expires = fromNow(LIFETIME_MS);
    const changed = await change(
      sql`UPDATE persons SET password_hash = ${hash}, code_expires_at = ${expires},
                             password_version = password_version + 1
          WHERE id = ${id} AND active = TRUE`,
      tx,
    );
    if (changed === 0) throw new Refusal('conflict', 'person-inactive');
    const event = { communityId, personId: command.personId, name: 'password-reset' };
    await note({ ...event, subject: `person:${id}` }, tx);
    return { expiresAt: expires };
  });
  if (!(await isStillThe(code, id))) throw new Refusal('conflict', 'code-over');
  return { code, expiresAt };
}

async function isStillThe(code: string, personId: number): Promise<boolean> {
  const kept = await row<{ hash: string | null }>(
    sql`SELECT password_hash AS hash FROM persons WHERE id = ${personId}`,
  );
  const { hash } = found(kept, 'person');
  return hash !== null && passwordFits(hash, code);
}
