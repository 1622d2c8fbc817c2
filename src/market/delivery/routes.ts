import { created, done, route } from '../../web/route.ts';
import type { Route } from '../../web/route.ts';
import { askForDelivery, assignHelper } from './asking.ts';
import { confirmDelivery, confirmStatement, failDelivery } from './bringing.ts';
import { addressForm, failureForm, helperForm, proofForm, roundQuery } from './forms.ts';
import { deliveriesPage, deliveryPage, roundPage } from './page.ts';
import { redemptionPage } from '../redemption-routes.ts';

const HELPERS = ['resident', 'shopkeeper', 'manager'] as const;

const seen: readonly Route[] = [
  route({
    method: 'get',
    path: '/deliveries',
    door: ['shopkeeper'],
    summary: 'What the shop has to bring to people’s doors',
    handle: ({ actor }) => deliveriesPage(actor),
  }),
  route({
    method: 'get',
    path: '/deliveries/round',
    door: HELPERS,
    summary: 'A helper’s list to take along',
    query: roundQuery,
    handle: ({ actor, query }) => roundPage(actor, query.helper),
  }),
  route({
    method: 'get',
    path: '/deliveries/:id',
    door: HELPERS,
    summary: 'One delivery, for its helper and the shop',
    handle: ({ actor, id }) => deliveryPage(actor, id),
  }),
];

const moved: readonly Route[] = [
  route({
    method: 'post',
    path: '/redemptions/:id/deliveries',
    door: ['resident', 'shopkeeper'],
    summary: 'Ask to have a reservation brought to the door',
    form: addressForm,
    again: ({ actor, id }) => redemptionPage(actor, id),
    handle: async ({ actor, id, values, command }) => {
      const delivery = await askForDelivery(actor, id, values.address, command);
      return created(`/redemptions/${id}`, { delivery }, 'deliveries.said.asked');
    },
  }),
  route({
    method: 'post',
    path: '/deliveries/:id/helper',
    door: ['shopkeeper'],
    summary: 'Give a delivery to a helper',
    form: helperForm,
    again: ({ actor, id, values }) => deliveryPage(actor, id, 'helper', values),
    handle: async ({ actor, id, values, command }) => {
      const delivery = await assignHelper(actor, id, values, command);
      return done(`/deliveries/${id}`, { delivery }, 'deliveries.said.assigned');
    },
  }),
  route({
    method: 'post',
    path: '/deliveries/:id/confirmation',
    door: HELPERS,
    summary: 'The helper says that it was delivered, and how that is known',
    form: proofForm,
    again: ({ actor, id }) => deliveryPage(actor, id, 'proof'),
    handle: async ({ actor, id, values, command }) => {
      const delivery = await confirmDelivery(actor, id, values, command);
      return done('/deliveries/round', { delivery }, `deliveries.said.${delivery.state}`);
    },
  }),
  route({
    method: 'post',
    path: '/deliveries/:id/second-word',
    door: ['shopkeeper'],
    summary: 'Confirm a helper’s word after asking the person',
    again: ({ actor, id }) => deliveryPage(actor, id),
    handle: async ({ actor, id, command }) => {
      const delivery = await confirmStatement(actor, id, command);
      return done('/deliveries', { delivery }, 'deliveries.said.delivered');
    },
  }),
  route({
    method: 'post',
    path: '/deliveries/:id/failure',
    door: HELPERS,
    summary: 'The goods came back to the shelf',
    form: failureForm,
    again: ({ actor, id }) => deliveryPage(actor, id, 'failure'),
    handle: async ({ actor, id, values, command }) => {
      const delivery = await failDelivery(actor, id, values, command);
      const serves = actor.roles.includes('shopkeeper');
      const back = serves ? '/deliveries' : '/deliveries/round';
      return done(back, { delivery }, 'deliveries.said.undelivered');
    },
  }),
];

/** Reserved goods that are brought to people’s doors. */
export const deliveryRoutes: readonly Route[] = [...seen, ...moved];
