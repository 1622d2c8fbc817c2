import { done, page, route } from '../web/route.ts';
import type { Answer, Route } from '../web/route.ts';
import { pickUpForm } from './forms.ts';
import { lookUp } from './look-up.ts';
import { openCount } from './queries.ts';
import { handOver } from './settlement.ts';

async function counterPage({ communityId }: { readonly communityId: number }): Promise<Answer> {
  const waiting = await openCount(communityId);
  return page('market/counter/new', { waiting }, { form: pickUpForm, scripts: ['counter'] });
}

/** The counter: a code comes in, person and goods are shown, the goods go out. */
export const counterRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/counter',
    door: ['shopkeeper'],
    summary: 'The counter: where pick-up codes are entered',
    handle: counterPage,
  }),
  route({
    method: 'post',
    path: '/redemptions/lookups',
    door: ['shopkeeper'],
    summary: 'Whose a pick-up code is, and which goods',
    keyless: true,
    form: pickUpForm,
    again: counterPage,
    handle: async ({ actor, values }) => {
      const redemption = await lookUp(actor, values.pickUpCode);
      const only = { pickUpCode: values.pickUpCode };
      return page('market/counter/show', { redemption }, { only });
    },
  }),
  route({
    method: 'post',
    path: '/redemptions/hand-overs',
    door: ['shopkeeper'],
    summary: 'Hand the goods of a pick-up code over: the points are spent',
    form: pickUpForm,
    again: counterPage,
    handle: async ({ actor, values, command }) => {
      const redemption = await handOver(actor, values.pickUpCode, command);
      return done('/counter', { redemption }, 'market.said.handedOver');
    },
  }),
];
