import Joi from 'joi';
import { TOPICS } from '../topics.ts';
import type { Topic } from '../topics.ts';

const topics = Joi.array<Topic[]>()
  .items(Joi.string().valid(...TOPICS))
  .single()
  .unique();

export interface WebhookWish {
  readonly url: string;
  readonly topics: Topic[];
  readonly withPhone: boolean;
}

export const webhookForm = Joi.object<WebhookWish, true>({
  url: Joi.string()
    .trim()
    .max(300)
    .uri({ scheme: ['https', 'http'] })
    .required()
    .label('webhook-url'),
  topics: topics.min(1).required().label('webhook-topics'),
  withPhone: Joi.boolean().truthy('on').default(false).label('webhook-phone'),
});

export const turnForm = Joi.object<{ on: boolean }, true>({ on: Joi.boolean().required() });

export const deliveriesQuery = Joi.object<{ before?: number }, true>({
  before: Joi.number().integer().min(1).max(2_147_483_647),
});

export interface Choices {
  readonly topics: Topic[];
  readonly phone: boolean;
}

export const choicesForm = Joi.object<Choices, true>({
  topics: topics.default([]).label('webhook-topics'),
  phone: Joi.boolean().truthy('on').default(false).label('choices-phone'),
});
