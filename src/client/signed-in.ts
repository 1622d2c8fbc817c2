/**
 * On every page of somebody who is signed in: goes on sending what this browser keeps of theirs, and
 * clears it when they sign out, after a question if something would be lost.
 */
import { isMarked } from './offline/mark.ts';
import { sessionIn } from './offline/sending.ts';
import { unsent } from './offline/shell.ts';

const form = document.querySelector<HTMLFormElement>('form[action="/session/end"]');
const session = sessionIn(document);

if (form && session) {
  if (isMarked()) void unsent().then(({ resume }) => resume(session.personId));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void signOut(form, session.personId);
  });
}

async function signOut(form: HTMLFormElement, personId: number): Promise<void> {
  if (isMarked()) {
    const { countOf } = await unsent();
    const count = await countOf(personId);
    if (count > 0 && !confirm(form.dataset['unsent'])) return;
  }
  // Where nothing can be kept (a private window), nothing is to be forgotten.
  await unsent()
    .then(({ forgetOf }) => forgetOf(personId))
    .catch(() => undefined);
  if ('caches' in window) {
    for (const name of await caches.keys()) await caches.delete(name);
  }
  form.submit();
}
