import { loadSnapshot } from './snapshot.ts';
import { sessionIn } from './sending.ts';
import { keepShell } from './shell.ts';

const OFFLINE = '/counter/offline';
const PAUSE_MS = 1_500;

/**
 * Makes a page of the counter ready to go on without network, and leads there when it is gone. People
 * and goods are fetched each time that a shopkeeper comes by.
 */
export function makeReady(): void {
  const session = sessionIn(document);
  if (!session || !('indexedDB' in window)) return;
  keepShell('/counter', OFFLINE);
  // What the page itself needs comes first.
  setTimeout(() => void loadSnapshot(session.personId), PAUSE_MS);
  document.addEventListener('submit', (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    location.assign(OFFLINE);
  });
}
