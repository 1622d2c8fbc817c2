import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildApp } from '../../src/app.ts';

/** The application, listening on a free port. */
export interface TestServer {
  readonly url: string;
  close(): Promise<void>;
}

export async function startServer(): Promise<TestServer> {
  const server = createServer(buildApp()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  return { url: `http://127.0.0.1:${port}`, close };
}

/** What came back, read to its end. */
export interface Reply<T = unknown> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; undefined for anything else. */
  readonly json: T;
  /** Where a redirect leads, or null. */
  readonly location: string | null;
}

export interface JsonOptions {
  readonly method?: string;
  readonly body?: unknown;
  readonly token?: string;
  /** The idempotency key of a change: by default a new one; null leaves it out. */
  readonly key?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

type Fields = Readonly<Record<string, string | readonly string[]>>;

/** A visitor of the server: a browser with its own cookies, and a JSON client beside it. */
export interface Client {
  /** One request as it is; redirects are not followed. */
  request(path: string, options?: RequestInit): Promise<Reply>;
  get(path: string): Promise<Reply>;
  /** Sends a form; its hidden `_csrf` and `_key` are taken from the page `from`, if one is named. */
  post(path: string, fields?: Fields, from?: string): Promise<Reply>;
  /** Sends a form with files. */
  postFiles(path: string, form: FormData, from?: string): Promise<Reply>;
  /** Signs in as a browser does, and fails when that is refused. */
  signIn(name: string, password: string): Promise<void>;
  /** A token for `json`. */
  token(name: string, password: string): Promise<string>;
  /** One request as an integrator sends it: POST when it has a body, else GET. */
  json<T = unknown>(path: string, options?: JsonOptions): Promise<Reply<T>>;
}

/** The hidden fields that every form carries, as they stand on a page. */
export function hiddenFields(html: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [tag] of html.matchAll(/<input\b[^>]*>/g)) {
    const name = /\bname="(_csrf|_key)"/.exec(tag)?.[1];
    const value = /\bvalue="([^"]*)"/.exec(tag)?.[1];
    if (name !== undefined && value !== undefined) fields[name] ??= value;
  }
  return fields;
}

class CookieJar {
  readonly #cookies = new Map<string, string>();

  header(): Record<string, string> {
    if (this.#cookies.size === 0) return {};
    return { cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
  }

  keep(headers: Headers): void {
    for (const line of headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (name === undefined || value === undefined) continue;
      if (value === '' || /max-age=0|expires=thu, 01 jan 1970/i.test(line)) {
        this.#cookies.delete(name);
      } else this.#cookies.set(name, value);
    }
  }
}

async function readReply<T>(response: Response): Promise<Reply<T>> {
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: (isJson ? JSON.parse(text) : undefined) as T,
    location: response.headers.get('location'),
  };
}

function formBody(fields: Fields): URLSearchParams {
  const pairs = Object.entries(fields).flatMap(([name, values]) =>
    (typeof values === 'string' ? [values] : values).map((value) => [name, value]),
  );
  return new URLSearchParams(pairs);
}

function jsonRequest(options: JsonOptions): RequestInit {
  const { body, token, headers } = options;
  const method = options.method ?? (body === undefined ? 'GET' : 'POST');
  const key = options.key === undefined && method !== 'GET' ? randomUUID() : options.key;
  return {
    method,
    headers: {
      accept: 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(key === undefined || key === null ? {} : { 'idempotency-key': key }),
      ...(body === undefined || body instanceof FormData
        ? {}
        : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: body instanceof FormData ? body : JSON.stringify(body) }),
  };
}

/** A visitor without sign-in. */
export function client(url: string): Client {
  const jar = new CookieJar();

  const request: Client['request'] = async (path, options = {}) => {
    const response = await fetch(new URL(path, url), {
      redirect: 'manual',
      ...options,
      headers: { accept: 'text/html', ...jar.header(), ...(options.headers as object) },
    });
    jar.keep(response.headers);
    return readReply(response);
  };

  const get: Client['get'] = (path) => request(path);

  const hiddenOn = async (from: string | undefined): Promise<Record<string, string>> =>
    from === undefined ? {} : hiddenFields((await get(from)).text);

  const post: Client['post'] = async (path, fields = {}, from) =>
    request(path, {
      method: 'POST',
      body: formBody({ _key: randomUUID(), ...(await hiddenOn(from)), ...fields }),
    });

  const postFiles: Client['postFiles'] = async (path, form, from) => {
    const hidden: Record<string, string> = { _key: randomUUID(), ...(await hiddenOn(from)) };
    const body = new FormData();
    // Fields stand before files, as in our forms.
    for (const [name, value] of Object.entries(hidden))
      if (!form.has(name)) body.append(name, value);
    for (const [name, value] of form) body.append(name, value);
    return request(path, { method: 'POST', body });
  };

  const json = async <T>(path: string, options: JsonOptions = {}): Promise<Reply<T>> =>
    readReply<T>(await fetch(new URL(path, url), { redirect: 'manual', ...jsonRequest(options) }));

  return {
    request,
    get,
    post,
    postFiles,
    json,
    signIn: async (name, password) => {
      const reply = await post('/session', { name, password }, '/session/new');
      if (reply.status !== 303) throw new Error(`sign-in of ${name} answered ${reply.status}`);
    },
    token: async (name, password) => {
      const reply = await json<{ token: string }>('/tokens', { body: { name, password } });
      if (reply.status !== 201) throw new Error(`a token for ${name} answered ${reply.status}`);
      return reply.json.token;
    },
  };
}
