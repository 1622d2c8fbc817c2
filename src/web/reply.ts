import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { TFunction } from 'i18next';
import type { Request, Response } from 'express';
import { newKey } from '../base/command.ts';
import { unreadCount } from '../messages/index.ts';
import { backTo } from './back.ts';
import { csrfTokenOf } from './csrf.ts';
import { formState } from './form.ts';
import type { FormState } from './form.ts';
import { hasFolder, hasText } from './i18n.ts';
import { fileAddresses } from './list-address.ts';
import { navigationOf } from './navigation.ts';
import { renderPage } from './render.ts';
import type { Answer } from './route.ts';
import { visit } from './visit.ts';

type Page = Extract<Answer, { kind: 'page' }>;
type Done = Extract<Answer, { kind: 'done' }>;
type File = Extract<Answer, { kind: 'file' }>;

/** Sends an answer: a page or JSON, a redirect or JSON, or a file. */
export async function reply(req: Request, res: Response, answer: Answer): Promise<void> {
  res.vary('Accept');
  if (answer.kind === 'file') await sendFile(res, answer);
  else if (answer.kind === 'done') sendDone(res, answer);
  else await sendPage(req, res, answer);
}

async function sendPage(req: Request, res: Response, page: Page): Promise<void> {
  res.status(page.extras.status ?? 200);
  if (visit(res).wantsJson) res.json(page.data);
  else res.type('html').send(await htmlOf(req, res, page));
}

function sendDone(res: Response, { location, data, status, said }: Done): void {
  if (visit(res).wantsJson) {
    if (status === 201) res.location(location);
    res.status(status).json(data);
    return;
  }
  const to = new URL(location, 'http://here');
  if (said) to.searchParams.set('said', said);
  res.redirect(303, to.pathname + to.search + to.hash);
}

async function sendFile(res: Response, file: File): Promise<void> {
  if (file.fileName) {
    res.set(
      'Content-Disposition',
      `attachment; filename*=UTF-8''${encodeURIComponent(file.fileName)}`,
    );
  }
  if (file.publicFor) res.set('Cache-Control', `public, max-age=${file.publicFor}`);
  else if (file.privateFor) res.set('Cache-Control', `private, max-age=${file.privateFor}`);
  res.type(file.type);
  if (typeof file.body === 'string' || Buffer.isBuffer(file.body)) res.send(file.body);
  else await pipeline(Readable.from(file.body), res).catch(unlessLeft);
}

/** Who closes the browser in the middle of a file makes no fault of ours. */
function unlessLeft(error: unknown): void {
  if ((error as { code?: string }).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
}

/** The page of an answer; `form` when it is drawn again with what was typed. */
export async function htmlOf(
  req: Request,
  res: Response,
  { view, data, extras }: Page,
  form?: FormState,
): Promise<string> {
  const shown = form ?? (extras.form ? formState(extras.form, extras.values) : null);
  const { actor, t } = visit(res);
  return renderPage(view, {
    ...localsOf(req, res),
    unread: actor ? await unreadCount(actor.personId) : 0,
    scripts: (extras.scripts ?? []).map((name) => `/js/${name}.js`),
    form: shown,
    ...data,
    ...extras.only,
    title: titleOf({ view, data, extras }, t),
  });
}

/** The title of a page in the reader's language. */
export const titleOf = ({ view, data, extras }: Omit<Page, 'kind'>, t: TFunction): string =>
  t(extras.title ?? titleKey(view), { ...data, ...extras.only });

/** What every view has. */
export function localsOf(req: Request, res: Response): Record<string, unknown> {
  const { actor, t, language, textSize, formats } = visit(res);
  // Where a switch of language or text size leads back to: a form's answer has no page of its own.
  const path = req.method === 'GET' ? req.originalUrl : cameFrom(req);
  return {
    ...formats,
    t,
    lang: language,
    textSize,
    path,
    actor: actor && {
      ...{ personId: actor.personId, name: actor.name, roles: actor.roles },
      guardian: actor.guardian ?? null,
    },
    community: actor?.community ?? null,
    nav: navigationOf(actor, req.path, t),
    csrfToken: csrfTokenOf(req),
    newKey,
    said: saidIn(req, res),
    files: visit(res).isList ? fileAddresses(req) : null,
    unread: 0, // looked up for pages; an error page asks the database nothing
  };
}

function cameFrom(req: Request): string {
  const referrer = req.get('referer') ?? '';
  return URL.canParse(referrer) ? backTo(new URL(referrer).pathname) : '/';
}

const SAID = /^[a-z.-]{1,60}\.said\.[A-Za-z]+$/;

function saidIn(req: Request, res: Response): string | null {
  const key = req.query['said'];
  return typeof key === 'string' && SAID.test(key) && hasText(key) ? visit(res).t(key) : null;
}

/**
 * `volunteering/check-ins/index` has its title at `volunteering.title.check-ins-index`, and
 * `staff/duty/swaps/new`, of a module in sub-folders, at `staff.duty.title.swaps-new`.
 */
function titleKey(view: string): string {
  const parts = view.split('/');
  const depth = hasFolder(parts[0] ?? '') ? 2 : 1;
  return `${parts.slice(0, depth).join('.')}.title.${parts.slice(depth).join('-')}`;
}
