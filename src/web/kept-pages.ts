import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import { nowMs } from '../base/clock.ts';
import { commitCount } from '../base/db.ts';
import { csrfTokenOf } from './csrf.ts';
import { htmlOf, reply } from './reply.ts';
import type { Answer } from './route.ts';
import { visit } from './visit.ts';

interface Rendered {
  readonly type: string;
  readonly body: Buffer;
  readonly etag: string;
  readonly commits: number;
  readonly at: number;
}

// What another process wrote is seen after this long; what this process wrote, at once.
const FRESH_MS = 2_000;
const PAGES_MAX = 500;

type Pages = Map<string, Rendered>;

const sharedPages: Pages = new Map();
const ownPages: Pages = new Map();

/**
 * Answers a visitor without sign-in from one rendering for all of them, made again when anything
 * was written since.
 */
export function sharedAnswer(
  req: Request,
  res: Response,
  make: () => Promise<Answer>,
): Promise<void> {
  return keptAnswer(req, res, sharedPages, String(visit(res).chosenCommunityId), make);
}

/**
 * Answers a person who looks at a page of their own again from the rendering before, made again
 * when anything was written since. Each session has its own, for its forms carry its token.
 */
export function ownAnswer(req: Request, res: Response, make: () => Promise<Answer>): Promise<void> {
  const owner = [visit(res).actor?.personId, csrfTokenOf(req)].join(' ');
  return keptAnswer(req, res, ownPages, owner, make);
}

async function keptAnswer(
  req: Request,
  res: Response,
  pages: Pages,
  owner: string,
  make: () => Promise<Answer>,
): Promise<void> {
  const { language, textSize, wantsJson } = visit(res);
  const key = [req.originalUrl, language, textSize, wantsJson, owner].join(' ');
  const kept = pages.get(key);
  if (kept && isFresh(kept)) {
    send(req, res, kept, pages);
    return;
  }
  const commits = commitCount();
  const answer = await make();
  if (answer.kind !== 'page') {
    await reply(req, res, answer);
    return;
  }
  const text = wantsJson ? JSON.stringify(answer.data) : await htmlOf(req, res, answer);
  const page = renderedOf(text, wantsJson ? 'application/json' : 'text/html', commits);
  keep(pages, key, page);
  send(req, res, page, pages);
}

const isFresh = (page: Rendered): boolean =>
  page.commits === commitCount() && Math.abs(nowMs() - page.at) < FRESH_MS;

function renderedOf(text: string, type: string, commits: number): Rendered {
  const body = Buffer.from(text);
  const etag = `"${createHash('sha256').update(body).digest('base64url')}"`;
  return { type: `${type}; charset=utf-8`, body, etag, commits, at: nowMs() };
}

function keep(pages: Pages, key: string, page: Rendered): void {
  pages.delete(key);
  pages.set(key, page);
  const oldest = pages.keys().next().value;
  if (pages.size > PAGES_MAX && oldest !== undefined) pages.delete(oldest);
}

function send(req: Request, res: Response, { type, body, etag }: Rendered, from: Pages): void {
  res.set({
    'Content-Type': type,
    ETag: etag,
    'Cache-Control': from === ownPages ? 'private, no-cache' : 'no-cache',
    Vary: 'Accept, Cookie',
  });
  if (req.headers['if-none-match'] === etag) res.status(304).end();
  else res.end(body);
}
