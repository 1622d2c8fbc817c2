import Joi from 'joi';
import { communities, communityById } from '../people/index.ts';
import type { Actor } from '../people/index.ts';
import { LANGUAGES } from '../web/i18n.ts';
import type { Language } from '../web/i18n.ts';
import { page, route } from '../web/route.ts';
import type { Answer, Asked, Route } from '../web/route.ts';
import { readableStreets } from './access.ts';
import type { ReadableStreet } from './access.ts';
import { annualPostingRoutes } from './annual-routes.ts';
import { postingFile } from './file-page.ts';
import { postingQuery, postingsQuery } from './forms.ts';
import type { PostingsQuery } from './forms.ts';
import { objectionRoutes } from './objections/routes.ts';
import { lineAnswer, postingAnswer } from './pages.ts';
import { latestPostings } from './queries.ts';
import { postingColumns } from './columns.ts';

const PAGE = 20;

/** A file is in the language that its address says: it is kept and sent on. */
const fileQuery = Joi.object<{ lang: Language }, true>({
  lang: Joi.string()
    .valid(...LANGUAGES)
    .default(LANGUAGES[0]),
});

/** The street office that is asked for, or the reader's own; null: the community's page. */
function streetOf(
  streets: readonly ReadableStreet[],
  visitor: Actor | null,
  chosen: number | undefined,
): ReadableStreet | null {
  const id = chosen ?? (visitor?.community.kind === 'street' ? visitor.communityId : undefined);
  return streets.find((one) => one.id === id) ?? null;
}

async function list(asked: Asked<unknown, PostingsQuery>): Promise<Answer> {
  const { communityId, query, visitor } = asked;
  const streets = await readableStreets(visitor);
  const street = streetOf(streets, visitor, query.street);
  const tenantId = street?.id ?? communityId;
  const isAnnual = street?.inside === true && query.kind === 'annual';
  const kind = isAnnual ? 'annual' : street ? 'staff' : 'resident';
  const isUp = street?.inside === false;
  const listed = await latestPostings(tenantId, PAGE + 1, { kind, before: query.before, isUp });
  const items = listed.slice(0, PAGE);
  const last = items.at(-1);
  const place = street ? `street=${street.id}` : `community=${communityId}`;
  const next = listed.length > PAGE && last ? `before=${last.period}&${place}` : null;
  const community = await communityById(tenantId);
  const only = {
    ...(visitor ? {} : { community }),
    place: community.name,
    kind,
    tabs: await tabsOf(streets, visitor, tenantId),
    kinds: street?.inside ? street.id : null,
  };
  return page('postings/index', { items, next }, { only });
}

interface Tab {
  readonly href: string;
  readonly name: string;
  readonly current: boolean;
}

/** Whose postings there are besides; a person of a community does not choose among communities. */
async function tabsOf(
  streets: readonly ReadableStreet[],
  visitor: Actor | null,
  tenantId: number,
): Promise<Tab[]> {
  const home = visitor?.community.kind === 'community' ? [visitor.community] : [];
  const places = visitor ? home : await communities();
  return [
    ...places.map(({ id, name }) => ({ href: `/postings?community=${id}`, id, name })),
    ...streets.map(({ id, name }) => ({ href: `/postings?street=${id}`, id, name })),
  ].map(({ id, ...tab }) => ({ ...tab, current: id === tenantId }));
}

const fileRoute = (format: 'csv' | 'xlsx'): Route =>
  route({
    method: 'get',
    path: `/postings/:id.${format}`,
    door: 'public',
    summary: 'A posting as a file for a spreadsheet',
    query: fileQuery,
    handle: ({ id, visitor, query }) => postingFile(visitor, id, query.lang, format),
  });

export const postingsRoutes: readonly Route[] = [
  ...annualPostingRoutes,
  route({
    method: 'get',
    path: '/postings',
    door: 'public',
    summary: 'Postings of a community or a street office, newest first',
    columns: postingColumns,
    shared: true,
    query: postingsQuery,
    handle: list,
  }),
  fileRoute('csv'),
  fileRoute('xlsx'),
  route({
    method: 'get',
    path: '/postings/:id',
    door: 'public',
    summary: 'A posting with its lines and totals',
    shared: true,
    query: postingQuery,
    handle: postingAnswer,
  }),
  route({
    method: 'get',
    path: '/postings/:id/lines/:person',
    door: 'signed-in',
    summary: 'The transfers behind one line of a posting',
    handle: ({ actor, id, number }) => lineAnswer(actor, id, number('person')),
  }),
  ...objectionRoutes,
];
