import { Router } from 'express';
import type { Request, RequestHandler, Response } from 'express';
import type { Refusal } from '../base/refusal.ts';
import { mayEnter } from './door.ts';
import { askedOf, keyOf } from './asked.ts';
import { readBody, refuseUnprintable } from './body.ts';
import { refuseForgedForm, refuseOtherSites } from './csrf.ts';
import { formState, mostOf, readForm } from './form.ts';
import { asRefusal, fieldErrorsOf, FormRefusal, sentenceOf, statusOf } from './problem.ts';
import { fileFormatOf, listFile, listIn } from './list-file.ts';
import type { FileFormat } from './list-address.ts';
import type { ListReader } from './list-file.ts';
import { htmlOf, reply } from './reply.ts';
import type { Answer, Asked, Route, Typed } from './route.ts';
import { ownAnswer, sharedAnswer } from './kept-pages.ts';
import { visit } from './visit.ts';

/**
 * Express's router from the table of routes: one for each first part of an address, since a router
 * tries its routes one after another, and the last of a hundred would wait for all before it.
 */
export function routerOf(table: readonly Route[]): RequestHandler {
  const routers = new Map<string, Router>();
  for (const one of table) {
    const part = firstPart(one.path);
    const router = routers.get(part) ?? Router({ caseSensitive: true, strict: true });
    routers.set(part, router);
    router[one.method](one.path, handlerOf(one));
  }
  return (req, res, next) => {
    const router = routers.get(firstPart(req.path));
    if (router) router(req, res, next);
    else next();
  };
}

const firstPart = (path: string): string => path.split('/', 2)[1] ?? '';

function handlerOf(route: Route): RequestHandler {
  return async (req, res) => {
    const { actor, bearer } = visit(res);
    mayEnter(route, actor);
    const format = fileFormatOf(route, req.query);
    if (format) {
      await sendList(route, req, res, format);
      return;
    }
    visit(res).isList = route.columns !== undefined;
    const make = async (): Promise<Answer> => route.handle(await askedToRead(route, req, res));
    if (route.shared && !actor) {
      await sharedAnswer(req, res, make);
    } else if (route.own && actor && !bearer) {
      await ownAnswer(req, res, make);
    } else if (route.method === 'get') {
      await reply(req, res, await make());
    } else {
      await change(route, req, res);
    }
  };
}

/** Answers with a list as a file: its pages one after another, as large as they may be. */
async function sendList(
  route: Route,
  req: Request,
  res: Response,
  format: FileFormat,
): Promise<void> {
  const { t } = visit(res);
  const read: ListReader = async (query) => {
    const asked = await askedToRead(route, req, res, {}, query);
    const answer = await route.handle(asked);
    return { ...listIn(answer, t), ...(await route.listed?.(asked)) };
  };
  const most = route.query ? mostOf(route.query, 'limit') : undefined;
  const query = { ...req.query, ...(most === undefined ? {} : { limit: most }) };
  await reply(req, res, await listFile(route, { query, read }, format, visit(res)));
}

async function askedToRead(
  route: Route,
  req: Request,
  res: Response,
  values: Typed = {},
  typed: Typed = req.query,
): Promise<Asked> {
  const query = queryOf(route, typed, res);
  return askedOf(req, res, { values, query, files: [], key: null, bare: route.bare });
}

function queryOf(route: Route, typed: Typed, res: Response): unknown {
  refuseUnprintable(typed);
  return route.query ? valuesOf(route.query, typed, res) : {};
}

function valuesOf(schema: NonNullable<Route['form']>, typed: unknown, res: Response): unknown {
  const reading = readForm(schema, typed, visit(res).t);
  if (!reading.ok) throw new FormRefusal(reading.errors);
  return reading.values;
}

async function change(route: Route, req: Request, res: Response): Promise<void> {
  const { bearer } = visit(res);
  if (!bearer) refuseOtherSites(req);
  try {
    const files = await readBody(req, res, route.upload);
    if (!bearer) refuseForgedForm(req);
    const key = route.keyless ? null : keyOf(req);
    const values = route.form ? valuesOf(route.form, req.body, res) : {};
    const query = queryOf(route, req.query, res);
    const asked = await askedOf(req, res, { values, query, files, key });
    await reply(req, res, await route.handle(asked));
  } catch (error) {
    const refusal = asRefusal(error);
    if (!refusal || !(await drawnAgain(route, req, res, refusal))) throw error;
  }
}

const MENDABLE = new Set(['invalid', 'conflict', 'too-large', 'unsupported', 'too-many']);

/** Whether the person can mend it on the form itself; what names a field, they always can. */
const isMendable = ({ kind, field }: Refusal): boolean => MENDABLE.has(kind) || field !== undefined;

/** Draws the form again with what was typed and what is wrong; false when that cannot be. */
async function drawnAgain(
  route: Route,
  req: Request,
  res: Response,
  refusal: Refusal,
): Promise<boolean> {
  if (!route.again || !route.form || visit(res).wantsJson || !isMendable(refusal)) return false;
  const typed = (req.body ?? {}) as Typed;
  const asked = await askedToRead(route, req, res, typed);
  const answer = await route.again(asked as Asked<Typed, never>);
  if (answer.kind !== 'page') return false;
  const { t } = visit(res);
  const errors = fieldErrorsOf(refusal, t);
  const form = formState(route.form, typed, errors, errors.length ? null : sentenceOf(refusal, t));
  res
    .status(statusOf(refusal))
    .type('html')
    .send(await htmlOf(req, res, answer, form));
  return true;
}
