import { randomBytes } from 'node:crypto';
import session from 'express-session';
import type { RequestHandler } from 'express';
import sql from 'sql-template-tag';
import { config } from '../config.ts';
import { fromNow, now } from '../base/clock.ts';
import { change, inTransaction, row } from '../base/db.ts';
import { isTraceless } from './traceless.ts';

const COOKIE = 'jifenbu';
const LIFETIME_MS = 14 * 24 * 3600_000;

type Callback<T = void> = (error: unknown, value?: T) => void;

function settle<T>(work: Promise<T>, callback?: Callback<T>): void {
  work.then(
    (value) => callback?.(null, value),
    (error: unknown) => callback?.(error),
  );
}

/**
 * Sessions in our own database, written in turn like everything else.
 * connect-session-sequelize was tried: it writes through findOrCreate, which opens a transaction of
 * its own and starves on SQLite (docs/decisions/sessions.md).
 */
class DatabaseStore extends session.Store {
  override get(sid: string, callback: Callback<session.SessionData | null>): void {
    settle(readSession(sid), callback);
  }

  override set(sid: string, data: session.SessionData, callback?: Callback): void {
    settle(writeSession(sid, JSON.stringify(data)), callback);
  }

  override destroy(sid: string, callback?: Callback): void {
    settle(endSession(sid), callback);
  }
}

async function readSession(sid: string): Promise<session.SessionData | null> {
  const kept = await row<{ data: string }>(
    sql`SELECT data FROM sessions WHERE sid = ${sid} AND expires_at > ${now()}`,
  );
  return kept ? (JSON.parse(kept.data) as session.SessionData) : null;
}

async function writeSession(sid: string, data: string): Promise<void> {
  await inTransaction((tx) =>
    change(
      sql`INSERT INTO sessions (sid, data, expires_at)
          VALUES (${sid}, ${data}, ${fromNow(LIFETIME_MS)})
          ON CONFLICT (sid) DO UPDATE SET data = excluded.data, expires_at = excluded.expires_at`,
      tx,
    ),
  );
}

async function endSession(sid: string): Promise<void> {
  await inTransaction((tx) => change(sql`DELETE FROM sessions WHERE sid = ${sid}`, tx));
}

/** Removes sessions that are over. */
export function forgetSessions(): Promise<number> {
  return inTransaction((tx) => change(sql`DELETE FROM sessions WHERE expires_at <= ${now()}`, tx));
}

/** Reads the session of a browser that has one; a visitor without stays without. */
export function sessions(): RequestHandler {
  const handler = session({
    name: COOKIE,
    // Outside production a new one at each start will do: everybody signs in again.
    secret: config.sessionSecret ?? randomBytes(32).toString('hex'),
    store: new DatabaseStore(),
    resave: false,
    saveUninitialized: false,
    cookie: {
      httpOnly: true,
      sameSite: 'lax',
      secure: 'auto',
      maxAge: LIFETIME_MS,
    },
  });
  return (req, res, next) => {
    if (isTraceless(req.path)) {
      next();
      return;
    }
    const returning = req.headers.cookie?.includes(`${COOKIE}=`) === true;
    if (returning || (req.method === 'POST' && req.path === '/session')) handler(req, res, next);
    else next();
  };
}
