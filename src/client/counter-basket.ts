/**
 * The basket at the counter: a tap on a good puts one more in, the sum is counted as it grows, and
 * only what the chosen way of agreeing asks for is shown. Without this script the same fields are
 * typed into, and the server counts.
 */
import { makeReady } from './offline/ready.ts';
import { signatureOn } from './signature.ts';

const form = document.querySelector<HTMLFormElement>('#basket');
makeReady();
if (form) begin(form);

function begin(desk: HTMLFormElement): void {
  const tiles = [...desk.querySelectorAll<HTMLElement>('.counter-tile')];
  const count = (): void => showSum(desk, tiles);
  tiles.forEach((tile) => {
    prepare(tile, count);
  });
  desk.querySelectorAll<HTMLElement>('[data-script], [data-step], #sum').forEach((part) => {
    part.hidden = false;
  });
  const show = (): void => {
    showWay(desk);
  };
  desk.querySelectorAll('input[name="confirmation"]').forEach((way) => {
    way.addEventListener('change', show);
  });
  const canvas = desk.querySelector<HTMLCanvasElement>('#signature');
  const field = desk.querySelector<HTMLInputElement>('input[name="signature"]');
  const again = desk.querySelector<HTMLButtonElement>('#signature-again');
  if (canvas && field && again) signatureOn(canvas, field, again);
  show();
  count();
}

function inputOf(tile: HTMLElement): HTMLInputElement | null {
  return tile.querySelector('input');
}

/** The whole tile is a button for one more; the two buttons are for those who want to see them. */
function prepare(tile: HTMLElement, count: () => void): void {
  const input = inputOf(tile);
  if (!input) return;
  const most = Number(tile.dataset['most']);
  const step = (by: number): void => {
    input.value = String(Math.max(0, Math.min(most, Number(input.value) + by)));
    count();
  };
  input.addEventListener('input', count);
  tile.querySelector('label')?.addEventListener('click', (event) => {
    event.preventDefault();
    step(1);
  });
  tile.querySelectorAll<HTMLElement>('[data-step]').forEach((button) => {
    button.addEventListener('click', () => {
      step(Number(button.dataset['step']));
    });
  });
}

function showSum(desk: HTMLFormElement, tiles: readonly HTMLElement[]): void {
  let total = 0;
  for (const tile of tiles) {
    const quantity = Number(inputOf(tile)?.value ?? 0);
    tile.classList.toggle('counter-tile-chosen', quantity > 0);
    total += quantity * Number(tile.dataset['points']);
  }
  const after = Number(desk.dataset['available']) - total;
  const put = (id: string, text: string): void => {
    const place = desk.querySelector(id);
    if (place) place.textContent = text;
  };
  put('#sum-total', String(total));
  put('#sum-after', String(after));
  const short = desk.querySelector<HTMLElement>('#sum-short');
  if (short) short.hidden = after >= 0;
}

function showWay(desk: HTMLFormElement): void {
  desk.querySelectorAll<HTMLElement>('.counter-way').forEach((way) => {
    const isChosen = way.querySelector<HTMLInputElement>('[name="confirmation"]')?.checked ?? false;
    const part = way.querySelector<HTMLElement>('.counter-way-part');
    if (part) part.hidden = !isChosen;
    way
      .querySelectorAll<HTMLInputElement | HTMLSelectElement>('[id^="field-"]')
      .forEach((field) => {
        field.required = isChosen;
      });
  });
}
