import type * as Unsent from '../unsent.ts';

const UNSENT: string = '/js/unsent.js';

/** What handles kept entries: loaded when there are any. */
export const unsent = (): Promise<typeof Unsent> => import(UNSENT) as Promise<typeof Unsent>;

/**
 * Keeps a page for when there is no signal; it stands in for every page below `scope`. Where that is
 * refused (private windows), all works as before, but not without signal. See offline-worker.ts.
 */
export function keepShell(scope: string, shell = scope): void {
  if (!('serviceWorker' in navigator)) return;
  navigator.serviceWorker
    .register(`/js/offline-worker.js?shell=${shell}`, { scope })
    .then(({ active }) => active?.postMessage('keep'))
    .catch(() => undefined);
}

/** Whether this page came from the worker and not from the server. */
export const isKeptPage = (): boolean => document.documentElement.dataset['kept'] !== undefined;

/** An idempotency key for what is made here. */
export const newKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
