import { hasRole, housemates, peopleMeant } from '../../people/index.ts';
import type { Actor } from '../../people/index.ts';
import { page } from '../../web/route.ts';
import type { Answer, Typed } from '../../web/route.ts';
import { newCheckInFacts } from '../pages.ts';
import { CONSENT_WAYS, proxyForm } from './forms.ts';
import { proxyEntriesBy } from './queries.ts';

/** What the actor entered for others. */
export const proxiesPage = async (actor: Actor): Promise<Answer> =>
  page(
    'volunteering/proxies/index',
    { items: await proxyEntriesBy(actor.personId) },
    {
      title: 'proxies.title.index',
      only: { isClerk: hasRole(actor, 'manager', actor.communityId) },
    },
  );

/** The form, with those whom the typed name may mean: a household's own are all there are. */
export async function newProxyPage(actor: Actor, typed: Typed = {}): Promise<Answer> {
  const { data, values, only } = await newCheckInFacts(actor);
  const isClerk = hasRole(actor, 'manager', actor.communityId);
  const q = typeof typed.q === 'string' ? typed.q.trim() : '';
  const meant = isClerk && q !== '' ? await peopleMeant(actor.communityId, q) : [];
  const people = isClerk ? meant : await housemates(actor);
  return page('volunteering/proxies/new', data, {
    title: 'proxies.title.new',
    form: proxyForm,
    values: { ...values, consentOn: values?.occurredOn },
    only: { ...only, isClerk, people, ways: CONSENT_WAYS },
    scripts: ['check-in-form'],
  });
}
