import { now } from '../../base/clock.ts';
import { addDays, mondayOf, nextWeek, previousWeek, today, weekOfDay } from '../../base/period.ts';
import type { Week } from '../../base/period.ts';
import { permit } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { done, page, route } from '../../web/route.ts';
import type { Answer, Route } from '../../web/route.ts';
import { mayAssess } from '../policy.ts';
import { keptForm, weekQuery } from './forms.ts';
import { recordKept } from './outcome.ts';
import { dutiesIn } from './queries.ts';
import { weekFrom } from './wall.ts';

interface WeekQuery {
  readonly week?: Week;
}

/** The duties of a week: those of which nothing was said yet, with a box each, and the others. */
async function outcomesPage(
  actor: Actor,
  { week = weekOfDay(today()) }: WeekQuery,
): Promise<Answer> {
  const streetId = actor.communityId;
  permit(mayAssess(actor, streetId), 'assess-duty');
  const span = weekFrom(mondayOf(week));
  const duties = await dutiesIn(streetId, span, false);
  const over = duties.filter(({ endsAt }) => endsAt <= now());
  const unsaid = over.filter(({ outcome }) => outcome === null);
  const waiting = unsaid.filter(({ personId }) => personId !== actor.personId);
  const data = {
    week,
    waiting,
    own: unsaid.filter(({ personId }) => personId === actor.personId),
    recorded: over.filter(({ outcome }) => outcome !== null),
    ahead: duties.length - over.length,
  };
  const only = {
    from: span.from,
    until: addDays(span.to, -1),
    previous: previousWeek(week),
    next: nextWeek(week),
  };
  const values = { kept: waiting.map(({ id }) => String(id)) };
  return page('staff/duty/outcomes/index', data, { only, form: keptForm, values });
}

/** What became of the duties of a week, said for all of them at once. */
export const outcomeRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/staff/duties/outcomes',
    door: ['assessor'],
    summary: 'The duties of a week and what became of them',
    query: weekQuery,
    handle: ({ actor, query }) => outcomesPage(actor, query),
  }),
  route({
    method: 'post',
    path: '/staff/duties/outcomes',
    door: ['assessor'],
    summary: 'Say of several duties at once that they were kept',
    form: keptForm,
    query: weekQuery,
    again: ({ actor, query }) => outcomesPage(actor, query),
    handle: async ({ actor, values, query, command }) => {
      const recorded = await recordKept(actor, values.kept, command);
      const week = query.week ?? weekOfDay(today());
      return done(`/staff/duties/outcomes?week=${week}`, recorded, 'staff.duty.said.kept');
    },
  }),
];
