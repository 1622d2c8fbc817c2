import { openDB } from 'idb';
import type { DBSchema, IDBPDatabase } from 'idb';

/**
 * What this browser keeps until the server has it. Each entry lies under the idempotency key that it
 * is sent with, however often that takes, and belongs to the person who wrote it.
 */
interface Kept {
  readonly key: string;
  readonly personId: number;
  /** When it was written, as ISO text by the clock of this machine. */
  readonly at: string;
  /** The sentence of the server that refused it; null while it is to be sent. */
  readonly refusal: string | null;
}

/** A photo as bytes: some browsers lose a file that they were given to keep. */
export interface KeptPhoto {
  readonly name: string;
  readonly type: string;
  readonly bytes: ArrayBuffer;
}

export interface KeptCheckIn extends Kept {
  /** What the list calls it: the name of its rule. */
  readonly title: string;
  readonly fields: readonly (readonly [string, string])[];
  readonly photos: readonly KeptPhoto[];
}

/** Goods that were handed over without network, by the shopkeeper `personId`. */
export interface KeptHandOver extends Kept {
  readonly customer: { readonly id: number; readonly name: string };
  readonly lines: readonly {
    readonly good: number;
    readonly name: string;
    readonly quantity: number;
  }[];
  readonly total: number;
  readonly signature: string;
}

/** People and goods as the server last told them; points and stock go down as goods go out. */
export interface Snapshot {
  readonly at: string;
  readonly people: readonly {
    readonly id: number;
    readonly name: string;
    readonly pinyin: string;
    readonly card: string | null;
    readonly points: number;
    readonly pool: number | null;
  }[];
  readonly goods: readonly {
    readonly id: number;
    readonly name: string;
    readonly points: number;
    readonly stock: number | null;
  }[];
}

interface Stores extends DBSchema {
  'check-ins': { key: string; value: KeptCheckIn };
  'hand-overs': { key: string; value: KeptHandOver };
  /** By the shopkeeper who loaded it. */
  snapshots: { key: number; value: Snapshot };
}

const open = (): Promise<IDBPDatabase<Stores>> =>
  openDB<Stores>('jifenbu', 1, {
    upgrade: (database) => {
      database.createObjectStore('check-ins', { keyPath: 'key' });
      database.createObjectStore('hand-overs', { keyPath: 'key' });
      database.createObjectStore('snapshots');
    },
  });

let opened: Promise<IDBPDatabase<Stores>> | undefined;

/** The database of this browser, opened once. */
export const kept = (): Promise<IDBPDatabase<Stores>> => (opened ??= open());

/** What is kept of a person, the oldest first. */
export async function ownOf<S extends 'check-ins' | 'hand-overs'>(
  store: S,
  personId: number,
): Promise<Stores[S]['value'][]> {
  const all = await (await kept()).getAll(store);
  return all
    .filter((one) => one.personId === personId)
    .sort((one, other) => (one.at < other.at ? -1 : 1));
}
