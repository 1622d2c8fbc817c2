/**
 * Casts a ballot: brings the paper of this device along, shows one person after another, keeps what
 * was chosen until it is cast, and sends everything without cookies. Without this the same forms
 * work with a printed code.
 */
import { forgetPaper, papersKept } from './kept-papers.ts';
import { pagesOf } from './ballot-pages.ts';

const main = document.querySelector<HTMLElement>('main');
if (main) attend(main);

function attend(main: HTMLElement): void {
  const box = main.querySelector<HTMLElement>('[data-box]');
  if (!box) return;
  const ballot = box.querySelector<HTMLFormElement>('[data-ballot]');
  if (ballot) fillIn(box, ballot);
  else offer(main, box);
}

/** The door of the box: the paper that is kept here, or a code that is typed. */
function offer(main: HTMLElement, box: HTMLElement): void {
  const { cycle = '' } = box.dataset;
  const form = box.querySelector('form');
  const field = form?.querySelector<HTMLInputElement>('[name=paper]');
  if (!form || !field) return;
  const [paper] = Object.values(papersKept(cycle));
  const ready = box.querySelector<HTMLElement>('[data-ready]');
  const done = box.querySelector<HTMLElement>('[data-done]');
  if (ready) ready.hidden = paper === undefined;
  if (done) done.hidden = paper !== undefined || !localStorage.getItem(castName(cycle));
  ready?.querySelector('button')?.addEventListener('click', () => {
    field.value = paper ?? '';
    void open(main, box, form);
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void open(main, box, form);
  });
}

function castName(cycle: string): string {
  return `cast:${cycle}`;
}

async function open(main: HTMLElement, box: HTMLElement, form: HTMLFormElement): Promise<void> {
  try {
    const answer = await sent(box, form, 'text/html');
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const shown = page.querySelector('main');
    if (!shown) return;
    main.replaceChildren(...shown.children);
    scrollTo(0, 0);
    attend(main);
  } catch {
    const status = box.querySelector<HTMLElement>('[role=status]');
    if (status) status.textContent = box.dataset['offline'] ?? '';
  }
}

/** Sends a form without cookies: what arrives says nothing of who is signed in here. */
function sent(box: HTMLElement, form: HTMLFormElement, accept: string): Promise<Response> {
  return fetch(`${form.action}?lang=${box.dataset['lang'] ?? ''}`, {
    method: 'POST',
    credentials: 'omit',
    headers: { accept },
    body: new URLSearchParams(textsIn(form)),
  });
}

function fillIn(box: HTMLElement, form: HTMLFormElement): void {
  const { cycle = '' } = box.dataset;
  const paper = form.querySelector<HTMLInputElement>('[name=paper]')?.value ?? '';
  const draft = `draft:${cycle}:${paper.slice(-12)}`;
  restore(form, draft);
  const pages = pagesOf(form);
  form.addEventListener('change', () => {
    localStorage.setItem(draft, JSON.stringify(chosenIn(form)));
    pages.refresh();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void cast(box, form, () => {
      localStorage.removeItem(draft);
      localStorage.setItem(castName(cycle), '1');
      forgetPaper(cycle, paper);
    });
  });
}

function textsIn(form: HTMLFormElement): [string, string][] {
  return [...new FormData(form)].flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value]] : [],
  );
}

function chosenIn(form: HTMLFormElement): Record<string, string> {
  return Object.fromEntries(textsIn(form).filter(([name]) => name !== 'paper'));
}

function restore(form: HTMLFormElement, draft: string): void {
  const kept = JSON.parse(localStorage.getItem(draft) ?? '{}') as Record<string, string>;
  for (const [name, value] of Object.entries(kept)) {
    const field = form.elements.namedItem(name);
    if (field instanceof RadioNodeList || field instanceof HTMLTextAreaElement) field.value = value;
  }
}

async function cast(box: HTMLElement, form: HTMLFormElement, clear: () => void): Promise<void> {
  const button = form.querySelector<HTMLButtonElement>('[type=submit]');
  const problem = form.querySelector<HTMLElement>('.problem');
  if (!button || !problem) return;
  button.disabled = true;
  tell(problem, box.dataset['sending'] ?? '');
  try {
    const answer = await sent(box, form, 'application/json');
    if (answer.ok) {
      clear();
      location.assign(`${form.action}?said=staff.evaluation.said.cast`);
      return;
    }
    tell(problem, ((await answer.json()) as { detail: string }).detail);
  } catch {
    tell(problem, box.dataset['offline'] ?? '');
  }
  button.disabled = false;
}

function tell(place: HTMLElement, text: string): void {
  place.textContent = text;
  place.hidden = false;
}
