import { done, page, route } from '../web/route.ts';
import type { Answer, Route } from '../web/route.ts';
import { found } from '../base/refusal.ts';
import type { Actor } from './actor.ts';
import { findActor } from './actors.ts';
import { childrenOf } from './guardians/queries.ts';
import { nameConsentForm, passwordForm, profileForm } from './forms.ts';
import { shownName } from './names.ts';
import { ownData } from './own-data.ts';
import { changePassword } from './password-change.ts';
import { changeOwnPhone, consentToName } from './person-changes.ts';
import { householdMembers, personById } from './queries.ts';

const passwordPage = ({ mustChangePassword }: Actor): Answer =>
  page('people/password/edit', { mustChangePassword }, { form: passwordForm });

async function profilePage({ personId }: Actor): Promise<Answer> {
  const person = found(await personById(personId), 'person');
  const { householdId, phone } = person;
  const members = householdId === null ? [] : await householdMembers(householdId);
  const publicName = shownName(person);
  const children = await childrenOf(personId);
  const extras = { form: profileForm, values: { phone } };
  return page('people/profile/show', { person, publicName, members, children }, extras);
}

/** What everybody does with their own data. */
export const meRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/me/password',
    door: 'signed-in',
    summary: 'Page to change one’s password',
    handle: ({ actor }) => Promise.resolve(passwordPage(actor)),
  }),
  route({
    method: 'post',
    path: '/me/password',
    door: 'signed-in',
    summary: 'Change one’s password and end every other session',
    form: passwordForm,
    again: ({ actor }) => Promise.resolve(passwordPage(actor)),
    handle: async ({ actor, values, command, session }) => {
      await changePassword(actor, values, command);
      const renewed = await findActor(actor.personId);
      if (renewed) await session.signIn(renewed);
      return done('/', { changed: true }, 'people.said.passwordChanged');
    },
  }),
  route({
    method: 'get',
    path: '/me/profile',
    door: 'signed-in',
    summary: 'One’s own data and roles',
    handle: ({ actor }) => profilePage(actor),
  }),
  route({
    method: 'post',
    path: '/me/profile',
    door: 'signed-in',
    summary: 'Change one’s phone number',
    form: profileForm,
    again: ({ actor }) => profilePage(actor),
    handle: async ({ actor, values, command }) =>
      done(
        '/me/profile',
        await changeOwnPhone(actor, values.phone, command),
        'people.said.phoneChanged',
      ),
  }),
  route({
    method: 'post',
    path: '/me/name-consent',
    door: 'signed-in',
    summary: 'Agree to be shown with the full name, or take that back',
    form: nameConsentForm,
    handle: async ({ actor, values, command }) => {
      const answer = await consentToName(actor, values.consent, command);
      const said = values.consent ? 'people.said.consentGiven' : 'people.said.consentWithdrawn';
      return done('/me/profile', answer, said);
    },
  }),
  route({
    method: 'get',
    path: '/me/data',
    door: 'signed-in',
    summary: 'A copy of one’s own data as a file',
    handle: async ({ actor }) => ({
      kind: 'file',
      type: 'application/json',
      fileName: `jifenbu-${actor.personId}.json`,
      body: JSON.stringify(await ownData(actor.personId), null, 2),
    }),
  }),
];
