import type { Request } from 'express';
import { csrfSync } from 'csrf-sync';
import { Refusal } from '../base/refusal.ts';

const { generateToken, isRequestValid } = csrfSync({
  getTokenFromRequest: (req) => {
    const typed = (req.body as { _csrf?: unknown } | undefined)?._csrf ?? req.get('x-csrf-token');
    return typeof typed === 'string' ? typed : undefined;
  },
});

/** The token for the forms of a signed-in browser; others need none. */
export const csrfTokenOf = (req: Request): string =>
  (req as { session?: unknown }).session && req.user ? generateToken(req) : '';

/** Refuses a change that another site's page sends, before its body is read. */
export function refuseOtherSites(req: Request): void {
  const site = req.get('sec-fetch-site');
  if (site !== undefined) {
    if (site !== 'same-origin' && site !== 'none') throw new Refusal('forbidden', 'other-site');
    return;
  }
  const origin = req.get('origin');
  if (origin === undefined) return;
  if (!URL.canParse(origin) || new URL(origin).host !== req.get('host')) {
    throw new Refusal('forbidden', 'other-site');
  }
}

/** Refuses a change from a session whose form does not carry the session's token. */
export function refuseForgedForm(req: Request): void {
  if (req.user && !isRequestValid(req)) throw new Refusal('forbidden', 'form-forged');
}
