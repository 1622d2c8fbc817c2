import sql from 'sql-template-tag';
import { countFailure, forgetFailures, refuseTooMany } from '../base/attempts.ts';
import type { Limit } from '../base/attempts.ts';
import { now } from '../base/clock.ts';
import { rows } from '../base/db.ts';
import { Refusal } from '../base/refusal.ts';
import type { Actor } from './actor.ts';
import { findActor } from './actors.ts';
import { passwordFits, pretendCheck } from './passwords.ts';

const MINUTE_MS = 60_000;
const FREE_FAILURES = 4;

// The fifth failure waits 30 s, each further one twice as long, up to an hour.
const SIGN_IN: Limit = {
  name: 'sign-in',
  rememberMs: 24 * 60 * MINUTE_MS,
  waitMs: (failures) =>
    failures <= FREE_FAILURES
      ? 0
      : Math.min(60 * MINUTE_MS, 30_000 * 2 ** (failures - FREE_FAILURES - 1)),
};

interface Candidate {
  id: number;
  passwordHash: string;
}

// Namesakes and couples who share a phone: the password tells them apart.
const CANDIDATES_MAX = 5;

/**
 * Finds who signs in, by sign-in name, name, phone or card number, with the password or a one-time
 * code that is not over. Refuses `sign-in-wrong`, the same for an unknown name and a wrong password,
 * and `too-many-tries` while locked out.
 */
export async function signIn(name: string, password: string): Promise<Actor> {
  const who = name.normalize('NFKC').toLowerCase();
  await refuseTooMany(SIGN_IN, who);
  const personId = await personWith(name.normalize('NFKC'), password);
  const actor = personId === null ? null : await findActor(personId);
  if (!actor) {
    await countFailure(SIGN_IN, who);
    throw new Refusal('invalid', 'sign-in-wrong', {}, 'name');
  }
  await forgetFailures(SIGN_IN, who);
  return actor;
}

async function personWith(name: string, password: string): Promise<number | null> {
  const candidates = await rows<Candidate>(sql`
    SELECT id, password_hash AS "passwordHash" FROM persons
     WHERE active = TRUE AND password_hash IS NOT NULL
       AND (code_expires_at IS NULL OR code_expires_at > ${now()})
       AND (sign_in_name = ${name} OR phone = ${name} OR card_number = ${name} OR name = ${name})
     ORDER BY id LIMIT ${CANDIDATES_MAX}`);
  if (candidates.length === 0) await pretendCheck(password);
  for (const { id, passwordHash } of candidates) {
    if (await passwordFits(passwordHash, password)) return id;
  }
  return null;
}
