/**
 * Sends the form of a new check-in without leaving the page, so that what cannot be sent is kept in
 * this browser and sent later. What the server refuses is sent as a form is, and drawn again by it.
 */
import type { KeptCheckIn, KeptPhoto } from './database.ts';
import { post, sessionIn } from './sending.ts';
import type { Outcome, Session } from './sending.ts';
import { isKeptPage, keepShell, newKey, unsent } from './shell.ts';

const ADDRESS = '/check-ins/new';
const SENT = 'volunteering.said.submitted';

/** The kept check-in that is being mended in the form. */
let mended: KeptCheckIn | null = null;

export function attendSending(form: HTMLFormElement): void {
  const session = sessionIn(document);
  if (!session || !('indexedDB' in window)) return;
  keepShell(ADDRESS);
  if (isKeptPage()) makeAnew(form);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void send(form, session);
  });
  const openMended = (): void => void mend(form, session);
  addEventListener('hashchange', openMended);
  openMended();
}

/** A page that was kept has the key and the day of another time. */
function makeAnew(form: HTMLFormElement): void {
  keyIn(form).value = newKey();
  const day = form.elements.namedItem('occurredOn');
  if (!(day instanceof HTMLInputElement)) return;
  // Swedes write days as ISO does.
  day.value = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format();
}

const keyIn = (form: HTMLFormElement): HTMLInputElement =>
  form.elements.namedItem('_key') as HTMLInputElement;

async function send(form: HTMLFormElement, session: Session): Promise<void> {
  const button = form.querySelector<HTMLButtonElement>('button[type=submit]');
  if (button) button.disabled = true;
  try {
    const key = keyIn(form).value;
    const path = new URL(form.action).pathname;
    const isOn = navigator.onLine;
    const outcome = isOn
      ? await post(path, new FormData(form), key, session)
      : ({ kind: 'unsent' } as const);
    await settle(form, session, outcome);
  } finally {
    if (button) button.disabled = false;
  }
}

async function settle(form: HTMLFormElement, session: Session, outcome: Outcome): Promise<void> {
  if (outcome.kind === 'done') {
    if (mended) await (await unsent()).forget(mended.key);
    location.assign(`${outcome.location ?? '/check-ins'}?said=${SENT}`);
  } else if (outcome.kind === 'refused' && !mended) {
    form.submit();
  } else {
    await keep(form, session, outcome.kind === 'refused' ? outcome.sentence : null);
  }
}

async function keep(
  form: HTMLFormElement,
  session: Session,
  refusal: string | null,
): Promise<void> {
  const { keepCheckIn, resume } = await unsent();
  await keepCheckIn({ ...(await writtenIn(form, session.personId)), refusal });
  mended = null;
  form.reset();
  makeAnew(form);
  // Lets go of the photos that were shown.
  form.querySelector('input[type=file]')?.dispatchEvent(new Event('change'));
  await resume(session.personId);
  document.querySelector<HTMLElement>('[data-unsent-box] h2')?.focus();
}

async function writtenIn(
  form: HTMLFormElement,
  personId: number,
): Promise<Omit<KeptCheckIn, 'refusal'>> {
  const entries = [...new FormData(form)];
  const fields = entries.flatMap(([name, value]) =>
    typeof value === 'string' && !name.startsWith('_') ? [[name, value] as const] : [],
  );
  const files = entries.flatMap(([, value]) =>
    value instanceof File && value.size > 0 ? [value] : [],
  );
  const chosen = form.querySelector('input[name=rule]:checked + .choice-label > span');
  return {
    key: keyIn(form).value,
    personId,
    at: mended?.at ?? new Date(performance.timeOrigin + performance.now()).toISOString(),
    title: chosen?.firstChild?.textContent?.trim() ?? '',
    fields,
    photos: await Promise.all(files.map(photoOf)),
  };
}

const photoOf = async (file: File): Promise<KeptPhoto> => ({
  name: file.name,
  type: file.type,
  bytes: await file.arrayBuffer(),
});

/** Fills the form with the kept check-in that the address names, as it was written. */
async function mend(form: HTMLFormElement, { personId }: Session): Promise<void> {
  const key = /^#mend=([\w-]+)$/.exec(location.hash)?.[1];
  if (key === undefined) return;
  mended = await (await unsent()).keptCheckIn(key, personId);
  if (!mended) return;
  keyIn(form).value = mended.key;
  for (const [name, value] of mended.fields) {
    const field = form.elements.namedItem(name) as { value: string } | null;
    if (field) field.value = value;
  }
  const fold = form.querySelector('input[name=rule]:checked')?.closest('details');
  if (fold) fold.open = true;
  const files = new DataTransfer();
  for (const { name, type, bytes } of mended.photos)
    files.items.add(new File([bytes], name, { type }));
  const input = form.querySelector<HTMLInputElement>('input[type=file]');
  if (!input) return;
  input.files = files.files;
  input.dispatchEvent(new Event('change'));
  form.scrollIntoView();
}
