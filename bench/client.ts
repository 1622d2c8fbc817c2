import { Agent, request } from 'node:http';
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import autocannon from 'autocannon';
import { PASSWORD } from './child.ts';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const agent = new Agent({ keepAlive: true });

/** One request over a connection that stays open; with a body it is a POST. */
export function ask(url: string, headers: OutgoingHttpHeaders, body?: string): Promise<Answer> {
  const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
  const options = {
    agent,
    method: body === undefined ? 'GET' : 'POST',
    headers: { ...headers, ...length },
  };
  return new Promise((resolve, reject) => {
    const sent = request(url, options, (res) => {
      const parts: Buffer[] = [];
      res.on('data', (part: Buffer) => parts.push(part));
      res.on('end', () => {
        const text = Buffer.concat(parts).toString();
        resolve({ status: res.statusCode ?? 0, headers: res.headers, body: text });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** The same, or an error that shows what else was answered. */
export async function askFor(status: number, ...asked: Parameters<typeof ask>): Promise<Answer> {
  const answer = await ask(...asked);
  if (answer.status !== status) {
    throw new Error(`${asked[0]} answered ${answer.status}: ${answer.body.slice(0, 300)}`);
  }
  return answer;
}

export const HTML = { accept: 'text/html' };

/** Signs in as a browser does; the cookie. */
export async function cookieOf(url: string, name: string): Promise<string> {
  const form = new URLSearchParams({ name, password: PASSWORD }).toString();
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  const { headers } = await askFor(303, `${url}/session`, { ...HTML, ...type }, form);
  const cookie = headers['set-cookie']?.[0]?.split(';')[0];
  if (!cookie) throw new Error(`${name} got no session`);
  return cookie;
}

const JSON_TYPES = { accept: 'application/json', 'content-type': 'application/json' };

/** Signs in as a program does; the headers of its requests. */
export async function bearerOf(url: string, name: string): Promise<OutgoingHttpHeaders> {
  const body = JSON.stringify({ name, password: PASSWORD });
  const answer = await askFor(201, `${url}/tokens`, JSON_TYPES, body);
  const { token } = JSON.parse(answer.body) as { token: string };
  return { ...JSON_TYPES, authorization: `Bearer ${token}` };
}

/** Requests a second of one address, from eight connections that stay open. */
export async function requestsPerSecond(
  url: string,
  headers: Readonly<Record<string, string>>,
  seconds: number,
): Promise<number> {
  const run = await autocannon({ url, headers, duration: seconds, connections: 8 });
  if (run.non2xx > 0 || run.errors > 0) throw new Error(`${url} did not answer every request`);
  return run['2xx'] / run.duration;
}
