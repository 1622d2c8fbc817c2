/**
 * What was written without signal and is kept in this browser: it is shown as not yet sent, and sent
 * when the signal is back. Loaded only when there is something; the pages' own scripts are small.
 */
import { kept, ownOf } from './offline/database.ts';
import type { KeptCheckIn, KeptHandOver } from './offline/database.ts';
import { mark } from './offline/mark.ts';
import { freshSession, post } from './offline/sending.ts';
import type { Session } from './offline/sending.ts';
import { boxOf } from './offline/unsent-box.ts';
import type { Box } from './offline/unsent-box.ts';

const EVERY_MS = 60_000;

let box: Box | null = null;

let isAttended = false;

/** Shows what is kept of a person, and sends it now and whenever the signal is back. */
export async function resume(personId: number): Promise<void> {
  if (isAttended) {
    await show(personId);
    await sendAll(personId);
    return;
  }
  isAttended = true;
  box = boxOf(document, {
    send: () => void sendAll(personId),
    drop: (key) => void forget(key).then(() => show(personId)),
  });
  addEventListener('online', () => void sendAll(personId));
  // A phone with one bar believes that it is online, and nothing tells it when it is.
  setInterval(() => void sendAll(personId), EVERY_MS);
  await show(personId);
  await sendAll(personId);
}

/** Keeps a check-in, in place of the one with the same key. */
export async function keepCheckIn(one: KeptCheckIn): Promise<void> {
  mark(true);
  await (await kept()).put('check-ins', one);
}

/** A check-in that is kept of this person. */
export async function keptCheckIn(key: string, personId: number): Promise<KeptCheckIn | null> {
  const one = await (await kept()).get('check-ins', key);
  return one?.personId === personId ? one : null;
}

/** Forgets what was sent, or is not wanted any more. */
export async function forget(key: string): Promise<void> {
  const database = await kept();
  await database.delete('check-ins', key);
  await database.delete('hand-overs', key);
  const left = (await database.count('check-ins')) + (await database.count('hand-overs'));
  mark(left > 0);
}

/** How much of this person's would be lost if it were forgotten now. */
export const countOf = async (personId: number): Promise<number> =>
  (await ownOf('check-ins', personId)).length + (await ownOf('hand-overs', personId)).length;

/**
 * Forgets all that is kept of a person, and the people and goods of a counter; what others wrote here
 * stays theirs.
 */
export async function forgetOf(personId: number): Promise<void> {
  const own = [...(await ownOf('check-ins', personId)), ...(await ownOf('hand-overs', personId))];
  for (const { key } of own) await forget(key);
  await (await kept()).clear('snapshots');
}

async function show(personId: number): Promise<void> {
  box?.show(await ownOf('check-ins', personId));
}

let sending: Promise<void> | undefined;
let isAsked = false;

/**
 * Sends one after another; two pages that do so at once send the same keys, which is harmless. Asked
 * while it sends it does so once more: the signal may have come back meanwhile.
 */
function sendAll(personId: number): Promise<void> {
  isAsked = true;
  sending ??= sendWhileAsked(personId);
  return sending;
}

async function sendWhileAsked(personId: number): Promise<void> {
  try {
    while (isAsked) {
      isAsked = false;
      await sendEach(personId);
    }
  } finally {
    sending = undefined;
  }
}

const isWaiting = ({ refusal }: { readonly refusal: string | null }): boolean => refusal === null;

async function sendEach(personId: number): Promise<void> {
  const checkIns = (await ownOf('check-ins', personId)).filter(isWaiting);
  const handOvers = (await ownOf('hand-overs', personId)).filter(isWaiting);
  if (checkIns.length + handOvers.length === 0) return;
  box?.say('sending');
  const session = await freshSession();
  // Somebody else may have signed in since: what another person wrote is not sent as theirs.
  if (session?.personId === personId) {
    await sendCheckIns(checkIns, session);
    await sendHandOvers(handOvers, session);
  }
  const left = await ownOf('check-ins', personId);
  box?.show(left);
  box?.say(left.some(isWaiting) ? 'waiting' : 'sent');
}

async function sendCheckIns(waiting: readonly KeptCheckIn[], session: Session): Promise<void> {
  for (const one of waiting) {
    const outcome = await post('/check-ins', bodyOf(one), one.key, session);
    if (outcome.kind === 'unsent') return;
    if (outcome.kind === 'done') await forget(one.key);
    else await keepCheckIn({ ...one, refusal: outcome.sentence });
  }
}

/** One after another, in the order in which they were made; the page of the counter is told of each. */
async function sendHandOvers(waiting: readonly KeptHandOver[], session: Session): Promise<void> {
  for (const one of waiting) {
    const { key, customer, lines, signature, at } = one;
    const body = JSON.stringify({
      personId: customer.id,
      lines: lines.map(({ good, quantity }) => ({ good, quantity })),
      signature,
      takenAt: at,
    });
    const outcome = await post('/counter/sync', body, key, session);
    if (outcome.kind === 'unsent') return;
    if (outcome.kind === 'done') await forget(key);
    else await (await kept()).put('hand-overs', { ...one, refusal: outcome.sentence });
    const state = outcome.kind === 'done' ? (outcome.answer as { state: string }).state : 'refused';
    dispatchEvent(new CustomEvent('hand-over', { detail: { key, state } }));
  }
}

function bodyOf({ fields, photos }: KeptCheckIn): FormData {
  const body = new FormData();
  for (const [name, value] of fields) body.append(name, value);
  for (const { name, type, bytes } of photos)
    body.append('photos', new Blob([bytes], { type }), name);
  return body;
}
