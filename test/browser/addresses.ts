import type { Role } from '../../src/people/index.ts';
import type { Route } from '../../src/web/route.ts';
import type { Settled } from './settled.ts';

export type Reader = Role | 'visitor';

/** Who works for a street office; a community's pages are nothing to them. */
const STREET_READERS: readonly Role[] = ['assessor', 'leader', 'staff'];

export const READERS: readonly Reader[] = [
  'visitor',
  'resident',
  'manager',
  'shopkeeper',
  'auditor',
  'administrator',
  ...STREET_READERS,
];

/** What answers a file or a program, not a page. */
const NO_PAGES = new Set([
  '/healthz',
  '/readyz',
  '/openapi.json',
  '/me/data',
  '/photos/:id',
  '/photos/:id/thumb',
  '/goods/:id/photo',
  '/goods/:id/thumb',
  '/postings/:id.csv',
  '/staff/attachments/:id',
  '/staff/attachments/:id/thumb',
]);

/** An address for each path that has a part to fill in; one that is not here fails the test. */
const EXAMPLES: Readonly<Record<string, (settled: Settled) => string>> = {
  '/people/:id': ({ people }) => `/people/${people.resident.personId}`,
  '/people/:id/edit': ({ people }) => `/people/${people.resident.personId}/edit`,
  '/people/:id/erasure': ({ people }) => `/people/${people.neighbour.personId}/erasure`,
  '/check-ins/:id': ({ ids }) => `/check-ins/${ids.checkIn}`,
  '/check-ins/:id/edit': ({ ids }) => `/check-ins/${ids.returned}/edit`,
  '/transfers/:id': ({ ids }) => `/transfers/${ids.transfer}`,
  '/rules/:id': ({ ids }) => `/rules/${ids.rule}`,
  '/rules/:id/edit': ({ ids }) => `/rules/${ids.rule}/edit`,
  '/goods/:id': ({ ids }) => `/goods/${ids.good}`,
  '/goods/:id/edit': ({ ids }) => `/goods/${ids.good}/edit`,
  '/goods/:id/stock-moves': ({ ids }) => `/goods/${ids.good}/stock-moves`,
  '/redemptions/:id': ({ ids }) => `/redemptions/${ids.redemption}`,
  '/postings/:id': ({ ids }) => `/postings/${ids.posting}`,
  '/staff/scores/:id': ({ people }) => `/staff/scores/${people.staff.personId}`,
  '/staff/evaluations/:id': ({ ids }) => `/staff/evaluations/${ids.issuing}`,
  '/staff/evaluations/:id/voters': ({ ids }) => `/staff/evaluations/${ids.draft}/voters`,
  '/staff/evaluations/:id/rated': ({ ids }) => `/staff/evaluations/${ids.draft}/rated`,
  '/staff/evaluations/:id/results': ({ ids }) => `/staff/evaluations/${ids.closed}/results`,
  '/papers/:id': ({ ids }) => `/papers/${ids.issuing}`,
  '/ballots/:id': ({ ids }) => `/ballots/${ids.casting}`,
  '/postings/:id/lines/:person': ({ ids, people }) =>
    `/postings/${ids.posting}/lines/${people.resident.personId}`,
};

/** Pages behind a door that lets the reader in, of which the verb shows them none. */
const NOT_THEIRS: Readonly<Record<string, readonly Reader[]>> = {
  '/postings/:id/lines/:person': ['shopkeeper', 'administrator'],
  '/staff/scores': ['auditor'],
  '/staff/scores/:id': ['auditor'],
  '/staff/evaluations': ['auditor'],
  '/staff/evaluations/:id': ['auditor'],
  '/staff/evaluations/:id/voters': ['auditor'],
  '/staff/evaluations/:id/rated': ['auditor'],
  '/staff/evaluations/:id/results': ['auditor'],
  '/papers/:id': ['manager', 'shopkeeper', 'auditor', 'administrator'],
};

/** Pages that both kinds of tenants have; the others of a community are not asked by a street. */
const EVERYWHERE = ['/', '/postings', '/me/profile', '/policy', '/privacy'];

const isPage = ({ method, path }: Route): boolean => method === 'get' && !NO_PAGES.has(path);

const letsIn = ({ path, door }: Route, reader: Reader): boolean => {
  if (NOT_THEIRS[path]?.includes(reader)) return false;
  const isStreet = (STREET_READERS as readonly Reader[]).includes(reader);
  if (isStreet && !path.startsWith('/staff/') && !EVERYWHERE.includes(path)) return false;
  if (reader === 'visitor') return door === 'public';
  return typeof door === 'string' || door.includes(reader);
};

/** The pages of the route table that nobody told how to open. */
export const unknownPages = (table: readonly Route[]): string[] =>
  table
    .filter((one) => isPage(one) && one.path.includes(':') && !(one.path in EXAMPLES))
    .map(({ path }) => path);

/** The addresses of all pages that the reader may open. */
export const addressesFor = (reader: Reader, table: readonly Route[], settled: Settled): string[] =>
  table
    .filter((one) => isPage(one) && letsIn(one, reader))
    .map(({ path }) => EXAMPLES[path]?.(settled) ?? path);
