import Joi from 'joi';
import { LANGUAGES } from '../../web/i18n.ts';
import type { Language } from '../../web/i18n.ts';
import { route } from '../../web/route.ts';
import type { Route } from '../../web/route.ts';
import { accountQuery, monthField } from './forms.ts';
import type { AccountQuery } from './forms.ts';
import { accountFile, accountPage } from './page.ts';

/** A file is in the language that its address says: it is kept and sent on. */
const fileQuery = Joi.object<AccountQuery & { lang: Language }, true>({
  month: monthField,
  lang: Joi.string()
    .valid(...LANGUAGES)
    .default(LANGUAGES[0]),
});

/** What came in and went out of goods in a month, open to everybody. */
export const accountRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/goods-account',
    door: 'public',
    shared: true,
    summary: 'The goods in and out of a month, to be put up',
    query: accountQuery,
    handle: ({ communityId, query }) => accountPage(communityId, query.month),
  }),
  route({
    method: 'get',
    path: '/goods-account.csv',
    door: 'public',
    summary: 'The goods in and out of a month as a file',
    query: fileQuery,
    handle: ({ communityId, query }) => accountFile(communityId, query.lang, query.month),
  }),
];
