import Joi from 'joi';
import { now } from '../../base/clock.ts';
import { today } from '../../base/period.ts';
import { permit } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { LANGUAGES, textsIn } from '../../web/i18n.ts';
import type { Language } from '../../web/i18n.ts';
import { done, page, route } from '../../web/route.ts';
import type { Answer, Route } from '../../web/route.ts';
import { ownExchanges } from './exchange-queries.ts';
import { closeFeed, feedMadeAt, feedOf, openFeed } from './feed.ts';
import { icalOf } from './ical.ts';
import { mayReadRoster } from './policy.ts';
import { dutiesBefore, dutiesBehind } from './queries.ts';

const OWN = '/staff/duties/own';

/** A calendar asks in no language, so that of its entries stands in the address. */
const feedQuery = Joi.object<{ lang: Language }, true>({
  lang: Joi.string()
    .valid(...LANGUAGES)
    .default(LANGUAGES[0]),
});

async function ownPage(actor: Actor): Promise<Answer> {
  const { communityId, personId } = actor;
  permit(mayReadRoster(actor, communityId), 'read-roster');
  const exchanges = await ownExchanges(communityId, personId);
  const isOpen = ({ state }: { readonly state: string }): boolean => state === 'open';
  const data = {
    items: await dutiesBefore(communityId, personId),
    behind: await dutiesBehind(communityId, personId, today()),
    asked: exchanges.filter((one) => isOpen(one) && one.toId === personId),
    proposed: exchanges.filter((one) => isOpen(one) && one.fromId === personId),
    next: null,
  };
  const only = { feedMadeAt: await feedMadeAt(personId), moment: now() };
  return page('staff/duty/own/index', data, { only });
}

async function feedFile(token: string, origin: string, language: Language): Promise<Answer> {
  const t = textsIn(language);
  const feed = await feedOf(token);
  const body = icalOf(feed, {
    calendar: t('staff.duty.feed.name', { street: feed.street }),
    dutyOf: (shift) => t('staff.duty.feed.duty', { shift }),
    origin,
  });
  return { kind: 'file', type: 'text/calendar; charset=utf-8', body };
}

/** One's own duties, on a page and in one's own calendar. */
export const ownRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: OWN,
    door: ['staff'],
    summary: 'One’s own duties, the next first, and what colleagues ask',
    handle: ({ actor }) => ownPage(actor),
  }),
  route({
    method: 'post',
    path: '/staff/duties/feed',
    door: ['staff'],
    summary: 'Make an address for one’s calendar, in place of the one before; told once',
    handle: async ({ actor, command, origin }) => {
      const { token } = await openFeed(actor, command);
      const address = `${origin}/staff/duties/feed/${token}.ics`;
      return page('staff/duty/own/feed', { address }, { status: 201, only: { path: OWN } });
    },
  }),
  route({
    method: 'post',
    path: '/staff/duties/feed/closing',
    door: ['staff'],
    summary: 'End the address of one’s calendar',
    handle: async ({ actor, command }) =>
      done(OWN, await closeFeed(actor, command), 'staff.duty.said.feedClosed'),
  }),
  route({
    method: 'get',
    path: '/staff/duties/feed/:token.ics',
    door: 'public',
    secret: 'token',
    summary: 'The duties of who made the address, for a calendar',
    query: feedQuery,
    handle: ({ word, origin, query }) => feedFile(word('token'), origin, query.lang),
  }),
];
