/**
 * What was written without signal and is kept in this browser: it is shown as not yet sent, and sent
 * when the signal is back. Loaded only when there is something; the pages' own scripts are small.
 */
import { kept } from './offline/database.ts';
import type { KeptCheckIn } from './offline/database.ts';
import { mark } from './offline/mark.ts';
import { freshSession, post } from './offline/sending.ts';
import type { Session } from './offline/sending.ts';
import { boxOf } from './offline/unsent-box.ts';
import type { Box } from './offline/unsent-box.ts';

const EVERY_MS = 60_000;

let box: Box | null = null;

/** Shows what is kept of a person, and sends it now and whenever the signal is back. */
export async function resume(personId: number): Promise<void> {
  if (box) return show(personId);
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
  mark((await database.count('check-ins')) > 0);
}

/** How much of this person's would be lost if it were forgotten now. */
export const countOf = async (personId: number): Promise<number> => (await ownOf(personId)).length;

/** Forgets all that is kept of a person; what others wrote here stays theirs. */
export async function forgetOf(personId: number): Promise<void> {
  for (const { key } of await ownOf(personId)) await forget(key);
}

async function ownOf(personId: number): Promise<KeptCheckIn[]> {
  const all = await (await kept()).getAll('check-ins');
  return all
    .filter((one) => one.personId === personId)
    .sort((one, other) => (one.at < other.at ? -1 : 1));
}

async function show(personId: number): Promise<void> {
  box?.show(await ownOf(personId));
}

let sending: Promise<void> | undefined;

/** Sends one after another; two pages that do so at once send the same keys, which is harmless. */
function sendAll(personId: number): Promise<void> {
  sending ??= sendEach(personId).finally(() => {
    sending = undefined;
  });
  return sending;
}

async function sendEach(personId: number): Promise<void> {
  const waiting = (await ownOf(personId)).filter(({ refusal }) => refusal === null);
  if (waiting.length === 0) return;
  box?.say('sending');
  const session = await freshSession();
  // Somebody else may have signed in since: what another person wrote is not sent as theirs.
  if (session?.personId === personId) await sendInTurn(waiting, session);
  const left = await ownOf(personId);
  box?.show(left);
  box?.say(left.some(({ refusal }) => refusal === null) ? 'waiting' : 'sent');
}

async function sendInTurn(waiting: readonly KeptCheckIn[], session: Session): Promise<void> {
  for (const one of waiting) {
    const outcome = await post('/check-ins', bodyOf(one), one.key, session);
    if (outcome.kind === 'unsent') return;
    if (outcome.kind === 'done') await forget(one.key);
    else await keepCheckIn({ ...one, refusal: outcome.sentence });
  }
}

function bodyOf({ fields, photos }: KeptCheckIn): FormData {
  const body = new FormData();
  for (const [name, value] of fields) body.append(name, value);
  for (const { name, type, bytes } of photos)
    body.append('photos', new Blob([bytes], { type }), name);
  return body;
}
