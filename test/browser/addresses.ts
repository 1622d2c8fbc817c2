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
  '/counter/snapshot',
  '/me/data',
  '/photos/:id',
  '/photos/:id/thumb',
  '/activities/photos/:id',
  '/activities/photos/:id/thumb',
  '/sheets/:id/scans/:scan',
  '/goods/:id/photo',
  '/goods/:id/thumb',
  '/goods-account.csv',
  '/stock-ins/:id/photo',
  '/postings/:id.csv',
  '/postings/:id.xlsx',
  '/staff/scores.csv',
  '/staff/rules/:id/rehearsal.csv',
  '/staff/attachments/:id',
  '/staff/attendance/sample.xlsx',
  '/staff/attendance/sample.csv',
  '/staff/attachments/:id/thumb',
  '/staff/duties/feed/:token.ics',
  '/staff/annuals/:id.xlsx',
  '/imports/templates/:kind.xlsx',
  '/imports/templates/:kind.csv',
  '/imports/:id/wrong.xlsx',
  '/imports/:id/wrong.csv',
]);

/** An address for each path that has a part to fill in; one that is not here fails the test. */
const EXAMPLES: Readonly<Record<string, (settled: Settled, isStreet: boolean) => string>> = {
  '/people/:id': ({ people }) => `/people/${people.resident.personId}`,
  '/people/:id/edit': ({ people }) => `/people/${people.resident.personId}/edit`,
  '/people/:id/card': ({ people }) => `/people/${people.resident.personId}/card`,
  '/people/:id/erasure': ({ people }) => `/people/${people.neighbour.personId}/erasure`,
  '/people/:id/guardians': ({ ids }) => `/people/${ids.child}/guardians`,
  '/households/:id': ({ ids }) => `/households/${ids.household}`,
  '/households/:id/members/new': ({ ids }) => `/households/${ids.household}/members/new`,
  '/households/:id/split': ({ ids }) => `/households/${ids.household}/split`,
  '/households/:id/move': ({ ids }) => `/households/${ids.household}/move`,
  '/merges/new': ({ people }) => `/merges/new?keep=${people.resident.personId}`,
  '/check-ins/:id': ({ ids }) => `/check-ins/${ids.checkIn}`,
  '/check-ins/:id/edit': ({ ids }) => `/check-ins/${ids.returned}/edit`,
  '/suppliers/:id/edit': ({ stock }) => `/suppliers/${stock.supplier}/edit`,
  '/stocktakes/:id': ({ stock }) => `/stocktakes/${stock.stocktake}`,
  '/stock-ins/:id': ({ stock }) => `/stock-ins/${stock.draft}`,
  '/sheets/:id': ({ ids }) => `/sheets/${ids.sheet}`,
  '/sheets/:id/print': ({ ids }) => `/sheets/${ids.sheet}/print`,
  '/transfers/:id': ({ ids }) => `/transfers/${ids.transfer}`,
  '/transfers/:id/contests/new': ({ ids }) => `/transfers/${ids.entered}/contests/new`,
  '/contests/:id': ({ ids }) => `/contests/${ids.contest}`,
  '/people/:id/passbook': ({ people }) => `/people/${people.resident.personId}/passbook`,
  '/people/:id/passbook/print': ({ people }) =>
    `/people/${people.resident.personId}/passbook/print`,
  '/rules/:id': ({ ids }) => `/rules/${ids.rule}`,
  '/rules/:id/edit': ({ ids }) => `/rules/${ids.rule}/edit`,
  '/activities/:id': ({ activities }) => `/activities/${activities.now}`,
  '/activities/:id/edit': ({ activities }) => `/activities/${activities.draft}/edit`,
  '/activities/:id/attendance': ({ activities }) => `/activities/${activities.now}/attendance`,
  '/activities/:id/desk': ({ activities }) => `/activities/${activities.now}/desk`,
  '/activities/:id/record': ({ activities }) => `/activities/${activities.over}/record`,
  '/people/:id/service': ({ people }) => `/people/${people.resident.personId}/service`,
  '/certificates/:id': ({ certificates }) => `/certificates/${certificates.certificate}`,
  '/certificates/check/:code': ({ certificates }) => `/certificates/check/${certificates.code}`,
  '/imports/:id': ({ ids }) => `/imports/${ids.upload}`,
  '/goods/:id': ({ ids }) => `/goods/${ids.good}`,
  '/goods/:id/edit': ({ ids }) => `/goods/${ids.good}/edit`,
  '/goods/:id/stock-moves': ({ ids }) => `/goods/${ids.good}/stock-moves`,
  '/redemptions/:id/receipt': ({ ids }) => `/redemptions/${ids.handedOver}/receipt`,
  '/counter/people/:id': ({ people }) => `/counter/people/${people.resident.personId}`,
  '/redemptions/:id': ({ ids }) => `/redemptions/${ids.redemption}`,
  '/deliveries/:id': ({ ids }) => `/deliveries/${ids.delivery}`,
  '/postings/:id': ({ ids }, isStreet) => `/postings/${isStreet ? ids.staffPosting : ids.posting}`,
  '/postings/:id/objections/new': ({ ids }, isStreet) =>
    `/postings/${isStreet ? ids.staffPosting : ids.posting}/objections/new`,
  '/objections/:id': ({ ids }, isStreet) =>
    `/objections/${isStreet ? ids.staffObjection : ids.objection}`,
  '/staff/members/:id': ({ people }) => `/staff/members/${people.staff.personId}`,
  '/staff/members/:id/edit': ({ people }) => `/staff/members/${people.staff.personId}/edit`,
  '/staff/members/:id/posts/new': ({ people }) =>
    `/staff/members/${people.staff.personId}/posts/new`,
  '/staff/members/:id/departure': ({ people }) =>
    `/staff/members/${people.staff.personId}/departure`,
  '/staff/members/:id/return': ({ ids }) => `/staff/members/${ids.leaver}/return`,
  '/staff/departments/:id/edit': ({ ids }) => `/staff/departments/${ids.department}/edit`,
  '/staff/scores/:id': ({ people }) => `/staff/scores/${people.staff.personId}`,
  '/staff/reviews/:id': ({ ids }) => `/staff/reviews/${ids.review}`,
  '/staff/reviews/:id/print': ({ ids }) => `/staff/reviews/${ids.review}/print`,
  '/staff/appraisals/:id': ({ ids }) => `/staff/appraisals/${ids.appraisal}`,
  '/staff/appraisals/:id/meeting': ({ ids }) => `/staff/appraisals/${ids.appraisal}/meeting`,
  '/staff/appraisals/:id/print': ({ ids }) => `/staff/appraisals/${ids.appraisal}/print`,
  '/staff/annuals/:id': ({ ids }) => `/staff/annuals/${ids.annual}`,
  '/staff/deeds/:id': ({ ids }) => `/staff/deeds/${ids.deed}`,
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
  '/staff/rules/:id': ({ ids }) => `/staff/rules/${ids.ruleSet}`,
  '/staff/rules/:id/edit': ({ ids }) => `/staff/rules/${ids.draft}/edit`,
  '/staff/rules/:id/rules/new': ({ ids }) => `/staff/rules/${ids.draft}/rules/new`,
  '/staff/rules/:id/rules/:rule/edit': ({ ids }) =>
    `/staff/rules/${ids.draft}/rules/${ids.setRule}/edit`,
  '/staff/rules/:id/comparison': ({ ids }) => `/staff/rules/${ids.draft}/comparison`,
  '/staff/rules/:id/rehearsal': ({ ids }) => `/staff/rules/${ids.draft}/rehearsal?quarter=2026-Q4`,
  '/staff/rules/:id/rehearsal/:person': ({ ids, people }) =>
    `/staff/rules/${ids.draft}/rehearsal/${people.staff.personId}?quarter=2026-Q4`,
  '/staff/evaluations/:id': ({ ids }) => `/staff/evaluations/${ids.issuing}`,
  '/staff/evaluations/:id/voters': ({ ids }) => `/staff/evaluations/${ids.draftCycle}/voters`,
  '/staff/evaluations/:id/rated': ({ ids }) => `/staff/evaluations/${ids.draftCycle}/rated`,
  '/staff/evaluations/:id/results': ({ ids }) => `/staff/evaluations/${ids.closed}/results`,
  '/papers/:id': ({ ids }) => `/papers/${ids.issuing}`,
  '/ballots/:id': ({ ids }) => `/ballots/${ids.casting}`,
};

/** Pages behind a door that lets the reader in, of which the verb shows them none. */
const NOT_THEIRS: Readonly<Record<string, readonly Reader[]>> = {
  '/postings/:id/lines/:person': ['shopkeeper', 'administrator'],
  '/objections/:id': ['shopkeeper', 'administrator'],
  '/contests/:id': ['administrator'],
  // For its helper and the shop.
  '/deliveries/:id': ['manager'],
  // What was booked for one person is appealed by that person.
  '/staff/incidents/:id/appeal': ['assessor', 'leader'],
  // A draft is changed by its maker alone.
  '/staff/rules/:id/edit': ['leader', 'administrator'],
  '/staff/rules/:id/rules/new': ['leader', 'administrator'],
  '/staff/rules/:id/rules/:rule/edit': ['leader', 'administrator'],
  '/papers/:id': ['manager', 'shopkeeper', 'auditor', 'administrator'],
};

// The auditor of the walk is one of a community.
const isOfficePath = (path: string): boolean => path === '/staff' || path.startsWith('/staff/');

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
  if (reader === 'auditor' && isOfficePath(path)) return false;
  // An administrator of all places sees the first office, which need not be the one made here.
  if (reader === 'administrator' && isOfficePath(path) && path.includes(':')) return false;
  if (isOfStreet(reader) && !isOfficePath(path) && !EVERYWHERE.includes(path)) return false;
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
