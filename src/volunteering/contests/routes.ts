import { monthOfDay, previousMonth, today } from '../../base/period.ts';
import type { Month } from '../../base/period.ts';
import { permit } from '../../base/refusal.ts';
import { created, done, page, route } from '../../web/route.ts';
import type { Answer, Route } from '../../web/route.ts';
import type { Actor } from '../../people/index.ts';
import { isOwn, mayReadCommunity, whyNotDecideContest } from '../policy.ts';
import { clerkTallies } from './clerks.ts';
import { contestTransfer } from './contest.ts';
import { decideContest } from './decision.ts';
import { contestForm, contestsQuery, decisionForm, monthQuery } from './forms.ts';
import { contestsFor, entryOf, readableContest } from './queries.ts';
import { clerkColumns, contestColumns } from '../columns.ts';

const PAGE = 20;
const MONTHS_SHOWN = 24;

async function newPage(actor: Actor, transferId: number): Promise<Answer> {
  const entry = await entryOf(actor, transferId);
  permit(isOwn(actor, entry.transfer), 'contest-transfer');
  const { transfer, rule, enteredBy, contestId, mayContest } = entry;
  const { id, points, occurredOn } = transfer;
  const data = { transfer: { id, points, occurredOn, rule, enteredBy }, contestId, mayContest };
  return page('volunteering/contests/new', data, { form: contestForm });
}

async function list(actor: Actor, before?: number): Promise<Answer> {
  const listed = await contestsFor(actor, PAGE + 1, before);
  const items = listed.slice(0, PAGE);
  const last = items.at(-1);
  const next = listed.length > PAGE && last ? `before=${last.id}` : null;
  const readsAll = mayReadCommunity(actor, actor.communityId);
  return page('volunteering/contests/index', { items, next }, { only: { readsAll } });
}

async function show(actor: Actor, id: number): Promise<Answer> {
  const contest = await readableContest(actor, id);
  const why = whyNotDecideContest(actor, contest);
  const only = {
    mayDecide: why === null && contest.state === 'undecided',
    why,
    readsAll: mayReadCommunity(actor, contest.communityId),
    seesTransfer: isOwn(actor, contest) || mayReadCommunity(actor, contest.communityId),
  };
  return page('volunteering/contests/show', { contest }, { form: decisionForm, only });
}

async function clerks(actor: Actor, asked?: Month): Promise<Answer> {
  const { communityId } = actor;
  permit(mayReadCommunity(actor, communityId), 'read-clerks');
  const month = asked ?? monthOfDay(today());
  const items = await clerkTallies(communityId, month);
  const only = { months: monthsUntil(monthOfDay(today()), month) };
  return page('volunteering/contests/clerks', { month, items }, { only });
}

/** The last months, and the one that is shown. */
function monthsUntil(latest: Month, shown: Month): Month[] {
  const months = [latest];
  while (months.length < MONTHS_SHOWN) months.push(previousMonth(months.at(-1) ?? latest));
  return months.includes(shown) ? months : [shown, ...months];
}

/** "That was not me", what is decided on it, and who entered how much. */
export const contestRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/transfers/:id/contests/new',
    door: ['resident'],
    summary: 'Form to say that what somebody else entered was not oneself',
    handle: ({ actor, id }) => newPage(actor, id),
  }),
  route({
    method: 'post',
    path: '/transfers/:id/contests',
    door: ['resident'],
    summary: 'Contest points that somebody else entered for oneself',
    form: contestForm,
    again: ({ actor, id }) => newPage(actor, id),
    handle: async ({ actor, id, values, command }) => {
      const contest = await contestTransfer(actor, id, values.reasons, command);
      return created(`/contests/${contest.id}`, { contest }, 'volunteering.said.contested');
    },
  }),
  route({
    method: 'get',
    path: '/contests',
    door: ['resident', 'manager', 'auditor'],
    summary: 'Contests of entries: one’s own, or those of the community',
    columns: contestColumns,
    query: contestsQuery,
    handle: ({ actor, query }) => list(actor, query.before),
  }),
  route({
    method: 'get',
    path: '/contests/clerks',
    door: ['manager', 'auditor'],
    summary: 'Points that were entered for others, by who entered them',
    columns: clerkColumns,
    query: monthQuery,
    handle: ({ actor, query }) => clerks(actor, query.month),
  }),
  route({
    method: 'get',
    path: '/contests/:id',
    door: 'signed-in',
    summary: 'A contest, and what was decided',
    handle: ({ actor, id }) => show(actor, id),
  }),
  route({
    method: 'post',
    path: '/contests/:id/decision',
    door: ['manager'],
    summary: 'Undo what a person contests, or confirm it',
    form: decisionForm,
    again: ({ actor, id }) => show(actor, id),
    handle: async ({ actor, id, values, command }) =>
      done(
        `/contests/${id}`,
        { contest: await decideContest(actor, id, values, command) },
        'volunteering.said.contestDecided',
      ),
  }),
];
