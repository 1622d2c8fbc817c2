import { kept, ownOf } from './database.ts';
import type { KeptHandOver, Snapshot } from './database.ts';

const DAY_MS = 24 * 3600_000;

/** Fetches people and goods anew, less what is handed over and not yet booked. */
export async function loadSnapshot(personId: number): Promise<void> {
  if (!navigator.onLine) return;
  const reply = await fetch('/counter/snapshot', { cache: 'no-store' }).catch(() => null);
  if (!reply?.ok) return;
  // What is not JSON is from a gateway, or from our own page to sign in.
  const fresh = (await reply.json().catch(() => null)) as Snapshot | null;
  if (!fresh) return;
  const unbooked = await ownOf('hand-overs', personId);
  const left = unbooked.filter(({ refusal }) => refusal === null).reduce(less, fresh);
  await (await kept()).put('snapshots', left, personId);
}

/** What is kept of people and goods; null when it is older than a day: too much may have changed. */
export async function keptSnapshot(personId: number): Promise<Snapshot | null> {
  const snapshot = await (await kept()).get('snapshots', personId);
  const now = performance.timeOrigin + performance.now();
  return snapshot && now - Date.parse(snapshot.at) < DAY_MS ? snapshot : null;
}

/** Keeps a hand-over, and takes its points and goods from the snapshot, both or neither. */
export async function keepHandOver(one: KeptHandOver, snapshot: Snapshot): Promise<Snapshot> {
  const left = less(snapshot, one);
  const tx = (await kept()).transaction(['hand-overs', 'snapshots'], 'readwrite');
  await Promise.all([
    tx.objectStore('hand-overs').put(one),
    tx.objectStore('snapshots').put(left, one.personId),
    tx.done,
  ]);
  return left;
}

/** What is left when these goods went to that person, whose pool spends the same points. */
function less(snapshot: Snapshot, { customer, lines, total }: KeptHandOver): Snapshot {
  const payer = snapshot.people.find(({ id }) => id === customer.id);
  const pays = ({ id, pool }: Snapshot['people'][number]): boolean =>
    id === customer.id || (pool !== null && pool === payer?.pool);
  return {
    ...snapshot,
    people: snapshot.people.map((one) =>
      pays(one) ? { ...one, points: Math.max(0, one.points - total) } : one,
    ),
    goods: snapshot.goods.map((one) => {
      const quantity = lines.find(({ good }) => good === one.id)?.quantity ?? 0;
      return one.stock === null ? one : { ...one, stock: Math.max(0, one.stock - quantity) };
    }),
  };
}

const FOUND_MAX = 8;

/** Who is meant by a name, pinyin or its initials, or the number or code of a card. */
export async function findIn(snapshot: Snapshot, text: string): Promise<Snapshot['people']> {
  const typed = text.normalize('NFKC').replace(/[\s-]+/g, '');
  if (typed === '') return [];
  const low = typed.toLowerCase();
  const card = await cardDigest((typed.split('.')[0] ?? '').toUpperCase());
  const fits = ({ name, pinyin, card: own }: Snapshot['people'][number]): boolean =>
    own === card ||
    name.replace(/\s/g, '').includes(typed) ||
    pinyin.split(' ').some((word) => word.startsWith(low));
  return snapshot.people.filter(fits).slice(0, FOUND_MAX);
}

/** The same on the server: src/market/counter/cases/snapshot.ts. */
async function cardDigest(number: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`card:${number}`));
  return [...new Uint8Array(bytes)]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .slice(0, 16);
}
