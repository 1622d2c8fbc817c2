import Joi from 'joi';

/** Sign-in: the name may be a sign-in name, a name, a phone number or a card number. */
export const signInForm = Joi.object<{ name: string; password: string; back?: string }, true>({
  name: Joi.string().trim().max(60).required(),
  password: Joi.string().max(200).required(),
  back: Joi.string().max(500).allow(''),
});
