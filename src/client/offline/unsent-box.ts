import type { KeptCheckIn } from './database.ts';

/** The part of a page that shows what is not yet sent; its words stand in the page. */
export interface Box {
  show(kept: readonly KeptCheckIn[]): void;
  say(what: 'sending' | 'waiting' | 'sent'): void;
}

interface Acts {
  readonly send: () => void;
  readonly drop: (key: string) => void;
}

/** The box of the page, or null on a page that has none. */
export function boxOf(page: Document, { send, drop }: Acts): Box | null {
  const section = page.querySelector<HTMLElement>('[data-unsent-box]');
  const list = section?.querySelector('ul');
  const pattern = section?.querySelector('template');
  const button = section?.querySelector<HTMLButtonElement>('[data-send]');
  const status = section?.querySelector<HTMLElement>('[role=status]');
  if (!section || !list || !pattern || !button || !status) return null;
  button.addEventListener('click', send);
  return {
    show: (kept) => {
      list.replaceChildren(...kept.map((one) => itemOf(one, pattern, drop)));
      button.hidden = kept.every(({ refusal }) => refusal !== null);
      if (kept.length > 0) section.hidden = false;
    },
    say: (what) => {
      status.textContent = status.dataset[what] ?? '';
    },
  };
}

function itemOf(
  { key, title, at, photos, refusal }: KeptCheckIn,
  pattern: HTMLTemplateElement,
  drop: (key: string) => void,
): Node {
  const item = document.importNode(pattern.content, true);
  const part = (name: string): HTMLElement | null => item.querySelector(`[data-${name}]`);
  const facts = part('facts');
  const when = new Intl.DateTimeFormat(document.documentElement.lang, {
    dateStyle: 'short',
    timeStyle: 'short',
  }).format(new Date(at));
  part('title')?.append(title);
  facts?.append(`${when} · ${facts.dataset['facts'] ?? ''} ${photos.length}`);
  if (refusal !== null) {
    part('refusal')?.append(refusal);
    part('waiting')?.remove();
    part('mend')?.setAttribute('href', `/check-ins/new#mend=${key}`);
  } else {
    for (const name of ['refusal', 'refused', 'mend']) part(name)?.remove();
  }
  part('drop')?.addEventListener('click', () => drop(key));
  return item;
}
