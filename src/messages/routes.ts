import Joi from 'joi';
import { done, page, route } from '../web/route.ts';
import type { Route } from '../web/route.ts';
import { messagesOf, unreadCount } from './queries.ts';
import { markRead, openMessage } from './telling.ts';
import { outgoingRoutes } from './webhooks/routes.ts';

const ID_MAX = 2_147_483_647;

const pageQuery = Joi.object<{ before?: number }, true>({
  before: Joi.number().integer().min(1).max(ID_MAX),
});

const readingForm = Joi.object<{ upTo: number }, true>({
  upTo: Joi.number().integer().min(1).max(ID_MAX).required(),
});

export const messageRoutes: readonly Route[] = [
  ...outgoingRoutes,
  route({
    method: 'get',
    path: '/me/messages',
    door: 'signed-in',
    summary: 'What one was told, newest first',
    query: pageQuery,
    handle: async ({ actor, query }) => {
      const messages = await messagesOf(actor.personId, query.before);
      const unread = await unreadCount(actor.personId);
      return page('messages/index', messages, { only: { unread } });
    },
  }),
  route({
    method: 'post',
    path: '/me/messages/:id/opening',
    door: 'signed-in',
    summary: 'Open one of one’s messages: it is read, and leads to where it is',
    handle: async ({ actor, id, command }) => {
      const message = await openMessage(actor, id, command);
      return done(message.href, { message });
    },
  }),
  route({
    method: 'post',
    path: '/me/messages/reading',
    door: 'signed-in',
    summary: 'Mark one’s messages as read, up to one of them',
    form: readingForm,
    handle: async ({ actor, values, command }) =>
      done('/me/messages', await markRead(actor, values.upTo, command), 'messages.said.read'),
  }),
];
