import type { Request, Response } from 'express';
import type { Command } from '../base/command.ts';
import { Refusal } from '../base/refusal.ts';
import { defaultCommunityId } from '../people/index.ts';
import type { Actor } from '../people/index.ts';
import type { Asked, UploadedFile } from './route.ts';
import { sessionAccess } from './sign-in.ts';
import { visit } from './visit.ts';

const ID = /^[1-9]\d{0,8}$/;

/** A number in the path; anything else is an address that does not exist. */
function numberIn(req: Request, name: string): number {
  const part = req.params[name];
  if (typeof part !== 'string' || !ID.test(part)) throw new Refusal('missing', 'no-page');
  return Number(part);
}

const WORD = /^[\w-]{1,200}$/;

/** A word in the path; anything else is an address that does not exist. */
function wordIn(req: Request, name: string): string {
  const part = req.params[name];
  if (typeof part !== 'string' || !WORD.test(part)) throw new Refusal('missing', 'no-page');
  return part;
}

const KEY = /^[\x21-\x7e]{8,200}$/;

/** The idempotency key of a change: a header, or the form's hidden field. */
export function keyOf(req: Request): string {
  const typed = req.get('idempotency-key') ?? (req.body as { _key?: unknown } | undefined)?._key;
  if (typed === undefined) throw new Refusal('incomplete', 'key-missing');
  if (typeof typed !== 'string' || !KEY.test(typed)) throw new Refusal('incomplete', 'key-wrong');
  return typed;
}

interface Parts {
  readonly values: unknown;
  readonly query: unknown;
  readonly files: readonly UploadedFile[];
  readonly key: string | null;
  /** The route asks the database nothing, so neither do we. */
  readonly bare?: boolean | undefined;
}

/** What the handler is given of a request. */
export async function askedOf(req: Request, res: Response, parts: Parts): Promise<Asked> {
  const { actor: visitor, chosenCommunityId } = visit(res);
  const community =
    visitor?.communityId ?? (parts.bare ? 0 : await defaultCommunityId(chosenCommunityId));
  return {
    get actor(): Actor {
      if (!visitor) throw new Error('this route has no actor: its door is public');
      return visitor;
    },
    visitor,
    communityId: community,
    get id(): number {
      return numberIn(req, 'id');
    },
    number: (name) => numberIn(req, name),
    word: (name) => wordIn(req, name),
    values: parts.values,
    query: parts.query,
    files: parts.files,
    get command(): Command {
      if (!visitor || parts.key === null) throw new Error('this route has no command');
      return { personId: visitor.personId, key: parts.key };
    },
    origin: `${req.protocol}://${req.get('host') ?? ''}`,
    session: sessionAccess(req, res),
  };
}
