import type { Actor } from '../people/index.ts';
import { created, done, page, route } from '../web/route.ts';
import type { Answer, Route } from '../web/route.ts';
import { listedCheckIns } from './check-in-queries.ts';
import { checkInViews } from './check-in-view.ts';
import { checkInForm, listQuery, newCheckInQuery, PHOTOS_MAX, reasonForm } from './forms.ts';
import type { ListQuery } from './forms.ts';
import { STATES } from './models.ts';
import { checkInFacts, editCheckInFacts, newCheckInFacts } from './pages.ts';
import type { Facts } from './pages.ts';
import { mayReadCommunity } from './policy.ts';
import { resubmitCheckIn, submitCheckIn, withdrawCheckIn } from './submission.ts';
import { checkInColumns } from './columns.ts';

const upload = { field: 'photos', filesMax: PHOTOS_MAX } as const;

async function listPage(actor: Actor, query: ListQuery): Promise<Answer> {
  const isReviewer = mayReadCommunity(actor, actor.communityId);
  const mine = query.mine === true || !isReviewer;
  const owner = mine ? { personId: actor.personId } : { communityId: actor.communityId };
  const found = await listedCheckIns(owner, query);
  const shown = found.slice(0, query.limit);
  const last = found.length > query.limit ? shown.at(-1) : undefined;
  return page(
    'volunteering/check-ins/index',
    { items: await checkInViews(actor, shown), next: last ? nextOf(query, last.id) : null },
    { only: { states: STATES, state: query.state ?? null, mine, isReviewer } },
  );
}

const formPage = (view: string, { data, values = {}, only }: Facts): Answer =>
  page(`volunteering/check-ins/${view}`, data, {
    form: checkInForm,
    values,
    only,
    scripts: ['check-in-form'],
  });

const newCheckInPage = async (actor: Actor, rule?: string): Promise<Answer> =>
  formPage('new', await newCheckInFacts(actor, rule));

const editCheckInPage = async (actor: Actor, id: number): Promise<Answer> =>
  formPage('edit', await editCheckInFacts(actor, id));

/** The page of one check-in, also after a decision about it was refused. */
export async function checkInPage(actor: Actor, id: number): Promise<Answer> {
  const { data, only } = await checkInFacts(actor, id);
  return page('volunteering/check-ins/show', data, { form: reasonForm, only });
}

function nextOf({ state, mine, limit }: ListQuery, before: number): string {
  const next = new URLSearchParams({ before: String(before) });
  if (state) next.set('state', state);
  if (mine) next.set('mine', 'true');
  if (limit !== 20) next.set('limit', String(limit));
  return next.toString();
}

/** What the person who reports does with a check-in. */
export const checkInRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/check-ins',
    door: ['resident', 'manager', 'auditor'],
    summary: 'Check-ins: one’s own, or for a manager or auditor the community’s',
    columns: checkInColumns,
    query: listQuery,
    handle: ({ actor, query }) => listPage(actor, query),
  }),
  route({
    method: 'get',
    path: '/check-ins/new',
    door: ['resident'],
    summary: 'Form for a new check-in',
    query: newCheckInQuery,
    handle: ({ actor, query }) => newCheckInPage(actor, query.rule),
  }),
  route({
    method: 'post',
    path: '/check-ins',
    door: ['resident'],
    summary: 'Report a volunteer action with photos',
    form: checkInForm,
    upload,
    again: ({ actor }) => newCheckInPage(actor),
    handle: async ({ actor, values, files, command }) => {
      const checkIn = await submitCheckIn(actor, values, files, command);
      return created(`/check-ins/${checkIn.id}`, { checkIn }, 'volunteering.said.submitted');
    },
  }),
  route({
    method: 'get',
    path: '/check-ins/:id',
    door: ['resident', 'manager', 'auditor'],
    summary: 'One check-in with its photos, decision and history',
    handle: ({ actor, id }) => checkInPage(actor, id),
  }),
  route({
    method: 'get',
    path: '/check-ins/:id/edit',
    door: ['resident', 'manager'],
    summary: 'Form for a returned check-in',
    handle: ({ actor, id }) => editCheckInPage(actor, id),
  }),
  route({
    method: 'post',
    path: '/check-ins/:id/resubmission',
    door: ['resident', 'manager'],
    summary: 'Send a returned check-in again',
    form: checkInForm,
    upload,
    again: ({ actor, id }) => editCheckInPage(actor, id),
    handle: async ({ actor, id, values, files, command }) => {
      const checkIn = await resubmitCheckIn(actor, id, values, files, command);
      return done(`/check-ins/${id}`, { checkIn }, 'volunteering.said.submitted');
    },
  }),
  route({
    method: 'post',
    path: '/check-ins/:id/withdrawal',
    door: ['resident', 'manager'],
    summary: 'Take back an undecided check-in that one reported',
    handle: async ({ actor, id, command }) => {
      const checkIn = await withdrawCheckIn(actor, id, command);
      return done(`/check-ins/${id}`, { checkIn }, 'volunteering.said.withdrawn');
    },
  }),
];
