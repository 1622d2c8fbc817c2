import Joi from 'joi';
import { addDays, mondayOf } from '../base/period.ts';
import { communities, communityById, placeShown } from '../people/index.ts';
import type { Actor } from '../people/index.ts';
import { LANGUAGES, textsIn } from '../web/i18n.ts';
import type { Language } from '../web/i18n.ts';
import { page, route } from '../web/route.ts';
import type { Answer, Asked, Route } from '../web/route.ts';
import { csvOf } from '../base/csv.ts';
import { postingsQuery } from './forms.ts';
import type { PostingsQuery } from './forms.ts';
import { linePage } from './lines.ts';
import { mayOpenLine } from './policy.ts';
import { latestPostings, postingPage } from './queries.ts';
import type { PostingPage } from './queries.ts';

const PAGE = 20;

/** A file is in the language that its address says: it is kept and sent on. */
const csvQuery = Joi.object<{ lang: Language }, true>({
  lang: Joi.string()
    .valid(...LANGUAGES)
    .default(LANGUAGES[0]),
});

async function list({
  communityId,
  query,
  visitor,
}: Asked<unknown, PostingsQuery>): Promise<Answer> {
  const listed = await latestPostings(communityId, PAGE + 1, query.before);
  const items = listed.slice(0, PAGE);
  const last = items.at(-1);
  const more = listed.length > PAGE && last;
  const next = more ? `before=${last.period}&community=${communityId}` : null;
  const community = await communityById(communityId);
  const others = visitor ? [] : await communities();
  const only = { ...(visitor ? {} : { community }), place: community.name, communityId, others };
  return page('postings/index', { items, next }, { only });
}

/** What a signed-in person sees besides: their own line, and the way to what stands behind lines. */
function marks({ posting, personIds }: PostingPage, visitor: Actor | null): object {
  const own = visitor ? personIds.indexOf(visitor.personId) : -1;
  const behind = personIds.map((personId) =>
    visitor && mayOpenLine(visitor, posting.communityId, personId)
      ? `/postings/${posting.id}/lines/${personId}`
      : null,
  );
  return { own, behind };
}

async function show({ id, visitor }: Asked): Promise<Answer> {
  const { personIds, ...data } = await postingPage(id);
  const monday = mondayOf(data.posting.period);
  const span = { from: monday, to: addDays(monday, 6) };
  return page('postings/show', data, {
    only: {
      ...(await placeShown(visitor, data.posting.communityId)),
      span,
      ...marks({ ...data, personIds }, visitor),
    },
  });
}

async function file(id: number, lang: Language): Promise<Answer> {
  const t = textsIn(lang);
  const { posting, lines, totals } = await postingPage(id);
  const head = ['name', 'earned', 'deducted', 'net', 'actions', 'hours'] as const;
  const sums = ['issued', 'redeemed', 'outstanding'] as const;
  const body = csvOf([
    head.map((column) => t(`postings.column.${column}`)),
    ...lines.map((line) => head.map((column) => line[column])),
    ...sums.map((sum) => [t(`postings.total.${sum}`), totals[sum], '', '', '', '']),
  ]);
  return { kind: 'file', type: 'text/csv; charset=utf-8', body, fileName: `${posting.number}.csv` };
}

export const postingsRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/postings',
    door: 'public',
    summary: 'Postings of a community, newest first',
    shared: true,
    query: postingsQuery,
    handle: list,
  }),
  route({
    method: 'get',
    path: '/postings/:id.csv',
    door: 'public',
    summary: 'A posting as a file for a spreadsheet',
    query: csvQuery,
    handle: ({ id, query }) => file(id, query.lang),
  }),
  route({
    method: 'get',
    path: '/postings/:id',
    door: 'public',
    summary: 'A posting with its lines and totals',
    shared: true,
    handle: show,
  }),
  route({
    method: 'get',
    path: '/postings/:id/lines/:person',
    door: 'signed-in',
    summary: 'The transfers behind one line of a posting',
    handle: async ({ actor, id, number }) =>
      page('postings/lines/show', { ...(await linePage(actor, id, number('person'))) }),
  }),
];
