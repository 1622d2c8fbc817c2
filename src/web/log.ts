import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Request } from 'express';
import { pino } from 'pino';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';
import { config } from '../config.ts';

/** The log: one JSON line an event, without names, numbers or anything that a person typed. */
export const log: Logger = pino({ level: config.logLevel });

interface Answered {
  readonly statusCode: number;
}

/** One line a request: id, method, path without its query, status, time. */
export const requestLog = pinoHttp({
  logger: log,
  genReqId: () => randomUUID(),
  serializers: {
    req: ({ id, method, url }: { id: unknown; method: string; url: string }) => ({
      id,
      method,
      path: url.split('?')[0],
    }),
    res: ({ statusCode }: Answered) => ({ status: statusCode }),
  },
  customLogLevel: (_req: IncomingMessage, res: Answered, error?: Error) => {
    if (error || res.statusCode >= 500) return 'error';
    return 'info';
  },
});

export const logOf = (req: Request): Logger => req.log;
