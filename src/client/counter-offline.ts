/**
 * The counter without network: people and goods come from what this browser keeps, the person signs
 * on the screen, and the hand-over is kept under a key made here until the server has booked it.
 */
import { ownOf } from './offline/database.ts';
import type { KeptHandOver, Snapshot } from './offline/database.ts';
import { mark } from './offline/mark.ts';
import { sessionIn } from './offline/sending.ts';
import { newKey, unsent } from './offline/shell.ts';
import { findIn, keepHandOver, keptSnapshot, loadSnapshot } from './offline/snapshot.ts';
import { signatureOn } from './signature.ts';

type Customer = Snapshot['people'][number];

const part = (id: string): HTMLElement => {
  const found = document.querySelector<HTMLElement>(`#offline-${id}`);
  if (!found) throw new Error(`the page has no #offline-${id}`);
  return found;
};
const input = (id: string): HTMLInputElement => part(id) as HTMLInputElement;
const drawn = (id: string): DocumentFragment =>
  (part(id) as HTMLTemplateElement).content.cloneNode(true) as DocumentFragment;

// A network that answers nothing must not keep people waiting at the counter.
const PATIENCE_MS = 4_000;
// More of one good the server takes from nobody: src/market/basket.ts.
const QUANTITY_MAX = 99;

const session = sessionIn(document);
if (session) void begin(session.personId);

/** What came of those that were sent while this page is open. */
const settled = new Map<string, string>();

async function begin(keeperId: number): Promise<void> {
  addEventListener('hand-over', (event) => {
    const { key, state } = (event as CustomEvent<{ key: string; state: string }>).detail;
    settled.set(key, state);
    showState(key, state);
  });
  addEventListener('online', () => {
    part('online').hidden = false;
  });
  await showKept(keeperId);
  const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  await Promise.race([loadSnapshot(keeperId), patience]);
  const snapshot = await keptSnapshot(keeperId);
  part('missing').hidden = snapshot !== null;
  if (snapshot) new Desk(keeperId, snapshot);
}

/** The words of a state stand in the page. */
function showState(key: string, state: string): void {
  const badge = document.querySelector(`[data-key="${key}"] .badge`);
  if (badge) badge.textContent = part('kept').dataset[state] ?? state;
}

async function showKept(keeperId: number): Promise<void> {
  for (const one of await ownOf('hand-overs', keeperId)) showHandOver(one);
}

function showHandOver({ key, customer, lines, total, refusal }: KeptHandOver): void {
  const row = drawn('row');
  row.querySelector('li')?.setAttribute('data-key', key);
  row.querySelector('strong')?.append(customer.name);
  const goods = lines.map(({ name, quantity }) => `${name} × ${quantity}`).join(' · ');
  row.querySelector('[data-goods]')?.append(goods);
  row.querySelector('[data-total]')?.append(String(total));
  row.querySelector('[data-refusal]')?.append(refusal ?? '');
  part('none').hidden = true;
  part('kept').prepend(row);
  showState(key, settled.get(key) ?? (refusal === null ? 'waiting' : 'refused'));
}

/** One person after another: found, goods chosen, signed, handed over. */
class Desk {
  readonly #keeperId: number;
  #snapshot: Snapshot;
  #customer: Customer | null = null;
  readonly #chosen = new Map<number, number>();

  constructor(keeperId: number, snapshot: Snapshot) {
    this.#keeperId = keeperId;
    this.#snapshot = snapshot;
    part('age').textContent = new Date(snapshot.at).toLocaleString(document.documentElement.lang, {
      timeZone: 'Asia/Shanghai',
    });
    part('desk').hidden = false;
    const search = input('q');
    search.addEventListener('input', () => void this.#find(search.value));
    part('hand').addEventListener('click', () => void this.#handOver());
    part('cancel').addEventListener('click', () => this.#leave());
    signatureOn(
      part('signature') as HTMLCanvasElement,
      input('signed'),
      part('again') as HTMLButtonElement,
    );
    search.focus();
  }

  async #find(text: string): Promise<void> {
    const found = await findIn(this.#snapshot, text);
    part('nobody').hidden = found.length > 0 || text.trim() === '';
    part('found').replaceChildren(...found.map((one) => this.#button(one)));
  }

  #button(one: Customer): HTMLElement {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'btn btn-wide';
    button.textContent = `${one.name} · ${one.points} ${part('found').dataset['points'] ?? ''}`;
    button.addEventListener('click', () => this.#serve(one));
    const item = document.createElement('li');
    item.append(button);
    return item;
  }

  #serve(customer: Customer): void {
    this.#customer = customer;
    this.#chosen.clear();
    part('name').textContent = customer.name;
    part('tiles').replaceChildren(...this.#snapshot.goods.map((good) => this.#tile(good)));
    this.#open(true);
    this.#count();
  }

  #open(isServing: boolean): void {
    part('finding').hidden = isServing;
    part('serving').hidden = !isServing;
    part('wrong').hidden = true;
  }

  #tile({ id, name, points, stock }: Snapshot['goods'][number]): Node {
    const tile = drawn('tile');
    const count = tile.querySelector('output');
    const price = tile.querySelector<HTMLElement>('[data-price]');
    const left = tile.querySelector<HTMLElement>('[data-left]');
    tile.querySelector('strong')?.append(name);
    price?.prepend(`${points} `);
    if (stock === null) left?.remove();
    else left?.append(` ${stock}`);
    for (const button of tile.querySelectorAll<HTMLElement>('[data-step]')) {
      button.setAttribute('aria-label', `${button.textContent.trim()} ${name}`);
      button.addEventListener('click', () => {
        const wanted = (this.#chosen.get(id) ?? 0) + Number(button.dataset['step']);
        const quantity = Math.max(0, Math.min(wanted, stock ?? QUANTITY_MAX, QUANTITY_MAX));
        this.#chosen.set(id, quantity);
        if (count) count.value = String(quantity);
        this.#count();
      });
    }
    return tile;
  }

  get #total(): number {
    const priceOf = (id: number): number =>
      this.#snapshot.goods.find((good) => good.id === id)?.points ?? 0;
    return [...this.#chosen].reduce((sum, [id, quantity]) => sum + priceOf(id) * quantity, 0);
  }

  #count(): void {
    const after = (this.#customer?.points ?? 0) - this.#total;
    part('total').textContent = String(this.#total);
    part('after').textContent = String(after);
    part('short').hidden = after >= 0;
  }

  async #handOver(): Promise<void> {
    const customer = this.#customer;
    const signature = input('signed').value;
    const total = this.#total;
    const isWhole = customer !== null && total > 0 && signature.length >= 20;
    part('wrong').hidden = isWhole;
    if (!customer || !isWhole || total > customer.points) return;
    this.#customer = null; // a second press finds nobody to serve
    const lines = this.#snapshot.goods.flatMap(({ id, name }) => {
      const quantity = this.#chosen.get(id) ?? 0;
      return quantity > 0 ? [{ good: id, name, quantity }] : [];
    });
    const one: KeptHandOver = {
      key: newKey(),
      personId: this.#keeperId,
      at: new Date(performance.timeOrigin + performance.now()).toISOString(),
      refusal: null,
      customer: { id: customer.id, name: customer.name },
      lines,
      total,
      signature,
    };
    mark(true);
    this.#snapshot = await keepHandOver(one, this.#snapshot);
    showHandOver(one);
    this.#leave();
    void unsent().then(({ resume }) => resume(this.#keeperId));
  }

  #leave(): void {
    this.#customer = null;
    part('again').click();
    this.#open(false);
    const search = input('q');
    search.value = '';
    void this.#find('');
    search.focus();
  }
}
