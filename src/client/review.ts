/**
 * The review queue from the keyboard: j and k go through it, a approves, r rejects, b returns,
 * x selects. The page works without it; nothing is decided by a key that its button does not show.
 */
const items = [...document.querySelectorAll<HTMLElement>('.queue-item')];
const help = document.querySelector<HTMLElement>('[data-keys]');
// A phone has no such keys, and its small page no room to tell of them.
if (help) help.hidden = !matchMedia('(hover: hover) and (pointer: fine)').matches;

const current = (): HTMLElement | null =>
  document.activeElement?.closest<HTMLElement>('.queue-item') ?? null;

function go(step: number): void {
  const here = current();
  const next = here ? items[items.indexOf(here) + step] : items[0];
  next?.focus();
  next?.scrollIntoView({ block: 'start' });
}

function press(selector: string): void {
  current()?.querySelector<HTMLElement>(selector)?.click();
}

/** Opens the panel of reasons, with the first one under the fingers. */
function ask(kind: string): void {
  const panel = current()?.querySelector<HTMLDetailsElement>(`details[data-key=${kind}]`);
  if (!panel) return;
  panel.open = true;
  panel.querySelector<HTMLButtonElement>('button')?.focus();
}

const KEYS: Readonly<Record<string, () => void>> = {
  j: () => go(1),
  k: () => go(-1),
  a: () => press('form[action$="/approval"] button'),
  r: () => ask('reject'),
  b: () => ask('return'),
  x: () => press('input[name=approve]'),
};

document.addEventListener('keydown', (event) => {
  const typing = (event.target as HTMLElement).closest(
    'input:not([type=checkbox]), textarea, select',
  );
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});
