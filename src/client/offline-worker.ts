/**
 * The service worker of one page that must open without signal, named by `?shell=`, and the style and
 * script that this page names. The network comes first; the page stands in for all of its scope when
 * there is none, or none in four seconds (docs/decisions/offline.md). Nothing else is kept.
 */
interface Lasting extends Event {
  waitUntil(work: Promise<unknown>): void;
}

interface Fetching extends Lasting {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

interface Worker {
  readonly registration: { readonly scope: string };
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(
    type: 'install' | 'activate' | 'message',
    attend: (event: Lasting) => void,
  ): void;
  addEventListener(type: 'fetch', attend: (event: Fetching) => void): void;
}

const worker = self as unknown as Worker;
const shell = new URL(new URL(location.href).searchParams.get('shell') ?? '/', location.origin);
const CACHE = `shell ${shell.pathname}`;
const PATIENCE_MS = 4_000;
const ASSET = /^\/(?:css|js|icons)\//;
// Loaded when there is something to handle, and so named by no page.
const LAZY = ['/js/unsent.js'];

worker.addEventListener('install', (event) => {
  event.waitUntil(keepAnew().then(() => worker.skipWaiting()));
});

// Sent by a page of the scope that is open, and so has signal.
worker.addEventListener('message', (event) => event.waitUntil(keepAnew().catch(() => undefined)));

worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()));

worker.addEventListener('fetch', (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== 'GET' || origin !== shell.origin) return;
  if (mode === 'navigate') {
    const fresh = fetch(event.request).then((page) => {
      if (pathname === shell.pathname) event.waitUntil(keepOrForget(page.clone()));
      return page;
    });
    event.respondWith(soonest(fresh, shell.pathname));
  } else if (ASSET.test(pathname)) {
    event.respondWith(soonest(fetch(event.request), pathname));
  }
});

/** The answer of the network, or what is kept when it fails or takes too long. */
async function soonest(fresh: Promise<Response>, path: string): Promise<Response> {
  const kept = await caches.match(path, { cacheName: CACHE });
  if (!kept) return fresh;
  const late = new Promise<null>((resolve) => setTimeout(resolve, PATIENCE_MS, null));
  const answer = await Promise.race([fresh.catch(() => null), late]);
  return answer && answer.status < 500 ? answer : kept;
}

async function keepAnew(): Promise<void> {
  const headers = { accept: 'text/html' };
  await keepOrForget(await fetch(shell.pathname, { headers, redirect: 'manual' }));
}

/** Keeps a page that was shown; one that is no longer open to this browser is forgotten. */
async function keepOrForget(page: Response): Promise<void> {
  if (page.ok) await keep(page);
  else if (page.status < 500) await caches.delete(CACHE);
}

async function keep(page: Response): Promise<void> {
  const html = await page.text();
  const named = [...html.matchAll(/(?:href|src)="(\/[^"]+)"/g)].map(([, path = '']) => path);
  const cache = await caches.open(CACHE);
  for (const path of [...named.filter((one) => ASSET.test(one)), ...LAZY]) {
    const asset = await fetch(path);
    if (asset.ok) await cache.put(path, asset);
  }
  const headers = new Headers(page.headers);
  for (const name of ['content-encoding', 'content-length']) headers.delete(name);
  const marked = html.replace('<html ', '<html data-kept ');
  await cache.put(shell.pathname, new Response(marked, { headers }));
}
