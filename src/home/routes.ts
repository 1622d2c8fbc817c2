import Joi from 'joi';
import { page, route } from '../web/route.ts';
import type { Route } from '../web/route.ts';
import { homeOf, visitorHome } from './home.ts';
import { meOf, ownTransfers } from './me.ts';
import { statementColumns } from './columns.ts';

const pageQuery = Joi.object<{ before?: number }, true>({
  before: Joi.number().integer().min(1).max(2_147_483_647),
});

export const homeRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/',
    door: 'public',
    shared: true,
    own: true,
    summary: 'Home page of whoever asks',
    handle: async ({ visitor, communityId }) =>
      visitor
        ? page('home/index', await homeOf(visitor))
        : page('home/visitor', await visitorHome(communityId)),
  }),
  route({
    method: 'get',
    path: '/me',
    door: 'signed-in',
    summary: 'Who asks, and what they have',
    handle: async ({ actor }) => page('home/me', { ...(await meOf(actor)) }),
  }),
  route({
    method: 'get',
    path: '/me/transfers',
    door: 'signed-in',
    summary: 'One’s own statement, newest first',
    columns: statementColumns,
    query: pageQuery,
    handle: async ({ actor, query }) => {
      const [statement, me] = await Promise.all([ownTransfers(actor, query.before), meOf(actor)]);
      return page('home/transfers', { ...statement }, { only: { sums: me.points } });
    },
  }),
];
