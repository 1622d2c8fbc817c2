import sql from 'sql-template-tag';
import { countFailure, forgetFailures, refuseTooMany } from '../base/attempts.ts';
import type { Limit } from '../base/attempts.ts';
import { now } from '../base/clock.ts';
import { rows } from '../base/db.ts';
import { Refusal } from '../base/refusal.ts';
import type { Actor } from './actor.ts';
import { findActor } from './actors.ts';
import { passwordFits, pretendCheck } from './passwords.ts';
import { inTurnOf } from './turns.ts';

const MINUTE_MS = 60_000;
const FREE_FAILURES = 4;

/** The fifth failure waits 30 s, each further one twice as long, up to an hour. */
const waitMs = (failures: number): number =>
  failures <= FREE_FAILURES
    ? 0
    : Math.min(60 * MINUTE_MS, 30_000 * 2 ** (failures - FREE_FAILURES - 1));

const SIGN_IN: Limit = { name: 'sign-in', rememberMs: 24 * 60 * MINUTE_MS, waitMs };

/** Tries at the present password by somebody who is signed in already. */
export const PASSWORD_TRIES: Limit = { ...SIGN_IN, name: 'password' };

/**
 * Finds who signs in, by sign-in name, name, phone or card number, with the password or a one-time
 * code that is not over. Refuses `sign-in-wrong`, the same for an unknown name and a wrong password,
 * `sign-in-ambiguous` for namesakes with one password, and `too-many-tries` while locked out.
 */
export function signIn(name: string, password: string): Promise<Actor> {
  const typed = asTyped(name);
  const who = typed.toLowerCase();
  // One after another: many guesses at once would all be made before the first of them counts.
  return inTurnOf(who, async () => {
    await refuseTooMany(SIGN_IN, who);
    const personId = await personWith(typed, password);
    const actor = personId === null ? null : await findActor(personId);
    if (!actor) {
      await countFailure(SIGN_IN, who);
      throw new Refusal('invalid', 'sign-in-wrong', {}, 'name');
    }
    await forgetFailures(SIGN_IN, who);
    return actor;
  });
}

// 138 0013-8000 is a phone number and 王 秀兰 a name; John Smith keeps the gap.
function asTyped(name: string): string {
  const one = name.normalize('NFKC').trim();
  if (/^[+\d][\d\s-]*$/.test(one)) return one.replace(/[\s-]+/g, '');
  return one.replace(/\s+/g, /\p{Script=Han}/u.test(one) ? '' : ' ');
}

interface Candidate {
  id: number;
  passwordHash: string;
  /** Found by what only one person has. */
  alone: unknown;
}

// Namesakes and couples who share a phone: the password tells them apart.
const CANDIDATES_MAX = 10;

function candidatesFor(name: string): Promise<Candidate[]> {
  return rows<Candidate>(sql`
    SELECT id, password_hash AS "passwordHash",
           CASE WHEN sign_in_name = ${name.toLowerCase()} OR card_number = ${name.toUpperCase()}
                THEN 1 ELSE 0 END AS alone
      FROM persons
     WHERE active = TRUE AND password_hash IS NOT NULL
       AND (code_expires_at IS NULL OR code_expires_at > ${now()})
       AND (sign_in_name = ${name.toLowerCase()} OR card_number = ${name.toUpperCase()}
            OR phone = ${name} OR name = ${name})
     ORDER BY alone DESC, id LIMIT ${CANDIDATES_MAX}`);
}

async function personWith(name: string, password: string): Promise<number | null> {
  const candidates = await candidatesFor(name);
  if (candidates.length === 0) await pretendCheck(password);
  const fitting: number[] = [];
  for (const { id, passwordHash, alone } of candidates) {
    if (!(await passwordFits(passwordHash, password))) continue;
    if (Number(alone) === 1) return id;
    fitting.push(id);
  }
  if (fitting.length > 1) throw new Refusal('invalid', 'sign-in-ambiguous', {}, 'name');
  return fitting[0] ?? null;
}
