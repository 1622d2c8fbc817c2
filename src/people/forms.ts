import Joi from 'joi';
import { ROLES } from './actor.ts';
import type { Role } from './actor.ts';
import type { CommunitySettings } from './communities.ts';

/** Sign-in: the name may be a sign-in name, a name, a phone number or a card number. */
export const signInForm = Joi.object<{ name: string; password: string; back?: string }, true>({
  name: Joi.string().trim().max(60).required(),
  password: Joi.string().max(200).required(),
  back: Joi.string().max(500).allow(''),
});

export interface PasswordChange {
  /** Not asked of a person who came in with a one-time code. */
  readonly current?: string;
  readonly password: string;
}

export const passwordForm = Joi.object<PasswordChange, true>({
  current: Joi.string().max(200).empty(''),
  password: Joi.string().min(8).max(200).required(),
});

const id = (): Joi.NumberSchema => Joi.number().integer().min(1).max(2_147_483_647).empty('');

const PHONE = /^\+?\d{5,19}$/;
const CARD = /^[\dA-Z]{4,20}$/;
const SIGN_IN_NAME = /^[a-z][a-z\d._-]{2,39}$/;

// 138 0013 8000 and 138-0013-8000 are one number.
const withoutGaps = (pattern: RegExp): Joi.StringSchema =>
  Joi.string()
    .normalize('NFKC')
    .replace(/[\s-]+/g, '')
    .uppercase()
    .empty('')
    .max(20)
    .pattern(pattern);

/** A phone number, typed in any grouping. */
export const phoneField = withoutGaps(PHONE);

/** The number of a card, as its maker printed it. */
export const cardField = withoutGaps(CARD);

/** What a page says of a person, new or known. An empty field clears what was there. */
export interface PersonFields {
  readonly name: string;
  readonly householdId?: number;
  readonly phone?: string;
  readonly cardNumber?: string;
  readonly signInName?: string;
  readonly nameConsent: boolean;
}

/** The name of a person. */
export const nameField = Joi.string()
  .normalize('NFC')
  .trim()
  .replace(/\s+/g, ' ')
  .max(40)
  .required();

/** What a person signs in with, if they have such a name. */
export const signInNameField = Joi.string()
  .trim()
  .lowercase()
  .empty('')
  .max(40)
  .pattern(SIGN_IN_NAME);

const personFields: Joi.StrictSchemaMap<PersonFields> = {
  name: nameField,
  householdId: id(),
  phone: phoneField,
  cardNumber: cardField,
  signInName: signInNameField,
  nameConsent: Joi.boolean().truthy('on').empty('').default(false),
};

export const personForm = Joi.object<PersonFields, true>(personFields);

export interface NewPersonFields extends PersonFields {
  /** Makes a new household in that grid, instead of `householdId`. */
  readonly gridId?: number;
  readonly householdName?: string;
}

export const newPersonForm = Joi.object<NewPersonFields, true>({
  ...personFields,
  gridId: id(),
  householdName: Joi.string().trim().max(60).empty(''),
});

export const searchForm = Joi.object<{ q: string }, true>({
  q: Joi.string().normalize('NFKC').trim().max(40).required(),
});

export const erasureForm = Joi.object<{ name: string }, true>({
  name: Joi.string().trim().max(40).required(),
});

export interface NewGrant {
  readonly role: Role;
  /** Absent: in all communities. */
  readonly communityId?: number;
}

export const grantForm = Joi.object<NewGrant, true>({
  role: Joi.string()
    .valid(...ROLES)
    .required(),
  communityId: id().empty(Joi.valid('', 'all')),
});

export const profileForm = Joi.object<{ phone?: string }, true>({
  phone: phoneField,
});

export const nameConsentForm = Joi.object<{ consent: boolean }, true>({
  consent: Joi.boolean().required(),
});

export const communityForm = Joi.object<CommunitySettings, true>({
  postingWindowDays: Joi.number().integer().min(1).max(30).required(),
  reservationDays: Joi.number().integer().min(1).max(60).required(),
});
