import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { Refusal } from '../base/refusal.ts';
import { PASSWORD_PAGE } from './door.ts';
import { logFault } from './log.ts';
import { asRefusal, problemOf, sentenceOf, statusOf } from './problem.ts';
import { localsOf } from './reply.ts';
import { renderPage } from './render.ts';
import { visit } from './visit.ts';

/** An address that no route has. */
export const noPage: RequestHandler = () => {
  throw new Refusal('missing', 'no-page');
};

/** The one place where a refusal becomes an answer, and a fault of ours becomes a 500. */
export const errorPage: ErrorRequestHandler = async (error: unknown, req, res, next) => {
  if (res.headersSent) {
    next(error);
    return;
  }
  const refusal = asRefusal(error) ?? unexpected(error, req);
  retryLater(refusal, res);
  if (visit(res).wantsJson) sendProblem(refusal, res);
  else if (!sentAway(refusal, req, res)) await sendErrorPage(refusal, req, res);
};

/** Not a refusal of the world but a bug: logged whole, told in one sentence. */
class Fault extends Refusal {}

function unexpected(error: unknown, req: Request): Refusal {
  logFault(req, error);
  return new Fault('busy', 'unexpected');
}

const statusFor = (refusal: Refusal): number =>
  refusal instanceof Fault ? 500 : statusOf(refusal);

function retryLater(refusal: Refusal, res: Response): void {
  const seconds = refusal.facts['seconds'];
  if (refusal.kind === 'too-many' && seconds) res.set('Retry-After', String(seconds));
  if (refusal.code === 'too-busy') res.set('Retry-After', '2');
}

function sendProblem(refusal: Refusal, res: Response): void {
  if (refusal.kind === 'unauthenticated') res.set('WWW-Authenticate', 'Bearer');
  const status = statusFor(refusal);
  res
    .status(status)
    .type('application/problem+json')
    .send(JSON.stringify({ ...problemOf(refusal, visit(res).t), status }));
}

/** A visitor who must sign in, or change a one-time code, is led there instead of told off. */
function sentAway(refusal: Refusal, req: Request, res: Response): boolean {
  if (refusal.code === 'password-change-needed') {
    res.redirect(303, PASSWORD_PAGE);
    return true;
  }
  if (refusal.code !== 'sign-in-needed') return false;
  const back = req.method === 'GET' ? req.originalUrl : '/';
  res.redirect(303, `/session/new?back=${encodeURIComponent(back)}`);
  return true;
}

async function sendErrorPage(refusal: Refusal, req: Request, res: Response): Promise<void> {
  const { t } = visit(res);
  const status = statusFor(refusal);
  const html = await renderPage('shared/error', {
    ...localsOf(req, res),
    scripts: [],
    form: null,
    title: t(`shared.status.${status}`),
    heading: t(`shared.status.${status}`),
    message: sentenceOf(refusal, t),
    requestId: req.id,
    backHref: '/',
  });
  res.status(status).type('html').send(html);
}
