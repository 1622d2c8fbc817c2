import { done, page, route } from '../../web/route.ts';
import type { Answer, Route } from '../../web/route.ts';
import type { Actor } from '../actor.ts';
import { setPinForm } from './forms.ts';
import { removePin, setPin } from './keeping.ts';
import { hasPin } from './queries.ts';

async function pinPage({ personId }: Actor): Promise<Answer> {
  return page(
    'people/pins/edit',
    { has: await hasPin(personId) },
    { title: 'pins.title.edit', form: setPinForm },
  );
}

/** One’s own PIN, and one that was forgotten. */
export const pinRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/me/pin',
    door: 'signed-in',
    summary: 'Page to set one’s pick-up PIN',
    handle: ({ actor }) => pinPage(actor),
  }),
  route({
    method: 'post',
    path: '/me/pin',
    door: 'signed-in',
    summary: 'Set one’s own pick-up PIN',
    form: setPinForm,
    again: ({ actor }) => pinPage(actor),
    handle: async ({ actor, values, command }) => {
      const set = await setPin(actor, actor.personId, values.newPin, command);
      return done('/me/profile', set, 'pins.said.set');
    },
  }),
  route({
    method: 'post',
    path: '/people/:id/pin-removal',
    door: ['manager', 'administrator'],
    summary: 'Take a forgotten PIN away, so that another can be set at the counter',
    handle: async ({ actor, id, command }) =>
      done(`/people/${id}`, await removePin(actor, id, command), 'pins.said.removed'),
  }),
];
