import type { Actor } from '../../people/index.ts';
import { ownAppraisals } from '../appraisals/queries.ts';
import { ownExchanges } from '../duty/exchange-queries.ts';
import { papersOf } from '../evaluation/queries.ts';
import { leavesIn } from '../leave/queries.ts';
import { mattersOf } from '../matters/queries.ts';
import { mayDecideLeave } from '../policy.ts';
import { letWait } from './waiting.ts';

/** What waits for a person in each part of the office, on the first page of its list. */

letWait({
  key: 'hub.waiting.matters',
  href: '/staff/matters',
  count: async (actor) => {
    const matters = await mattersOf(actor, actor.communityId);
    const { toAnswer, toDo, toDecide, toConfirm, appeals } = matters;
    return [toAnswer, toDo, toDecide, toConfirm, appeals].flat().length;
  },
});

letWait({
  key: 'hub.waiting.leaves',
  href: '/staff/leave-requests',
  count: async (actor: Actor) => {
    const { items } = await leavesIn(actor.communityId, 'asked');
    return items.filter((leave) => mayDecideLeave(actor, actor.communityId, leave)).length;
  },
});

letWait({
  key: 'hub.waiting.exchanges',
  href: '/staff/duties/own',
  count: async ({ communityId, personId }) => {
    const asked = await ownExchanges(communityId, personId);
    return asked.filter(({ state, toId }) => state === 'open' && toId === personId).length;
  },
});

letWait({
  key: 'hub.waiting.papers',
  href: '/papers',
  count: async ({ personId }) => {
    const papers = await papersOf(personId);
    return papers.filter(({ phase, paper }) => phase === 'issuing' && paper === null).length;
  },
});

letWait({
  key: 'hub.waiting.signatures',
  href: '/staff/reviews',
  count: async ({ communityId, personId }) => {
    const own = await ownAppraisals(communityId, personId);
    return own.filter(({ state, signedAt }) => state === 'confirmed' && signedAt === null).length;
  },
});
