/**
 * Says that a long import is being booked, so that nobody presses twice or closes the page. What is
 * pressed twice all the same is booked once, by its key.
 */
for (const part of document.querySelectorAll<HTMLElement>('[data-import]')) {
  part.addEventListener('submit', ({ target }) => {
    if (!(target as HTMLFormElement).action.endsWith('/confirmation')) return;
    const said = document.createElement('p');
    said.setAttribute('role', 'status');
    said.append(part.dataset['import'] ?? '', ' ', document.createElement('progress'));
    part.append(said);
  });
}
