import { permit } from '../../base/refusal.ts';
import { now } from '../../base/clock.ts';
import { today } from '../../base/period.ts';
import type { Actor } from '../../people/index.ts';
import { created, done, page, route } from '../../web/route.ts';
import type { Answer, Route } from '../../web/route.ts';
import { mayKeepGoods, mayKeepHours } from '../policy.ts';
import { openingForm } from './forms.ts';
import { openCounter, removeOpening } from './keeping.ts';
import { openingNow } from './opening.ts';
import { openingTimes } from './queries.ts';

async function hoursPage(actor: Actor, communityId: number, which = 'week'): Promise<Answer> {
  permit(mayKeepGoods(actor, communityId), 'keep-goods');
  const times = await openingTimes(communityId);
  const only = {
    which,
    mayKeep: mayKeepHours(actor, communityId),
    opening: await openingNow(communityId, now()),
    today: today(),
  };
  return page('market/hours/index', { times }, { title: 'hours.title', form: openingForm, only });
}

/** When the counter is open. */
export const hoursRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/counter/hours',
    door: ['manager', 'shopkeeper'],
    summary: 'When the counter is open',
    handle: ({ actor, communityId }) => hoursPage(actor, communityId),
  }),
  route({
    method: 'post',
    path: '/counter/hours',
    door: ['manager'],
    summary: 'Set opening hours: weekdays, a day of the month, or one day',
    form: openingForm,
    again: ({ actor, communityId, values }) =>
      hoursPage(actor, communityId, String(values['kind'])),
    handle: async ({ actor, communityId, values, command }) => {
      const times = await openCounter(actor, communityId, values, command);
      return created('/counter/hours', { times }, 'hours.said.set');
    },
  }),
  route({
    method: 'post',
    path: '/counter/hours/:id/removal',
    door: ['manager'],
    summary: 'Take an opening time away',
    handle: async ({ actor, id, command }) =>
      done('/counter/hours', await removeOpening(actor, id, command), 'hours.said.removed'),
  }),
];
