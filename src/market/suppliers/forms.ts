import Joi from 'joi';

export const SUPPLIER_KINDS = ['supplier', 'donor'] as const;
export type SupplierKind = (typeof SUPPLIER_KINDS)[number];

/** What is said of a supplier or donor. */
export interface SupplierWish {
  readonly name: string;
  readonly kind: SupplierKind;
  readonly contact?: string | undefined;
  readonly named: boolean;
  readonly active: boolean;
}

export const supplierForm = Joi.object<SupplierWish, true>({
  name: Joi.string().trim().max(60).required().label('supplierName'),
  kind: Joi.string()
    .valid(...SUPPLIER_KINDS)
    .required()
    .label('supplierKind'),
  contact: Joi.string().trim().max(60).empty('').label('supplierContact'),
  named: Joi.boolean().truthy('on').default(false),
  active: Joi.boolean().truthy('on').default(true).label('supplierActive'),
});
