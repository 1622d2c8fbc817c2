/** A long ballot, one person at a time, with a last page to look it over. */
export interface Pages {
  /** After an answer: how far it is, and what is left out. */
  readonly refresh: () => void;
}

export function pagesOf(form: HTMLFormElement): Pages {
  const people = [...form.querySelectorAll<HTMLElement>('[data-person]')];
  const last = part(form, '[data-review].card');
  const pages = [...people, last];
  const progress = part(form, 'progress') as HTMLProgressElement;
  const steps = part(form, '[data-steps]');
  const [unknown, previous, next] = ['unknown', 'previous', 'next'].map((name) =>
    part(steps, `[data-${name}]`),
  ) as [HTMLElement, HTMLElement, HTMLElement];
  let here = 0;

  function show(page: number, isMoved = true): void {
    here = Math.min(Math.max(page, 0), pages.length - 1);
    for (const [place, one] of pages.entries()) one.hidden = place !== here;
    const isLast = here === people.length;
    unknown.hidden = next.hidden = isLast;
    previous.hidden = here === 0;
    const isBeforeLast = here === people.length - 1;
    next.textContent = next.dataset[isBeforeLast ? 'review' : 'word'] ?? '';
    refresh();
    if (isMoved) part(pages[here] as HTMLElement, 'h2').focus();
  }

  function refresh(): void {
    progress.value = people.filter((one) => openIn(one) === 0).length;
    if (here === people.length) review(form, people, show);
  }

  unknown.addEventListener('click', () => {
    for (const radio of radiosIn(pages[here] as HTMLElement, '[value="0"]')) radio.checked = true;
    form.dispatchEvent(new Event('change'));
    show(here + 1);
  });
  previous.addEventListener('click', () => show(here - 1));
  next.addEventListener('click', () => show(here + 1));
  steps.hidden = progress.hidden = false;
  show(0, false);
  return { refresh };
}

function part(of: HTMLElement, selector: string): HTMLElement {
  const found = of.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`the ballot has no ${selector}`);
  return found;
}

const radiosIn = (of: HTMLElement, more = ''): HTMLInputElement[] => [
  ...of.querySelectorAll<HTMLInputElement>(`input[type=radio]${more}`),
];

/** How many questions of a person have no answer yet. */
const openIn = (person: HTMLElement): number =>
  person.querySelectorAll('fieldset').length - radiosIn(person, ':checked').length;

/** Everybody with what was chosen; a press leads back to them. */
function review(form: HTMLFormElement, people: HTMLElement[], show: (page: number) => void): void {
  const list = part(form, '.ballot-review');
  list.hidden = false;
  list.replaceChildren(
    ...people.map((person, place) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'btn btn-quiet';
      const name = document.createElement('span');
      name.textContent = person.dataset['person'] ?? '';
      const chosen = document.createElement('span');
      chosen.textContent = answersOf(person);
      button.append(name, chosen);
      button.addEventListener('click', () => show(place));
      const item = document.createElement('li');
      item.append(button);
      return item;
    }),
  );
  const open = people.reduce((sum, person) => sum + openIn(person), 0);
  const text = form.dataset['missing']?.replace('{count}', String(open)) ?? '';
  part(form, '[data-left]').textContent = open > 0 ? text : '';
}

/** The words that were chosen, each once with its number: `好 4 · 较好 1`. */
function answersOf(person: HTMLElement): string {
  const words = new Map<string, number>();
  for (const { parentElement } of radiosIn(person, ':checked')) {
    const word = parentElement?.textContent.trim() ?? '';
    words.set(word, (words.get(word) ?? 0) + 1);
  }
  return [...words].map(([word, count]) => `${word} ${count}`).join(' · ');
}
