/**
 * Takes a voter's paper: makes a token, has it signed without showing it, and keeps both on this
 * device. What is asked is kept before it is sent, so that a lost answer can be asked for again.
 */
import { blindedToken, paperText, unblinded } from './blinding.ts';
import type { Blinded } from './blinding.ts';
import { keepPaper, papersKept } from './kept-papers.ts';

interface Pending extends Blinded {
  /** The idempotency key: the same again gets the same answer. */
  readonly key: string;
}

const frame = document.querySelector<HTMLElement>('[data-paper]');
if (frame) attend(frame);

function attend(frame: HTMLElement): void {
  const { cycle = '', voter = '', taken = '' } = frame.dataset;
  const button = frame.querySelector<HTMLButtonElement>('[data-take] button');
  const status = frame.querySelector<HTMLElement>('[role=status]');
  if (!button || !status) return;
  const kept = papersKept(cycle)[voter];
  if (kept !== undefined) show(frame, kept);
  else if (!isSecureContext) status.textContent = frame.dataset['insecure'] ?? '';
  else button.hidden = taken !== '' && !pendingOf(cycle, voter);

  button.addEventListener('click', () => {
    button.disabled = true;
    status.textContent = frame.dataset['working'] ?? '';
    take(frame).then(
      (paper) => {
        status.textContent = '';
        show(frame, paper);
      },
      (error: unknown) => {
        button.disabled = false;
        status.textContent =
          error instanceof Refused ? error.message : (frame.dataset['failed'] ?? '');
      },
    );
  });
}

/** What the server says against it, in the reader's language. */
class Refused extends Error {}

async function take(frame: HTMLElement): Promise<string> {
  const { cycle = '', voter = '', set = '', publicKey = '', csrf = '' } = frame.dataset;
  const pending = pendingOf(cycle, voter) ?? (await newPending(cycle, voter, publicKey));
  const answer = await fetch(`/papers/${cycle}/signature`, {
    method: 'POST',
    headers: {
      accept: 'application/json',
      'content-type': 'application/json',
      'idempotency-key': pending.key,
      'x-csrf-token': csrf,
    },
    body: JSON.stringify({ blinded: pending.blinded }),
  });
  const { signature, detail } = (await answer.json()) as { signature?: string; detail?: string };
  if (signature === undefined) {
    localStorage.removeItem(pendingName(cycle, voter));
    throw new Refused(detail);
  }
  const paper = paperText(Number(set), pending, await unblinded(publicKey, pending, signature));
  keepPaper(cycle, voter, paper);
  localStorage.removeItem(pendingName(cycle, voter));
  return paper;
}

function pendingName(cycle: string, voter: string): string {
  return `pending:${cycle}:${voter}`;
}

function pendingOf(cycle: string, voter: string): Pending | null {
  return JSON.parse(localStorage.getItem(pendingName(cycle, voter)) ?? 'null') as Pending | null;
}

async function newPending(cycle: string, voter: string, publicKey: string): Promise<Pending> {
  const pending = { ...(await blindedToken(publicKey)), key: crypto.randomUUID() };
  localStorage.setItem(pendingName(cycle, voter), JSON.stringify(pending));
  return pending;
}

function show(frame: HTMLElement, paper: string): void {
  const had = frame.querySelector<HTMLElement>('[data-had]');
  const before = frame.querySelector<HTMLElement>('[data-take]');
  const text = frame.querySelector<HTMLTextAreaElement>('textarea');
  if (had) had.hidden = false;
  if (before) before.hidden = true;
  if (text) text.value = paper;
}
