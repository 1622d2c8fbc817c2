import Joi from 'joi';
import { dayField } from '../../base/day-field.ts';
import type { Day } from '../../base/period.ts';
import { nameField, ROLES_IN, signInNameField } from '../../people/index.ts';
import type { Role } from '../../people/index.ts';
import { STAFF_KINDS } from './setting-up.ts';
import type { StaffKind } from './setting-up.ts';

const id = (): Joi.NumberSchema => Joi.number().integer().min(1).max(2_147_483_647);
const title = (): Joi.StringSchema => Joi.string().normalize('NFKC').trim().max(40).required();

export const departmentForm = Joi.object<{ name: string }, true>({
  name: title().label('departmentName'),
});

export const moveForm = Joi.object<{ towards: 'start' | 'end' }, true>({
  towards: Joi.string().valid('start', 'end').required(),
});

/** Who a member is, apart from what they do. */
export interface MemberFields {
  readonly name: string;
  readonly staffNumber: string;
  readonly kind: StaffKind;
  readonly signInName?: string;
}

const memberFields: Joi.StrictSchemaMap<MemberFields> = {
  name: nameField,
  staffNumber: Joi.string()
    .normalize('NFKC')
    .trim()
    .max(20)
    .pattern(/^[\p{L}\d._-]+$/u)
    .required(),
  kind: Joi.string()
    .valid(...STAFF_KINDS)
    .label('staffKind')
    .required(),
  signInName: signInNameField,
};

export const memberForm = Joi.object<MemberFields, true>(memberFields);

/** A post that somebody takes up on a day. */
export interface PostFields {
  readonly departmentId: number;
  readonly post: string;
  readonly fromOn: Day;
}

const postFields: Joi.StrictSchemaMap<PostFields> = {
  departmentId: id().required(),
  post: title().label('staffPost'),
  fromOn: dayField.label('startsOn').required(),
};

export const postForm = Joi.object<PostFields, true>(postFields);

export type NewMemberFields = MemberFields & PostFields;

export const newMemberForm = Joi.object<NewMemberFields, true>({ ...memberFields, ...postFields });

export const departureForm = Joi.object<{ toOn: Day }, true>({
  toOn: dayField.label('lastDay').required(),
});

export const roleForm = Joi.object<{ role: Role }, true>({
  role: Joi.string()
    .valid(...ROLES_IN.street)
    .required(),
});
