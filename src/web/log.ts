import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Request } from 'express';
import { pino } from 'pino';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';
import { config } from '../config.ts';
import { isTraceless } from './traceless.ts';

/** The log: one JSON line an event, without names, numbers or anything that a person typed. */
export const log: Logger = pino({ level: config.logLevel });

interface Answered {
  readonly statusCode: number;
}

const pathOf = (url: string): string => url.split('?', 1)[0] ?? '';

/** One line a request, none for what leaves no trace: id, method, path without its query, status, time. */
export const requestLog = pinoHttp({
  logger: log,
  autoLogging: { ignore: ({ url = '' }) => isTraceless(pathOf(url)) },
  genReqId: () => randomUUID(),
  serializers: {
    req: ({ id, method, url }: { id: unknown; method: string; url: string }) => ({
      id,
      method,
      path: pathOf(url),
    }),
    res: ({ statusCode }: Answered) => ({ status: statusCode }),
  },
  customLogLevel: (_req: IncomingMessage, res: Answered, error?: Error) => {
    if (error || res.statusCode >= 500) return 'error';
    return 'info';
  },
});

/** Logs a bug of ours, whole; where no trace is left, without the request and what was asked. */
export function logFault(req: Request, error: unknown): void {
  if (!isTraceless(req.path)) req.log.error({ err: error }, 'request failed');
  else log.error({ fault: (error as Error).stack }, 'a request that leaves no trace failed');
}
