import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Request } from 'express';
import { pino } from 'pino';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';
import type { HttpLogger } from 'pino-http';
import { config } from '../config.ts';
import type { Route } from './route.ts';
import { isTraceless } from './traceless.ts';

/** The log: one JSON line an event, without names, numbers or anything that a person typed. */
export const log: Logger = pino({ level: config.logLevel });

interface Answered {
  readonly statusCode: number;
}

const pathOf = (url: string): string => url.split('?', 1)[0] ?? '';

interface Requested {
  readonly id: unknown;
  readonly method: string;
  readonly url: string;
}

/**
 * One line a request, none for what leaves no trace: id, method, path without its query and its
 * secrets, status, time.
 */
export function requestLogOf(
  table: readonly Route[],
  logger: Logger = log,
): HttpLogger<IncomingMessage, Answered> {
  const secrets = secretPlaces(table);
  return pinoHttp({
    logger,
    autoLogging: { ignore: ({ url = '' }) => isTraceless(pathOf(url)) },
    genReqId: () => randomUUID(),
    serializers: {
      req: ({ id, method, url }: Requested) => ({ id, method, path: pathShown(url, secrets) }),
      res: ({ statusCode }: Answered) => ({ status: statusCode }),
    },
    customLogLevel: (_req: IncomingMessage, res: Answered, error?: Error) => {
      if (error || res.statusCode >= 500) return 'error';
      return 'info';
    },
  });
}

/** What stands before the secret part of each route that has one. */
const secretPlaces = (table: readonly Route[]): string[] =>
  table.flatMap(({ path, secret }) =>
    secret === undefined ? [] : [path.slice(0, path.indexOf(`:${secret}`)).toLowerCase()],
  );

/** The path of an address, blank from a secret on, also where it is mistyped behind that. */
function pathShown(url: string, secrets: readonly string[]): string {
  const path = pathOf(url);
  const place = secrets.find((one) => path.toLowerCase().startsWith(one));
  return place === undefined ? path : `${place}…`;
}

/** Logs a bug of ours, whole; where no trace is left, without the request and what was asked. */
export function logFault(req: Request, error: unknown): void {
  if (!isTraceless(req.path)) req.log.error({ err: error }, 'request failed');
  else log.error({ fault: (error as Error).stack }, 'a request that leaves no trace failed');
}
