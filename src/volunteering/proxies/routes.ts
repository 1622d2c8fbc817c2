import { created, route } from '../../web/route.ts';
import type { Route } from '../../web/route.ts';
import { PHOTOS_MAX } from '../forms.ts';
import { enterForPerson } from './entry.ts';
import { proxyForm } from './forms.ts';
import { newProxyPage, proxiesPage } from './page.ts';

const ENTERERS = ['resident', 'manager'] as const;

/** Actions entered for people who do not do so themselves. */
export const proxyRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/proxies',
    door: ENTERERS,
    summary: 'What one entered for others',
    handle: ({ actor }) => proxiesPage(actor),
  }),
  route({
    method: 'get',
    path: '/proxies/new',
    door: ENTERERS,
    summary: 'Form to enter an action for somebody else',
    handle: ({ actor }) => newProxyPage(actor),
  }),
  route({
    method: 'post',
    path: '/proxies',
    door: ENTERERS,
    summary: 'Enter an action for a person who agreed to it',
    form: proxyForm,
    upload: { field: 'photos', filesMax: PHOTOS_MAX },
    again: ({ actor, values }) => newProxyPage(actor, values),
    handle: async ({ actor, values, files, command }) => {
      const checkIn = await enterForPerson(actor, values, files, command);
      return created(`/check-ins/${checkIn.id}`, { checkIn }, 'proxies.said.entered');
    },
  }),
];
