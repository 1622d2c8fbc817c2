import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Request } from 'express';
import { pino } from 'pino';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';
import type { HttpLogger } from 'pino-http';
import { config } from '../config.ts';
import type { Route } from './route.ts';

/** The log: one JSON line an event, without names, numbers or anything that a person typed. */
export const log: Logger = pino({ level: config.logLevel });

interface Answered {
  readonly statusCode: number;
}

interface Requested {
  readonly id: unknown;
  readonly method: string;
  readonly url: string;
}

/** One line a request: id, method, path without its query and its secrets, status, time. */
export function requestLogOf(
  table: readonly Route[],
  logger: Logger = log,
): HttpLogger<IncomingMessage, Answered> {
  const secrets = secretPlaces(table);
  return pinoHttp({
    logger,
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
  const path = url.split('?')[0] ?? '';
  const place = secrets.find((one) => path.toLowerCase().startsWith(one));
  return place === undefined ? path : `${place}…`;
}

export const logOf = (req: Request): Logger => req.log;
