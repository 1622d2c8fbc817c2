import type { Request, RequestHandler, Response } from 'express';
import passport from 'passport';
import { promised } from '../base/promised.ts';
import { Refusal } from '../base/refusal.ts';
import { actorOfSession, actorOfToken, endToken, wardOf } from '../people/index.ts';
import type { Actor } from '../people/index.ts';
import { visit } from './visit.ts';
import type { SessionAccess } from './route.ts';
import { isTraceless } from './traceless.ts';

/** What a session remembers: the person, and the version of the password they came in with. */
interface Remembered {
  readonly personId: number;
  readonly passwordVersion: number;
}

passport.serializeUser<Remembered>((user, keep) => {
  const { personId, passwordVersion } = user as Actor;
  keep(null, { personId, passwordVersion });
});

passport.deserializeUser<Remembered>((kept, give) => {
  actorOfSession(kept.personId, kept.passwordVersion).then(
    (actor) => {
      give(null, actor ?? false);
    },
    (error: unknown) => {
      give(error);
    },
  );
});

const fromSession: RequestHandler = (req, res, next) => {
  (passport.authenticate('session') as RequestHandler)(req, res, next);
};

const tokenOf = (req: Request): string | undefined =>
  /^Bearer ([\w-]{20,200})$/i.exec(req.headers.authorization ?? '')?.[1];

/** Finds out who asks: by bearer token, or by the session if there is one. */
export const recognise: RequestHandler = async (req, res, next) => {
  const token = isTraceless(req.path) ? undefined : tokenOf(req);
  if (token) {
    const found = visit(res);
    found.actor = await actorOfToken(token);
    found.bearer = true;
    next();
  } else if ((req as { session?: unknown }).session) {
    fromSession(req, res, (error?: unknown) => {
      if (error !== undefined) {
        next(error);
        return;
      }
      actingFor(req).then((actor) => {
        visit(res).actor = actor;
        next();
      }, next);
    });
  } else {
    next();
  }
};

declare module 'express-session' {
  interface SessionData {
    /** The child for whom who is signed in acts. */
    wardId?: number | undefined;
  }
}

/** What somebody does for themselves, whomever they acted for. */
const ALWAYS_OWN: readonly string[] = ['/me/ward', '/session/end'];

/**
 * Who is signed in, or the child for whom they act; what they may no more is over at once. What was
 * sent for the child is then not done to the guardian instead. Refuses `no-child`.
 */
async function actingFor(req: Request): Promise<Actor | null> {
  const actor = (req.user as Actor | undefined) ?? null;
  const { wardId } = req.session;
  if (!actor || wardId === undefined) return actor;
  const ward = await wardOf(actor, wardId);
  const isReading = req.method === 'GET' || req.method === 'HEAD';
  if (ward || isReading || ALWAYS_OWN.includes(req.path)) return ward ?? actor;
  req.session.wardId = undefined;
  throw new Refusal('missing', 'no-child');
}

const YEAR_MS = 365 * 24 * 3600_000;

/**
 * Sign-in and sign-out of the browser that asks; passport renews the session id at each. A program
 * with a bearer token has no session: its sign-out ends the token.
 */
export function sessionAccess(req: Request, res: Response): SessionAccess {
  const token = tokenOf(req);
  const logIn = (actor: Actor): Promise<void> =>
    promised((done) => {
      req.logIn(actor, done);
    });
  const destroy = (): Promise<void> =>
    promised((done) => {
      req.session.destroy(done);
    });
  return {
    signIn: (actor) => (token === undefined ? logIn(actor) : Promise.resolve()),
    signOut: () => (token === undefined ? destroy() : endToken(token)),
    actFor: (childId) => {
      if (token === undefined) req.session.wardId = childId ?? undefined;
    },
    setCookie: (name, value) => {
      res.cookie(name, value, {
        maxAge: YEAR_MS,
        httpOnly: true,
        sameSite: 'lax',
        secure: req.secure,
      });
    },
  };
}
