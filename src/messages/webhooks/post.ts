import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { guardedLookup, whyNotTo } from './address.ts';
import type { Reach } from './address.ts';

export interface Post {
  readonly url: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly patienceMs: number;
}

/**
 * Posts a body and answers the HTTP status, or null when there was none in time. Follows no redirect and reads no answer.
 */
export async function post(
  { url, body, headers, patienceMs }: Post,
  reach: Reach,
): Promise<number | null> {
  if (whyNotTo(url, reach) !== null) return null;
  const request = url.startsWith('https:') ? requestHttps : requestHttp;
  return new Promise((resolve) => {
    const sent = request(url, {
      method: 'POST',
      agent: false,
      lookup: guardedLookup(reach),
      signal: AbortSignal.timeout(patienceMs),
      headers: {
        ...headers,
        'content-type': 'application/json; charset=utf-8',
        'content-length': Buffer.byteLength(body),
        'user-agent': 'Jifenbu-Webhook/1',
      },
    });
    sent.on('response', (response) => {
      resolve(response.statusCode ?? null);
      response.destroy();
    });
    sent.on('error', () => resolve(null));
    sent.end(body);
  });
}
