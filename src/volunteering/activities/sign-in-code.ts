import { createHmac } from 'node:crypto';
import { countFailure, forgetFailures, refuseTooMany } from '../../base/attempts.ts';
import type { Limit } from '../../base/attempts.ts';
import { nowMs } from '../../base/clock.ts';
import { Refusal } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { secretOf } from './activity.ts';

/**
 * The code on the organiser's screen: six figures from a secret of the activity and the half minute
 * that it is (as RFC 6238 makes them). That of the half minute before is taken as well, for people
 * need time to type; so what was passed on to somebody who is not there is worth nothing within a
 * minute.
 */
const STEP_MS = 30_000;
const FIGURES = 6;

export interface ShownCode {
  readonly code: string;
  /** How long it is on the screen still. */
  readonly seconds: number;
}

export async function codeNow(activityId: number): Promise<ShownCode> {
  const code = codeAt(await secretOf(activityId), stepNow());
  return { code, seconds: Math.ceil((STEP_MS - (nowMs() % STEP_MS)) / 1000) };
}

const stepNow = (): number => Math.floor(nowMs() / STEP_MS);

function codeAt(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac('sha256', Buffer.from(secret, 'hex')).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 15;
  const number = digest.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 10 ** FIGURES).padStart(FIGURES, '0');
}

const MINUTE_MS = 60_000;
const FAILURES_MAX = 6;

const CODE_TRIES: Limit = {
  name: 'activity-code',
  rememberMs: MINUTE_MS,
  waitMs: (failures) => (failures < FAILURES_MAX ? 0 : MINUTE_MS),
};

/**
 * Refuses `sign-in-code-wrong` unless the code is that of now or of the half minute before, and
 * `too-many-tries` for a minute after six that were wrong.
 */
export async function refuseWrongCode(
  actor: Actor,
  activityId: number,
  code: string,
): Promise<void> {
  const who = String(actor.personId);
  await refuseTooMany(CODE_TRIES, who);
  const secret = await secretOf(activityId);
  const step = stepNow();
  if (code === codeAt(secret, step) || code === codeAt(secret, step - 1)) {
    await forgetFailures(CODE_TRIES, who);
    return;
  }
  await countFailure(CODE_TRIES, who);
  throw new Refusal('invalid', 'sign-in-code-wrong', {}, 'code');
}
