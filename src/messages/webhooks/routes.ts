import { permit } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { textsIn } from '../../web/i18n.ts';
import { done, page, route } from '../../web/route.ts';
import type { Answer, Route } from '../../web/route.ts';
import { topicOf, TOPICS } from '../topics.ts';
import { choicesOf, choose } from './choices.ts';
import { deliveriesOf, retryDelivery, tryOut } from './deliveries.ts';
import { choicesForm, deliveriesQuery, turnForm, webhookForm } from './forms.ts';
import { mayKeepWebhook } from './policy.ts';
import { sendOne } from './sending.ts';
import { renewSecret, secretOf, setWebhook, turnWebhook, webhookOf } from './settings.ts';
import type { Sentence } from './body.ts';
import { deliveryColumns } from './columns.ts';

const PAGE = 30;

/** What a message says, in the language of the residents. */
export const inChinese: Sentence = (kind, facts) =>
  textsIn('zh-CN')(`messages.text.${kind}`, facts);

async function settingsPage(actor: Actor): Promise<Answer> {
  permit(mayKeepWebhook(actor), 'keep-webhook');
  const webhook = await webhookOf(actor.communityId);
  const values = webhook
    ? { url: webhook.url, topics: webhook.topics, withPhone: webhook.withPhone }
    : { topics: [...TOPICS] };
  const only = { topics: TOPICS };
  return page('messages/webhooks/show', { webhook }, { form: webhookForm, values, only });
}

async function secretPage({ communityId }: Actor): Promise<Answer> {
  const secret = await secretOf(communityId);
  return page('messages/webhooks/secret', { secret }, { status: 201 });
}

async function list(actor: Actor, before?: number): Promise<Answer> {
  permit(mayKeepWebhook(actor), 'keep-webhook');
  const listed = await deliveriesOf(actor.communityId, PAGE + 1, before);
  const items = listed.slice(0, PAGE).map(({ kind, ...one }) => ({
    ...one,
    topic: kind === null ? null : topicOf(kind),
  }));
  const last = items.at(-1);
  const next = listed.length > PAGE && last ? `before=${last.id}` : null;
  return page('messages/webhooks/deliveries', { items, next });
}

async function choicesPage({ personId, communityId }: Actor): Promise<Answer> {
  const [choices, webhook] = await Promise.all([choicesOf(personId), webhookOf(communityId)]);
  const only = { topics: webhook?.enabled ? webhook.topics : [], asksPhone: webhook?.withPhone };
  return page(
    'messages/choices/show',
    { choices },
    { form: choicesForm, values: { ...choices }, only },
  );
}

const DELIVERIES = '/webhook/deliveries';

/** A tenant's outgoing webhook, for its administrators. */
const webhookRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/webhook',
    door: ['administrator'],
    summary: 'Where messages go out of the house',
    handle: ({ actor }) => settingsPage(actor),
  }),
  route({
    method: 'post',
    path: '/webhook',
    door: ['administrator'],
    summary: 'Say where messages go, and which; the first time the secret is shown',
    form: webhookForm,
    again: ({ actor }) => settingsPage(actor),
    handle: async ({ actor, values, command }) => {
      const set = await setWebhook(actor, values, command);
      return set.isNew ? secretPage(actor) : done('/webhook', set, 'messages.said.webhookSet');
    },
  }),
  route({
    method: 'post',
    path: '/webhook/state',
    door: ['administrator'],
    summary: 'Turn sending on or off',
    form: turnForm,
    again: ({ actor }) => settingsPage(actor),
    handle: async ({ actor, values, command }) => {
      const turned = await turnWebhook(actor, values.on, command);
      return done('/webhook', turned, `messages.said.${turned.on ? 'webhookOn' : 'webhookOff'}`);
    },
  }),
  route({
    method: 'post',
    path: '/webhook/secret',
    door: ['administrator'],
    summary: 'Put a new secret in the place of the old one, and show it once',
    handle: async ({ actor, command }) => {
      await renewSecret(actor, command);
      return secretPage(actor);
    },
  }),
  route({
    method: 'post',
    path: '/webhook/trial',
    door: ['administrator'],
    summary: 'Send a trial at once',
    handle: async ({ actor, command }) => {
      const delivery = await tryOut(actor, command);
      await sendOne(delivery.id, inChinese);
      return done(DELIVERIES, { delivery }, 'messages.said.tried');
    },
  }),
  route({
    method: 'get',
    path: DELIVERIES,
    door: ['administrator'],
    summary: 'How messages went out, newest first',
    columns: deliveryColumns,
    query: deliveriesQuery,
    handle: ({ actor, query }) => list(actor, query.before),
  }),
  route({
    method: 'post',
    path: '/webhook/deliveries/:id/retry',
    door: ['administrator'],
    summary: 'Give a failed delivery one more try, at once',
    handle: async ({ actor, id, command }) => {
      const delivery = await retryDelivery(actor, id, command);
      await sendOne(id, inChinese);
      return done(DELIVERIES, { delivery }, 'messages.said.tried');
    },
  }),
];

/** What everybody agrees to have sent out. */
const choiceRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/me/messages/choices',
    door: 'signed-in',
    summary: 'What one agrees to have sent by SMS or WeChat',
    handle: ({ actor }) => choicesPage(actor),
  }),
  route({
    method: 'post',
    path: '/me/messages/choices',
    door: 'signed-in',
    summary: 'Agree to what is sent by SMS or WeChat, or take that back',
    form: choicesForm,
    again: ({ actor }) => choicesPage(actor),
    handle: async ({ actor, values, command }) => {
      const choices = await choose(actor, values, command);
      return done('/me/messages/choices', { choices }, 'messages.said.chosen');
    },
  }),
];

export const outgoingRoutes: readonly Route[] = [...webhookRoutes, ...choiceRoutes];
