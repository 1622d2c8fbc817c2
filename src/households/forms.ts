import Joi from 'joi';
import type { Decision, NewMerge } from './merging.ts';
import type { MemberChange, Split } from './membership.ts';
import type { CommunityMove } from './moving.ts';

const id = (): Joi.NumberSchema => Joi.number().integer().min(1).max(2_147_483_647).empty('');
const PEOPLE_MAX = 30;
const people = (): Joi.ArraySchema<number[]> =>
  Joi.array().items(id().required()).single().unique().min(1).max(PEOPLE_MAX).required();
const reason = (): Joi.StringSchema => Joi.string().trim().max(100).required();
const name = (): Joi.StringSchema => Joi.string().trim().max(60).required();

export const listQuery = Joi.object<{ grid?: number; after?: number }, true>({
  grid: id(),
  after: id(),
});

export const memberForm = Joi.object<MemberChange, true>({
  personId: id().required(),
  reason: reason(),
});

export const headForm = Joi.object<{ personId: number }, true>({ personId: id().required() });

export const peopleForm = Joi.object<{ people: number[] }, true>({ people: people() });

export const splitForm = Joi.object<Split, true>({
  people: people(),
  name: name(),
  gridId: id().required(),
  reason: reason(),
});

export const moveForm = Joi.object<CommunityMove, true>({
  people: people(),
  gridId: id().required(),
  name: name(),
  reason: reason(),
  cancel: Joi.boolean().truthy('on').empty('').default(false),
});

export const mergeQuery = Joi.object<{ kept: number }, true>({ kept: id().required() });

export const mergeForm = Joi.object<NewMerge, true>({
  keptId: id().required(),
  mergedId: id().required(),
  reason: reason(),
});

export const decisionForm = Joi.object<Decision, true>({ approve: Joi.boolean().required() });
