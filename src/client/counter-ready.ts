/**
 * On the pages of the counter: makes it ready to go on without network, and leads there when the
 * network is gone. People and goods are fetched each time that a shopkeeper comes by here.
 */
import { loadSnapshot } from './offline/snapshot.ts';
import { sessionIn } from './offline/sending.ts';
import { keepShell } from './offline/shell.ts';

const OFFLINE = '/counter/offline';
const session = sessionIn(document);

if (session && 'indexedDB' in window) {
  keepShell('/counter', OFFLINE);
  void loadSnapshot(session.personId);
  document.addEventListener('submit', (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    location.assign(OFFLINE);
  });
}
