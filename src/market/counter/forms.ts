import Joi from 'joi';
import { now } from '../../base/clock.ts';
import type { Instant } from '../../base/clock.ts';
import { Refusal } from '../../base/refusal.ts';
import { pinField } from '../../people/index.ts';
import { LINES_MAX, QUANTITY_MAX } from '../basket.ts';
import { id, linesField, pickUpCodeField } from '../forms.ts';
import type { WantedLine } from '../reservation.ts';
import type { Confirmation } from './confirmation.ts';
import type { CounterOrder } from './hand-over.ts';

const SIGNATURE_MIN = 20;
const SIGNATURE_MAX = 20_000;
// What was kept while the network was gone is booked within a week.
const LATE_DAYS_MAX = 7;
const DAY_MS = 24 * 3600_000;

/** What is typed or scanned at the counter: a card, a pick-up code, a number or a name. */
export const lookUpForm = Joi.object<{ q: string }, true>({
  q: Joi.string().normalize('NFKC').trim().max(60).label('counterPerson').required(),
});

/** How the person agrees, flat: each kind has fields of its own. */
interface TypedConfirmation {
  readonly confirmation: Confirmation['kind'];
  readonly pickUpCode?: string;
  readonly pin?: string;
  readonly signature?: string;
  readonly clerkId?: number;
  readonly clerkPin?: string;
}

/** A basket as JSON has it (`lines`), or as a form does: a field `good-7` with how many of it. */
interface TypedOrder extends TypedConfirmation {
  readonly personId: number;
  readonly lines?: WantedLine[];
  readonly takenAt?: Instant;
}

const neededFor = (kind: Confirmation['kind'], field: Joi.Schema): Joi.Schema =>
  field.when('confirmation', { is: kind, then: Joi.required(), otherwise: Joi.any().strip() });

const aQuantity = Joi.number().integer().min(0).max(QUANTITY_MAX).empty('').label('quantity');

export const signatureField = Joi.string()
  .empty('')
  .pattern(/^[ML\d .]+$/)
  .min(SIGNATURE_MIN)
  .max(SIGNATURE_MAX);

export const orderForm = Joi.object<TypedOrder>({
  personId: id.label('counterPerson').required(),
  lines: linesField,
  confirmation: Joi.string()
    .valid('code', 'pin', 'signature', 'clerk')
    .label('counterWay')
    .required(),
  pickUpCode: neededFor('code', pickUpCodeField),
  pin: neededFor('pin', pinField),
  signature: neededFor('signature', signatureField),
  clerkId: neededFor('clerk', id.empty('')),
  clerkPin: neededFor('clerk', pinField),
  takenAt: Joi.string().isoDate().empty(''),
}).pattern(/^good-[1-9]\d{0,8}$/, aQuantity);

/** What a form or JSON says, as the verb takes it. Refuses `basket-empty`, `basket-full`, `taken-at`. */
export function orderOf(typed: TypedOrder): CounterOrder {
  const { personId, lines = chosenIn(typed), takenAt } = typed;
  if (lines.length === 0) throw new Refusal('invalid', 'basket-empty');
  if (lines.length > LINES_MAX) throw new Refusal('conflict', 'basket-full', { max: LINES_MAX });
  return { personId, lines, confirmation: confirmationOf(typed), takenAt: momentOf(takenAt) };
}

const chosenIn = (typed: object): WantedLine[] =>
  Object.entries(typed).flatMap(([name, quantity]: [string, unknown]) => {
    const good = Number(/^good-(\d+)$/.exec(name)?.[1]);
    return Number.isInteger(good) && Number(quantity) > 0
      ? [{ good, quantity: Number(quantity) }]
      : [];
  });

function momentOf(typed: string | undefined): Instant | undefined {
  if (typed === undefined) return undefined;
  const moment = new Date(typed).toISOString();
  const age = Date.parse(now()) - Date.parse(moment);
  if (age < 0 || age > LATE_DAYS_MAX * DAY_MS) {
    throw new Refusal('invalid', 'taken-at', { days: LATE_DAYS_MAX }, 'takenAt');
  }
  return moment;
}

// The form has seen to it that the fields of the kind are there.
function confirmationOf(typed: TypedConfirmation): Confirmation {
  const { pickUpCode = '', pin = '', signature = '', clerkId = 0, clerkPin = '' } = typed;
  switch (typed.confirmation) {
    case 'code':
      return { kind: 'code', pickUpCode };
    case 'pin':
      return { kind: 'pin', pin };
    case 'signature':
      return { kind: 'signature', signature };
    case 'clerk':
      return { kind: 'clerk', clerkId, pin: clerkPin };
  }
}
