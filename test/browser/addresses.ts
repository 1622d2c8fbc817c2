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
  '/staff/attendance/sample.xlsx',
  '/staff/attendance/sample.csv',
  '/staff/attachments/:id/thumb',
  '/staff/duties/feed/:token.ics',
]);

/** An address for each path that has a part to fill in; one that is not here fails the test. */
const EXAMPLES: Readonly<Record<string, (settled: Settled, isStreet: boolean) => string>> = {
  '/people/:id': ({ people }) => `/people/${people.resident.personId}`,
  '/people/:id/edit': ({ people }) => `/people/${people.resident.personId}/edit`,
  '/people/:id/erasure': ({ people }) => `/people/${people.neighbour.personId}/erasure`,
  '/check-ins/:id': ({ ids }) => `/check-ins/${ids.checkIn}`,
  '/check-ins/:id/edit': ({ ids }) => `/check-ins/${ids.returned}/edit`,
  '/transfers/:id': ({ ids }) => `/transfers/${ids.transfer}`,
  '/transfers/:id/contests/new': ({ ids }) => `/transfers/${ids.entered}/contests/new`,
  '/contests/:id': ({ ids }) => `/contests/${ids.contest}`,
  '/rules/:id': ({ ids }) => `/rules/${ids.rule}`,
  '/rules/:id/edit': ({ ids }) => `/rules/${ids.rule}/edit`,
  '/goods/:id': ({ ids }) => `/goods/${ids.good}`,
  '/goods/:id/edit': ({ ids }) => `/goods/${ids.good}/edit`,
  '/goods/:id/stock-moves': ({ ids }) => `/goods/${ids.good}/stock-moves`,
  '/redemptions/:id': ({ ids }) => `/redemptions/${ids.redemption}`,
  '/postings/:id': ({ ids }, isStreet) => `/postings/${isStreet ? ids.staffPosting : ids.posting}`,
  '/postings/:id/objections/new': ({ ids }, isStreet) =>
    `/postings/${isStreet ? ids.staffPosting : ids.posting}/objections/new`,
  '/objections/:id': ({ ids }, isStreet) =>
    `/objections/${isStreet ? ids.staffObjection : ids.objection}`,
  '/staff/scores/:id': ({ people }) => `/staff/scores/${people.staff.personId}`,
  '/postings/:id/lines/:person': ({ ids, people }, isStreet) =>
    isStreet
      ? `/postings/${ids.staffPosting}/lines/${people.staff.personId}`
      : `/postings/${ids.posting}/lines/${people.resident.personId}`,
  '/staff/attendance/members/:id': ({ people }) =>
    `/staff/attendance/members/${people.staff.personId}`,
  '/staff/attendance/imports/:id': ({ ids }) => `/staff/attendance/imports/${ids.import}`,
  '/staff/leaves/:id': ({ ids }) => `/staff/leaves/${ids.leave}`,
  '/staff/duties/:id': ({ duties }) => `/staff/duties/${duties.duty}`,
  '/staff/duties/:id/edit': ({ duties }) => `/staff/duties/${duties.duty}/edit`,
  '/staff/duties/shifts/:id/edit': ({ duties }) => `/staff/duties/shifts/${duties.shift}/edit`,
  '/staff/proposals/:id': ({ ids }) => `/staff/proposals/${ids.proposal}`,
  '/staff/key-work/:id': ({ ids }) => `/staff/key-work/${ids.task}`,
  '/staff/incidents/:id/appeal': ({ ids }) => `/staff/incidents/${ids.incident}/appeal`,
  '/staff/appeals/:id': ({ ids }) => `/staff/appeals/${ids.appeal}`,
  '/staff/appeals/:id/notice': ({ ids }) => `/staff/appeals/${ids.notice}/notice`,
};

/** Pages behind a door that lets the reader in, of which the verb shows them none. */
const NOT_THEIRS: Readonly<Record<string, readonly Reader[]>> = {
  '/postings/:id/lines/:person': ['shopkeeper', 'administrator'],
  '/objections/:id': ['shopkeeper', 'administrator'],
  '/contests/:id': ['administrator'],
  '/staff/scores': ['auditor'],
  '/staff/scores/:id': ['auditor'],
  '/staff/attendance/imports': ['auditor'],
  '/staff/attendance/imports/:id': ['auditor'],
  '/staff/attendance/members/:id': ['auditor'],
  '/staff/leave-requests': ['auditor'],
  '/staff/leaves/:id': ['auditor'],
  '/staff/duties': ['auditor'],
  '/staff/duties/exchanges': ['auditor'],
  '/staff/duties/:id': ['auditor'],
  '/staff/matters': ['auditor'],
  '/staff/discipline': ['auditor'],
  '/staff/key-work': ['auditor'],
  '/staff/key-work/entries': ['auditor'],
  '/staff/key-work/:id': ['auditor'],
  '/staff/proposals/:id': ['auditor'],
  '/staff/appeals': ['auditor'],
  '/staff/appeals/:id': ['auditor'],
  '/staff/appeals/:id/notice': ['auditor'],
  '/staff/notices': ['auditor'],
  // What was booked for one person is appealed by that person.
  '/staff/incidents/:id/appeal': ['assessor', 'leader'],
};

/** Pages that both kinds of tenants have; the others of a community are not asked by a street. */
const EVERYWHERE = [
  '/',
  '/postings',
  '/postings/:id',
  '/postings/:id/lines/:person',
  '/postings/:id/objections/new',
  '/objections',
  '/objections/:id',
  '/me/profile',
  '/policy',
  '/privacy',
];

const isPage = ({ method, path }: Route): boolean => method === 'get' && !NO_PAGES.has(path);

const isOfStreet = (reader: Reader): boolean =>
  (STREET_READERS as readonly Reader[]).includes(reader);

const letsIn = ({ path, door }: Route, reader: Reader): boolean => {
  if (NOT_THEIRS[path]?.includes(reader)) return false;
  if (isOfStreet(reader) && !path.startsWith('/staff/') && !EVERYWHERE.includes(path)) return false;
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
    .map(({ path }) => EXAMPLES[path]?.(settled, isOfStreet(reader)) ?? path);
