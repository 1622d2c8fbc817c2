import type Joi from 'joi';
import type { TFunction } from 'i18next';

/** One wrong field, as the page shows it and as JSON tells it. */
export interface FieldError {
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

export type Reading<V> =
  { readonly ok: true; readonly values: V } | { readonly ok: false; readonly errors: FieldError[] };

/** What a field's schema says that the page can say too. */
export interface FieldLimits {
  readonly required: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly options?: readonly string[];
}

/** What the views call `form`. */
export interface FormState {
  readonly values: Readonly<Record<string, unknown>>;
  readonly errors: readonly FieldError[];
  readonly problem: string | null;
  readonly fields: Readonly<Record<string, FieldLimits>>;
}

/** Checks what came in; each wrong field once, with a sentence in the reader's language. */
export function readForm<V>(schema: Joi.ObjectSchema<V>, body: unknown, t: TFunction): Reading<V> {
  const checked = schema.validate(body ?? {}, {
    abortEarly: false,
    convert: true,
    stripUnknown: true,
  });
  if (!checked.error) return { ok: true, values: checked.value };
  const errors = new Map<string, FieldError>();
  for (const detail of checked.error.details) {
    const field = detail.path.join('.') || 'form';
    if (!errors.has(field)) errors.set(field, fieldError(field, detail, t));
  }
  return { ok: false, errors: [...errors.values()] };
}

function fieldError(field: string, detail: Joi.ValidationErrorItem, t: TFunction): FieldError {
  const code = detail.type;
  const name = String(detail.path[0] ?? field);
  const context = detail.context as { limit?: unknown; label?: string } | undefined;
  // A schema may say by `label` that its field goes by another word than that of its name.
  const label = t([`field.${context?.label ?? name}`, `field.${name}`, 'field.form']);
  const limit = typeof context?.limit === 'number' ? context.limit : '';
  return { field, code, message: t([`invalid.${code}`, 'invalid.other'], { label, limit }) };
}

/** The state of a form before anybody typed, or after a refusal. */
export function formState(
  schema: Joi.ObjectSchema,
  values: Readonly<Record<string, unknown>> = {},
  errors: readonly FieldError[] = [],
  problem: string | null = null,
): FormState {
  return { values, errors, problem, fields: limitsOf(schema) };
}

/** The largest number that a schema takes in a field, if it says. */
export const mostOf = (schema: Joi.ObjectSchema, field: string): number | undefined =>
  limitsOf(schema)[field]?.max;

interface Described {
  flags?: { presence?: string };
  allow?: unknown[];
  rules?: { name: string; args?: { limit?: number; regex?: string } }[];
}

const described = new WeakMap<Joi.ObjectSchema, Readonly<Record<string, FieldLimits>>>();

function limitsOf(schema: Joi.ObjectSchema): Readonly<Record<string, FieldLimits>> {
  const known = described.get(schema);
  if (known) return known;
  const keys = (schema.describe() as { keys?: Record<string, Described> }).keys ?? {};
  const limits = Object.fromEntries(
    Object.entries(keys).map(([name, field]) => [name, fieldLimits(field)]),
  );
  described.set(schema, limits);
  return limits;
}

function fieldLimits(field: Described & { type?: string }): FieldLimits {
  const limit = (rule: string): number | undefined =>
    field.rules?.find(({ name }) => name === rule)?.args?.limit;
  const isText = field.type === 'string';
  const options = field.allow?.filter(
    (one): one is string => typeof one === 'string' && one !== '',
  );
  return {
    required: field.flags?.presence === 'required',
    ...given('min', isText ? undefined : limit('min')),
    ...given('max', isText ? undefined : limit('max')),
    ...given('maxLength', isText ? limit('max') : undefined),
    ...given('options', options?.length ? options : undefined),
  };
}

const given = <K extends string, T>(key: K, value: T | undefined): Partial<Record<K, T>> =>
  value === undefined ? {} : ({ [key]: value } as Record<K, T>);
