import { STATUS_CODES } from 'node:http';
import type { TFunction } from 'i18next';
import { Refusal } from '../base/refusal.ts';
import type { RefusalKind } from '../base/refusal.ts';
import type { FieldError } from './form.ts';

const STATUS: Record<RefusalKind, number> = {
  invalid: 422,
  incomplete: 400,
  unauthenticated: 401,
  forbidden: 403,
  missing: 404,
  conflict: 409,
  'too-large': 413,
  unsupported: 415,
  'too-many': 429,
  busy: 503,
};

export const statusOf = (refusal: Refusal): number => STATUS[refusal.kind];

/** A refusal of one or more fields of a form, each with its sentence. */
export class FormRefusal extends Refusal {
  readonly errors: readonly FieldError[];

  constructor(errors: readonly FieldError[]) {
    super('invalid', 'form-wrong');
    this.errors = errors;
  }
}

interface HttpError {
  readonly status?: number;
  readonly type?: string;
}

/** What was thrown, as a refusal; null when it is a bug of ours. */
export function asRefusal(error: unknown): Refusal | null {
  if (error instanceof Refusal) return error;
  const { status, type } = error as HttpError;
  if (status === 413) return new Refusal('too-large', 'body-too-large');
  if (status === 415) return new Refusal('unsupported', 'type-unknown');
  if (error instanceof URIError) return new Refusal('incomplete', 'address-broken');
  if (status === 400 || type?.startsWith('entity.'))
    return new Refusal('incomplete', 'body-broken');
  return null;
}

/** The sentence of a refusal in the reader's language. */
export const sentenceOf = (refusal: Refusal, t: TFunction): string =>
  t([`refusal.${refusal.code}`, `refusal.${refusal.kind}`], { ...refusal.facts });

/** The fields that a refusal is about, each with its sentence. */
export function fieldErrorsOf(refusal: Refusal, t: TFunction): readonly FieldError[] {
  if (refusal instanceof FormRefusal) return refusal.errors;
  if (refusal.field === undefined) return [];
  return [{ field: refusal.field, code: refusal.code, message: sentenceOf(refusal, t) }];
}

/** A problem document as RFC 9457 has it. */
export function problemOf(refusal: Refusal, t: TFunction): Record<string, unknown> {
  const status = statusOf(refusal);
  const errors = fieldErrorsOf(refusal, t);
  return {
    type: `urn:jifenbu:problem:${refusal.code}`,
    title: STATUS_CODES[status],
    status,
    code: refusal.code,
    detail: sentenceOf(refusal, t),
    ...(errors.length > 0 ? { errors } : {}),
  };
}
