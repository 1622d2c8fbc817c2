import Joi from 'joi';
import { permit } from '../base/refusal.ts';
import { done, page, route } from '../web/route.ts';
import type { Answer, Route } from '../web/route.ts';
import type { Actor } from './actor.ts';
import { changeCommunity, communities, residentialCommunity } from './communities.ts';
import { communityForm } from './forms.ts';
import { mayManagePeople } from './policy.ts';

const KEEPERS = ['manager', 'administrator'] as const;

const placeQuery = Joi.object<{ community?: number }, true>({
  community: Joi.number().integer().min(1).max(2_147_483_647),
});

async function settingsPage(actor: Actor, communityId: number): Promise<Answer> {
  permit(mayManagePeople(actor, communityId), 'manage-community');
  const place = await residentialCommunity(communityId);
  const others = (await communities()).filter(({ id }) => mayManagePeople(actor, id));
  return page(
    'people/communities/edit',
    { place },
    { form: communityForm, values: { ...place }, only: { others } },
  );
}

/** The communities, and what each may set for itself. */
export const communityRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/communities',
    door: 'public',
    summary: 'The communities, to choose whose pages are shown',
    shared: true,
    handle: async ({ communityId }) => {
      const all = await communities();
      const items = all.map(({ id, name }) => ({ id, name }));
      return page('people/communities/index', { items, next: null }, { only: { communityId } });
    },
  }),
  route({
    method: 'get',
    path: '/community',
    door: KEEPERS,
    summary: 'Settings of the community',
    query: placeQuery,
    handle: ({ actor, communityId, query }) => settingsPage(actor, query.community ?? communityId),
  }),
  route({
    method: 'post',
    path: '/community',
    door: KEEPERS,
    summary: 'Change the settings of the community',
    form: communityForm,
    query: placeQuery,
    again: ({ actor, communityId, query }) =>
      settingsPage(actor, (query as { community?: number }).community ?? communityId),
    handle: async ({ actor, communityId, values, query, command }) => {
      const place = query.community ?? communityId;
      const settings = await changeCommunity(actor, place, values, command);
      return done(`/community?community=${place}`, { settings }, 'people.said.communityChanged');
    },
  }),
];
