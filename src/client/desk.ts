/**
 * The organiser's screen by itself: every few seconds the code and the list are those of now, as a
 * reload would show them. What somebody is filling in is left alone.
 */
const EVERY_MS = 4_000;

const partsIn = (page: Document): HTMLElement[] => [
  ...page.querySelectorAll<HTMLElement>('[data-live]'),
];

const isBusy = (part: HTMLElement): boolean =>
  part.contains(document.activeElement) || part.querySelector('details[open]') !== null;

async function refresh(): Promise<void> {
  if (document.hidden) return;
  const answer = await fetch(location.pathname.replace(/\/desk\/.*/, '/desk'));
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  for (const part of partsIn(document)) {
    const next = partsIn(fresh).find((one) => one.dataset['live'] === part.dataset['live']);
    if (next && !isBusy(part)) part.replaceWith(document.importNode(next, true));
  }
}

// Without a connection the screen stays as it is, and the next try may be luckier.
if (partsIn(document).length > 0)
  setInterval(() => void refresh().catch(() => undefined), EVERY_MS);
