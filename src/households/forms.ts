import Joi from 'joi';
import type { Decision, NewMerge } from './merging.ts';
import type { MemberChange, Split } from './membership.ts';
import type { CommunityMove } from './moving.ts';

const id = (): Joi.NumberSchema => Joi.number().integer().min(1).max(2_147_483_647).empty('');
const MEMBERS_MAX = 30;
const memberIds = (): Joi.ArraySchema<number[]> =>
  Joi.array()
    .items(id().required())
    .single()
    .unique()
    .min(1)
    .max(MEMBERS_MAX)
    .label('householdMembers')
    .required();
const reason = (): Joi.StringSchema => Joi.string().trim().max(100).required();
const name = (): Joi.StringSchema => Joi.string().trim().max(60).required();

export const listQuery = Joi.object<{ grid?: number; after?: number }, true>({
  grid: id(),
  after: id(),
});

export const memberForm = Joi.object<MemberChange, true>({
  memberId: id().required(),
  reason: reason(),
});

export const headForm = Joi.object<{ memberId: number }, true>({ memberId: id().required() });

export const membersForm = Joi.object<{ memberIds: number[] }, true>({ memberIds: memberIds() });

export const splitForm = Joi.object<Split, true>({
  memberIds: memberIds(),
  name: name(),
  gridId: id().required(),
  reason: reason(),
});

export const moveForm = Joi.object<CommunityMove, true>({
  memberIds: memberIds(),
  gridId: id().required(),
  name: name(),
  reason: reason(),
  cancel: Joi.boolean().truthy('on').empty('').default(false),
});

/** Whom a form that is refused said to keep; 0 where that is nobody's id. */
export const keptIn = (typed: unknown): number =>
  id().required().validate(typed).error ? 0 : Number(typed);

export const mergeQuery = Joi.object<{ keep: number }, true>({ keep: id().required() });

export const mergeForm = Joi.object<NewMerge, true>({
  keptId: id().required(),
  mergedId: id().required(),
  reason: reason(),
});

export const decisionForm = Joi.object<Decision, true>({ isSame: Joi.boolean().required() });
