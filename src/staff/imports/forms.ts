import Joi from 'joi';
import { ROLES } from './headings.ts';
import type { ColumnRole } from './headings.ts';
import type { Confirmation } from './booking.ts';
import { ABSENTEES } from './preview.ts';
import type { Absentees } from './preview.ts';

const COLUMNS_MAX = 60;

/** A form whose one field is a file. */
export const uploadForm = Joi.object({});

export const columnsForm = Joi.object<{ columns: ColumnRole[] }, true>({
  columns: Joi.array()
    .items(Joi.string().valid(...ROLES))
    .single()
    .min(1)
    .max(COLUMNS_MAX)
    .required(),
  // A page names what it has several of with brackets; JSON has a list.
}).rename('columns[]', 'columns');

export const confirmationForm = Joi.object<Confirmation, true>({
  absentees: Joi.string()
    .valid(...ABSENTEES)
    .default('open'),
  seen: Joi.string().trim().length(32).required(),
});

export const SHOWN = ['problems', 'changes', 'all'] as const;
export type Shown = (typeof SHOWN)[number];

export interface PreviewQuery {
  readonly show?: Shown;
  readonly absentees?: Absentees;
  /** How many items are passed over. */
  readonly skip?: number;
}

export const previewQuery = Joi.object<PreviewQuery, true>({
  show: Joi.string().valid(...SHOWN),
  absentees: Joi.string().valid(...ABSENTEES),
  skip: Joi.number().integer().min(0).max(1_000_000),
});

export const registerQuery = Joi.object<{ before?: number }, true>({
  before: Joi.number().integer().min(1).max(2_147_483_647),
});
