import { created, done, page, route } from '../web/route.ts';
import type { Answer, Route } from '../web/route.ts';
import { backTo } from '../web/back.ts';
import Joi from 'joi';
import { issueToken } from './actors.ts';
import { signInForm } from './forms.ts';
import { signIn } from './sign-in.ts';

const backQuery = Joi.object<{ back?: string }, true>({ back: Joi.string().max(500) });

const signInPage = (back = '/'): Answer =>
  page('people/session/new', {}, { form: signInForm, values: { back } });

export const sessionRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/session/new',
    door: 'public',
    summary: 'Sign-in page',
    query: backQuery,
    handle: ({ query }) => Promise.resolve(signInPage(query.back)),
  }),
  route({
    method: 'post',
    path: '/session',
    door: 'public',
    summary: 'Sign in',
    keyless: true,
    form: signInForm,
    again: () => Promise.resolve(signInPage()),
    handle: async ({ values, session }) => {
      const actor = await signIn(values.name, values.password);
      await session.signIn(actor);
      const location = actor.mustChangePassword ? '/me/password' : backTo(values.back);
      return done(location, { person: { id: actor.personId, name: actor.name } });
    },
  }),
  route({
    method: 'post',
    path: '/session/end',
    door: 'signed-in',
    summary: 'Sign out',
    keyless: true,
    handle: async ({ session }) => {
      await session.signOut();
      return done('/', {}, 'people.said.signedOut');
    },
  }),
  route({
    method: 'post',
    path: '/tokens',
    door: 'public',
    summary: 'Get a bearer token for a name and password',
    keyless: true,
    form: signInForm,
    handle: async ({ values }) => {
      const actor = await signIn(values.name, values.password);
      return created('/me', { token: await issueToken(actor) });
    },
  }),
];
