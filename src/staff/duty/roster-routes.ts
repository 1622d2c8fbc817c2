import {
  addDays,
  mondayOf,
  monthDays,
  monthOfDay,
  nextMonth,
  nextWeek,
  previousMonth,
  previousWeek,
  today,
  weekOfDay,
} from '../../base/period.ts';
import type { Month, Week } from '../../base/period.ts';
import { permit, Refusal } from '../../base/refusal.ts';
import { communityById } from '../../people/index.ts';
import type { Actor } from '../../people/index.ts';
import { created, done, page, route } from '../../web/route.ts';
import type { Answer, Route } from '../../web/route.ts';
import { calendarOf } from '../calendar/days.ts';
import { membersOf } from '../members/queries.ts';
import { mayAssess } from '../policy.ts';
import { streetOf } from '../street.ts';
import { monthQuery, rosterForm, rosterQuery } from './forms.ts';
import { planOf } from './plan.ts';
import type { PlannedDuty } from './plan.ts';
import { mayReadRoster } from './policy.ts';
import { roomPhone, rosterOf, shiftsOf } from './queries.ts';
import { draftRoster, dropRoster, publishRoster } from './roster.ts';
import { hung, wallOf, weekFrom } from './wall.ts';

/** Everybody who works for the office, and who audits it. */
export const OFFICE = ['staff', 'assessor', 'leader', 'auditor'] as const;

async function monthPage(actor: Actor, month: Month): Promise<Answer> {
  const streetId = await streetOf(actor);
  permit(mayReadRoster(actor, streetId), 'read-roster');
  const mayKeep = mayAssess(actor, streetId);
  const kept = await rosterOf(streetId, month);
  const roster = kept && (kept.state === 'published' || mayKeep) ? kept : null;
  const wall = await wallOf(streetId, monthDays(month), roster?.state === 'draft');
  const only = {
    mayKeep,
    phone: await roomPhone(streetId),
    street: (await communityById(streetId)).name,
    isOver: monthDays(month).to <= today(),
    previous: previousMonth(month),
    next: nextMonth(month),
    week: weekOfDay(month === monthOfDay(today()) ? today() : `${month}-01`),
  };
  return page('staff/duty/rosters/month', { month, roster, ...wall }, { only });
}

async function weekPage(actor: Actor, week: Week): Promise<Answer> {
  const streetId = await streetOf(actor);
  permit(mayReadRoster(actor, streetId), 'read-roster');
  const span = weekFrom(mondayOf(week));
  const wall = await wallOf(streetId, span, false);
  const months = [...new Set([span.from, addDays(span.to, -1)].map(monthOfDay))];
  const rosters = [];
  for (const month of months) rosters.push({ month, roster: await rosterOf(streetId, month) });
  const only = {
    mayKeep: mayAssess(actor, streetId),
    phone: await roomPhone(streetId),
    street: (await communityById(streetId)).name,
    previous: previousWeek(week),
    next: nextWeek(week),
    from: span.from,
    until: addDays(span.to, -1),
    month: months[0],
    missing: rosters
      .filter(({ roster }) => roster?.state !== 'published')
      .map(({ month }) => month),
  };
  return page('staff/duty/rosters/week', { week, ...wall }, { only });
}

/** What the templates make of a month, before anything is kept. */
async function planPage(actor: Actor, month: Month): Promise<Answer> {
  const streetId = actor.communityId;
  permit(mayAssess(actor, streetId), 'keep-duty');
  const planned = await planOrRefusal(streetId, month);
  const refused = planned instanceof Refusal ? planned : null;
  const span = monthDays(month);
  const members = await membersOf(streetId, { from: '0001-01-01', until: addDays(span.to, -1) });
  const names = new Map(members.map(({ personId, name }) => [personId, name]));
  const cells = (planned instanceof Refusal ? [] : planned).map((one) => ({
    ...one,
    name: names.get(one.personId) ?? '',
  }));
  const shifts = await shiftsOf(streetId);
  const wall = hung(shifts, await calendarOf(streetId, span), cells);
  const conflicts = cells
    .filter(({ conflict }) => conflict !== null)
    .map(({ day, shiftId, name, conflict }) => {
      const shift = shifts.find(({ id }) => id === shiftId)?.name ?? '';
      return { day, shift, name, conflict };
    });
  const only = {
    roster: await rosterOf(streetId, month),
    refused: refused && { code: refused.code, facts: refused.facts },
  };
  return page('staff/duty/rosters/plan', { month, ...wall, conflicts }, { only });
}

/** What cannot be planned is said on the page, where it can still be begun by hand. */
async function planOrRefusal(
  streetId: number,
  month: Month,
): Promise<readonly PlannedDuty[] | Refusal> {
  try {
    return await planOf(streetId, month);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

/** The roster of the office: read by all, planned and published by assessors. */
export const rosterRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/staff/duties',
    door: OFFICE,
    summary: 'Who is on duty in a month or in a week',
    query: rosterQuery,
    handle: ({ actor, query: { month = monthOfDay(today()), week } }) =>
      week === undefined ? monthPage(actor, month) : weekPage(actor, week),
  }),
  route({
    method: 'get',
    path: '/staff/duties/plan',
    door: ['assessor'],
    summary: 'What the templates make of a month, before it is kept',
    query: monthQuery,
    handle: ({ actor, query }) => planPage(actor, query.month ?? nextMonth(monthOfDay(today()))),
  }),
  route({
    method: 'post',
    path: '/staff/duties/rosters',
    door: ['assessor'],
    summary: 'Make the draft of a month from the templates',
    form: rosterForm,
    handle: async ({ actor, values, command }) => {
      const roster = await draftRoster(actor, values, command);
      return created(`/staff/duties?month=${roster.month}`, { roster }, 'staff.duty.said.drafted');
    },
  }),
  route({
    method: 'post',
    path: '/staff/duties/rosters/:id/publication',
    door: ['assessor'],
    summary: 'Publish the roster of a month and tell everybody who has a duty',
    handle: async ({ actor, id, command }) => {
      const roster = await publishRoster(actor, id, command);
      return done(`/staff/duties?month=${roster.month}`, { roster }, 'staff.duty.said.published');
    },
  }),
  route({
    method: 'post',
    path: '/staff/duties/rosters/:id/dropping',
    door: ['assessor'],
    summary: 'Throw the draft of a month away',
    handle: async ({ actor, id, command }) => {
      const roster = await dropRoster(actor, id, command);
      return done(`/staff/duties?month=${roster.month}`, { roster }, 'staff.duty.said.dropped');
    },
  }),
];
