import Joi from 'joi';

/** Four to six figures, typed in any width: １２３４ is 1234. */
export const pinField = Joi.string()
  .normalize('NFKC')
  .replace(/\s+/g, '')
  .empty('')
  .pattern(/^\d*$/)
  .min(4)
  .max(6);

export const setPinForm = Joi.object<{ newPin: string }, true>({
  newPin: pinField.required(),
});
