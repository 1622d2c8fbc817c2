import { created, done, page, route } from '../../web/route.ts';
import type { Answer, Asked, Route } from '../../web/route.ts';
import { mayKeepGoods } from '../policy.ts';
import { supplierForm } from './forms.ts';
import { supplierOf, suppliersOf } from './queries.ts';
import { addSupplier, changeSupplier } from './suppliers.ts';

const KEEPERS = ['manager', 'shopkeeper'] as const;

async function indexPage({ actor }: Pick<Asked, 'actor'>): Promise<Answer> {
  const items = await suppliersOf(actor);
  const only = { keeps: mayKeepGoods(actor, actor.communityId) };
  const extras = { only, form: supplierForm, title: 'stock.title.suppliers' };
  return page('market/suppliers/index', { items, next: null }, extras);
}

async function editPage({ actor, id }: Pick<Asked, 'actor' | 'id'>): Promise<Answer> {
  const supplier = await supplierOf(actor, id);
  const extras = { form: supplierForm, values: { ...supplier }, title: 'stock.title.supplier' };
  return page('market/suppliers/edit', { supplier }, extras);
}

/** Who the goods come from. */
export const supplierRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/suppliers',
    door: [...KEEPERS, 'auditor'],
    summary: 'Suppliers and donors of the community',
    handle: indexPage,
  }),
  route({
    method: 'post',
    path: '/suppliers',
    door: KEEPERS,
    summary: 'Add a supplier or donor',
    form: supplierForm,
    again: indexPage,
    handle: async ({ actor, values, command }) => {
      const supplier = await addSupplier(actor, values, command);
      return created('/suppliers', { supplier }, 'stock.said.supplierAdded');
    },
  }),
  route({
    method: 'get',
    path: '/suppliers/:id/edit',
    door: KEEPERS,
    summary: 'Page to change a supplier or donor',
    handle: editPage,
  }),
  route({
    method: 'post',
    path: '/suppliers/:id',
    door: KEEPERS,
    summary: 'Change a supplier or donor',
    form: supplierForm,
    again: editPage,
    handle: async ({ actor, id, values, command }) => {
      const supplier = await changeSupplier(actor, id, values, command);
      return done('/suppliers', { supplier }, 'stock.said.supplierChanged');
    },
  }),
];
