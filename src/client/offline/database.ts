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
  /** The sentence of the server that refused it; null while it is to be sent. */
  readonly refusal: string | null;
}

interface Stores extends DBSchema {
  'check-ins': { key: string; value: KeptCheckIn };
}

const open = (): Promise<IDBPDatabase<Stores>> =>
  openDB<Stores>('jifenbu', 1, {
    upgrade: (database) => {
      database.createObjectStore('check-ins', { keyPath: 'key' });
    },
  });

let opened: Promise<IDBPDatabase<Stores>> | undefined;

/** The database of this browser, opened once. */
export const kept = (): Promise<IDBPDatabase<Stores>> => (opened ??= open());
