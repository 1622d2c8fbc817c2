import Joi from 'joi';
import { backTo } from './back.ts';
import { LANGUAGES } from './i18n.ts';
import { done, route } from './route.ts';
import type { Route } from './route.ts';
import { TEXT_SIZES } from './visit.ts';

interface Display {
  textSize?: number;
  lang?: string;
  community?: number;
  back?: string;
}

const displayForm = Joi.object<Display, true>({
  textSize: Joi.number().valid(...TEXT_SIZES),
  lang: Joi.string().valid(...LANGUAGES),
  community: Joi.number().integer().min(1).max(2_147_483_647),
  back: Joi.string().max(500).allow(''),
});

/** How the pages look to this visitor, kept in cookies: text size, language, community. */
export const displayRoutes: readonly Route[] = [
  route({
    method: 'post',
    path: '/display',
    door: 'public',
    summary: 'Set text size, language and community of the pages',
    keyless: true,
    form: displayForm,
    handle: ({ values, session }) => {
      if (values.textSize) session.setCookie('size', String(values.textSize));
      if (values.lang) session.setCookie('lang', values.lang);
      if (values.community) session.setCookie('community', String(values.community));
      return Promise.resolve(done(backTo(values.back), { ...values }));
    },
  }),
];
