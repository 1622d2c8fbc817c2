import Joi from 'joi';
import { FIELDS, IMPORT_KINDS } from './columns.ts';
import type { ImportKind, Role } from './columns.ts';

const COLUMNS_MAX = 40;

export const fileForm = Joi.object<{ kind: ImportKind }, true>({
  kind: Joi.string()
    .valid(...IMPORT_KINDS)
    .label('importKind')
    .required(),
});

export const rolesForm = Joi.object<{ columns: Role[] }, true>({
  columns: Joi.array()
    .items(Joi.string().valid(...FIELDS, 'ignored'))
    .single()
    .min(1)
    .max(COLUMNS_MAX)
    .required(),
  // A page names what it has several of with brackets; JSON has a list.
}).rename('columns[]', 'columns');

export const seenForm = Joi.object<{ seen: string }, true>({
  seen: Joi.string().trim().length(32).required(),
});

export const SHOWN = ['problem', 'new', 'same'] as const;

export interface ImportQuery {
  readonly show?: (typeof SHOWN)[number];
  /** How many rows are passed over. */
  readonly skip?: number;
}

export const importQuery = Joi.object<ImportQuery, true>({
  show: Joi.string().valid(...SHOWN),
  skip: Joi.number().integer().min(0).max(1_000_000),
});

export const registerQuery = Joi.object<{ before?: number }, true>({
  before: Joi.number().integer().min(1).max(2_147_483_647),
});
