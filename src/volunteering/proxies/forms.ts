import Joi from 'joi';
import { dayField } from '../../base/day-field.ts';
import { today } from '../../base/period.ts';
import type { Day } from '../../base/period.ts';
import { actionFields } from '../forms.ts';
import type { CheckInForm } from '../forms.ts';

export const CONSENT_WAYS = ['in-person', 'by-phone', 'on-paper'] as const;
export type ConsentWay = (typeof CONSENT_WAYS)[number];

export interface ProxyForm extends CheckInForm {
  /** Whom the clerk means: card, end of a phone number, name. */
  readonly q?: string;
  /** Whom of several it means, or of one's own household. */
  readonly personId?: number;
  readonly consentWay: ConsentWay;
  readonly consentOn: Day;
  readonly consent: true;
}

/** An action of somebody else, and how they agreed to its being entered for them. */
export const proxyForm = Joi.object<ProxyForm, true>({
  q: Joi.string()
    .normalize('NFKC')
    .trim()
    .max(60)
    .empty('')
    .when('personId', { is: Joi.exist(), otherwise: Joi.required() })
    .label('proxyPerson'),
  personId: Joi.number().integer().min(1).max(2_147_483_647).empty('').label('proxyPerson'),
  ...actionFields,
  consentWay: Joi.string()
    .valid(...CONSENT_WAYS)
    .required(),
  consentOn: dayField.empty('').default(today),
  consent: Joi.boolean().truthy('on', '1').valid(true).label('proxyConsent').required(),
});
