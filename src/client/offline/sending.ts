/** Sending a change to the server so that it may be sent again: what came of it, and who sends. */

/** Who is signed in, and the token that their forms carry. */
export interface Session {
  readonly personId: number;
  readonly token: string;
}

export type Outcome =
  | { readonly kind: 'done'; readonly answer: unknown; readonly location: string | null }
  /** The server said no, and would say so again. */
  | { readonly kind: 'refused'; readonly sentence: string }
  /** It did not get there, or not to the person it belongs to: it may be sent again. */
  | { readonly kind: 'unsent' };

const UNSENT: Outcome = { kind: 'unsent' };
const PATIENCE_MS = 60_000;

/** Who the page says is signed in; null for a visitor. */
export function sessionIn(page: Document): Session | null {
  const form = page.querySelector<HTMLFormElement>('form[action="/session/end"]');
  const token = form?.querySelector<HTMLInputElement>('input[name=_csrf]')?.value;
  const personId = Number(form?.dataset['person']);
  return token !== undefined && personId > 0 ? { personId, token } : null;
}

/** Who is signed in now; a page that was kept may be of another session. Null without signal too. */
export async function freshSession(): Promise<Session | null> {
  const reply = await ask('/me', { headers: { accept: 'text/html' }, cache: 'no-store' });
  if (!reply?.ok) return null;
  return sessionIn(new DOMParser().parseFromString(await reply.text(), 'text/html'));
}

/** Sends a change under its key; safe to repeat. */
export async function post(
  path: string,
  body: FormData | string,
  key: string,
  { token }: Session,
): Promise<Outcome> {
  const reply = await ask(path, {
    method: 'POST',
    body,
    headers: {
      accept: 'application/json',
      'idempotency-key': key,
      'x-csrf-token': token,
      ...(typeof body === 'string' ? { 'content-type': 'application/json' } : {}),
    },
  });
  return reply ? outcomeOf(reply) : UNSENT;
}

async function ask(path: string, init: RequestInit): Promise<Response | null> {
  const patience = new AbortController();
  const late = setTimeout(() => patience.abort(), PATIENCE_MS);
  return fetch(path, { ...init, signal: patience.signal })
    .catch(() => null)
    .finally(() => clearTimeout(late));
}

// Too early, too often, signed in anew or not at all: another try may be luckier.
const TRY_AGAIN = new Set([401, 408, 425, 429]);
// Of another session; in use this moment by another page of ours.
const AGAIN = new Set(['form-forged', 'key-reused']);

async function outcomeOf(reply: Response): Promise<Outcome> {
  // What is not JSON is not from us, but from a gateway or a café's sign-in page.
  const answer = (await reply.json().catch(() => null)) as {
    code?: string;
    detail?: string;
  } | null;
  if (answer === null) return UNSENT;
  if (reply.ok) return { kind: 'done', answer, location: reply.headers.get('location') };
  if (reply.status >= 500 || TRY_AGAIN.has(reply.status) || AGAIN.has(answer.code ?? '')) {
    return UNSENT;
  }
  return { kind: 'refused', sentence: answer.detail ?? String(reply.status) };
}
