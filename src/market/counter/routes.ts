import { setPin, setPinForm } from '../../people/index.ts';
import { created, done, route } from '../../web/route.ts';
import type { Answer, Asked, Route, Typed } from '../../web/route.ts';
import { pickUpForm } from '../forms.ts';
import { handOver } from '../settlement.ts';
import { lookUpForm, orderForm, orderOf } from './forms.ts';
import { handOverAtCounter } from './hand-over.ts';
import { findAtCounter, lookUp } from './look-up.ts';
import { codePage, counterPage, customerPage, foundPage } from './page.ts';

const atCounter = ({ actor, communityId }: Asked<Typed, never>): Promise<Answer> =>
  counterPage(actor, communityId);

const ID = /^[1-9]\d{0,8}$/;

/** The person whose basket was refused, with what was chosen for them. */
function customerAgain(asked: Asked<Typed, never>): Promise<Answer> {
  const personId = String(asked.values['personId']);
  return ID.test(personId) ? customerPage(asked.actor, Number(personId)) : atCounter(asked);
}

/** By pick-up code: what was reserved before is looked at and handed over. */
const pickUpRoutes: readonly Route[] = [
  route({
    method: 'post',
    path: '/redemptions/lookups',
    door: ['shopkeeper'],
    summary: 'Whose a pick-up code is, and which goods',
    keyless: true,
    form: pickUpForm,
    again: atCounter,
    handle: async ({ actor, values: { pickUpCode } }) =>
      codePage(await lookUp(actor, pickUpCode), pickUpCode),
  }),
  route({
    method: 'post',
    path: '/redemptions/hand-overs',
    door: ['shopkeeper'],
    summary: 'Hand the goods of a pick-up code over: the points are spent',
    form: pickUpForm,
    again: atCounter,
    handle: async ({ actor, values, command }) => {
      const redemption = await handOver(actor, values.pickUpCode, command);
      return done('/counter', { redemption }, 'market.said.handedOver');
    },
  }),
];

/** The counter: somebody is found, takes goods, agrees, and has them. */
export const counterRoutes: readonly Route[] = [
  ...pickUpRoutes,
  route({
    method: 'get',
    path: '/counter',
    door: ['shopkeeper'],
    summary: 'The counter: who stands there, and what was handed over today',
    handle: ({ actor, communityId }) => counterPage(actor, communityId),
  }),
  route({
    method: 'post',
    path: '/counter/lookups',
    door: ['shopkeeper'],
    summary: 'Find a person by card, number or name, or a reservation by its pick-up code',
    keyless: true,
    form: lookUpForm,
    again: atCounter,
    handle: async ({ actor, communityId, values }) => {
      const found = await findAtCounter(actor, communityId, values.q);
      const [one, ...others] = found.kind === 'people' ? found.people : [];
      return one && others.length === 0
        ? done(`/counter/people/${one.id}`, found)
        : foundPage(found);
    },
  }),
  route({
    method: 'get',
    path: '/counter/people/:id',
    door: ['shopkeeper'],
    summary:
      'The person at the counter: points, limits, reservations, and the goods to choose from',
    handle: ({ actor, id }) => customerPage(actor, id),
  }),
  route({
    method: 'post',
    path: '/counter/hand-overs',
    door: ['shopkeeper'],
    summary: 'Hand goods over at once to a person who agrees: reserved and settled in one',
    form: orderForm,
    again: customerAgain,
    handle: async ({ actor, values, command }) => {
      const redemption = await handOverAtCounter(actor, orderOf(values), command);
      const receipt = `/redemptions/${redemption.id}/receipt`;
      return created(receipt, { redemption }, 'counter.said.handedOver');
    },
  }),
  route({
    method: 'post',
    path: '/counter/people/:id/pin',
    door: ['shopkeeper'],
    summary: 'Let a person who has no PIN set one at the counter',
    form: setPinForm,
    again: ({ actor, id }) => customerPage(actor, id, 'pin'),
    handle: async ({ actor, id, values, command }) => {
      const set = await setPin(actor, id, values.newPin, command);
      return done(`/counter/people/${id}`, set, 'pins.said.set');
    },
  }),
];
