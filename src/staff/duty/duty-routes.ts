import type Joi from 'joi';
import { now } from '../../base/clock.ts';
import { permit } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { created, done, page, route } from '../../web/route.ts';
import type { Answer, Route } from '../../web/route.ts';
import { attachmentsOf } from '../attachments/attachments.ts';
import { attachmentUpload } from '../attachments/reading.ts';
import { membersOf } from '../members/queries.ts';
import { mayAssess, mayReadScores } from '../policy.ts';
import { streetOf } from '../street.ts';
import { exchangesOfDuty } from './exchange-queries.ts';
import { coverForm, outcomeForm, swapForm } from './forms.ts';
import { recordOutcome } from './outcome.ts';
import { mayReadDuty } from './policy.ts';
import { proposeCover, proposeSwap } from './proposal.ts';
import { dutiesToSwap, movesOf, outcomesOf, publishedDuty } from './queries.ts';
import type { Duty } from './queries.ts';
import { OFFICE } from './roster-routes.ts';

/** What the reader may do with a duty now. */
function mayDo(actor: Actor, streetId: number, duty: Duty): Record<string, boolean> {
  const isAhead = duty.state === 'assigned' && duty.startsAt > now();
  const isOver = duty.state === 'assigned' && duty.endsAt <= now();
  const isOwn = duty.personId === actor.personId;
  const mayAssessIt = mayAssess(actor, streetId, duty.personId);
  return {
    mayExchange: isOwn && isAhead,
    mayChange: mayAssessIt && isAhead,
    mayRecord: mayAssessIt && isOver && duty.coveredById !== actor.personId,
  };
}

/** A duty with all that is known of it; of several forms on the page, the one that was sent. */
async function dutyPage(actor: Actor, id: number, form?: Joi.ObjectSchema): Promise<Answer> {
  const streetId = await streetOf(actor);
  const duty = await publishedDuty(id, streetId);
  const moves = await movesOf(id);
  permit(mayReadDuty(actor, streetId, duty, moves), 'read-duty');
  const may = mayDo(actor, streetId, duty);
  const members = await membersOf(streetId, { from: duty.day, until: duty.day });
  const data = {
    duty,
    moves,
    exchanges: await exchangesOfDuty(id),
    outcomes: await outcomesOf(id),
    attachments: await attachmentsOf(`duty:${id}`),
  };
  const only = {
    ...may,
    maySeeAll: mayReadScores(actor, streetId),
    swaps: may['mayExchange'] ? await dutiesToSwap(streetId, actor.personId) : [],
    others: members.filter(({ personId }) => personId !== duty.personId),
    sent: form === swapForm ? 'swap' : form === coverForm ? 'cover' : 'outcome',
  };
  return page('staff/duty/duties/show', data, { only, ...(form ? { form } : {}) });
}

/** One duty: its history, what colleagues agree on, and what became of it. */
export const dutyRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/staff/duties/:id',
    door: OFFICE,
    summary: 'One duty: whose it was and is, and what became of it',
    handle: ({ actor, id }) => dutyPage(actor, id),
  }),
  route({
    method: 'post',
    path: '/staff/duties/:id/swaps',
    door: ['staff'],
    summary: 'Ask a colleague to swap duties',
    form: swapForm,
    again: ({ actor, id }) => dutyPage(actor, id, swapForm),
    handle: async ({ actor, id, values, command }) => {
      const exchange = await proposeSwap(actor, id, values, command);
      return created(`/staff/duties/${id}`, { exchange }, 'staff.duty.said.proposed');
    },
  }),
  route({
    method: 'post',
    path: '/staff/duties/:id/covers',
    door: ['staff'],
    summary: 'Ask a colleague to be on duty instead',
    form: coverForm,
    again: ({ actor, id }) => dutyPage(actor, id, coverForm),
    handle: async ({ actor, id, values, command }) => {
      const exchange = await proposeCover(actor, id, values, command);
      return created(`/staff/duties/${id}`, { exchange }, 'staff.duty.said.proposed');
    },
  }),
  route({
    method: 'post',
    path: '/staff/duties/:id/outcome',
    door: ['assessor'],
    summary: 'Say what became of a duty: kept, missed, left or covered',
    form: outcomeForm,
    upload: attachmentUpload,
    again: ({ actor, id }) => dutyPage(actor, id, outcomeForm),
    handle: async ({ actor, id, values, files, command }) => {
      const outcome = await recordOutcome(actor, id, { form: values, files }, command);
      return done(`/staff/duties/${id}`, { outcome }, 'staff.duty.said.recorded');
    },
  }),
];
