/** The meeting screen from the keyboard or a presenter: arrows and page keys go to the next person. */
const help = document.querySelector<HTMLElement>('[data-keys]');
if (help) help.hidden = !matchMedia('(hover: hover) and (pointer: fine)').matches;

const REL: Readonly<Record<string, string>> = {
  ArrowLeft: 'prev',
  PageUp: 'prev',
  ArrowRight: 'next',
  PageDown: 'next',
};

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const rel = REL[event.key];
  const link = rel ? document.querySelector<HTMLAnchorElement>(`a[rel=${rel}]`) : null;
  if (!link) return;
  event.preventDefault();
  link.click();
});
