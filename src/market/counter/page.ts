import { now } from '../../base/clock.ts';
import { setPinForm } from '../../people/index.ts';
import type { Actor } from '../../people/index.ts';
import { page } from '../../web/route.ts';
import type { Answer } from '../../web/route.ts';
import { openingNow } from '../hours/opening.ts';
import { openCount } from '../queries.ts';
import { openCases } from './cases/queries.ts';
import { lookUpForm, orderForm } from './forms.ts';
import { FOUND_MAX } from './look-up.ts';
import type { Found } from './look-up.ts';
import { customerAtCounter, handedOverToday } from './queries.ts';

/** Where everybody at the counter is found, and what was handed over today. */
export async function counterPage(actor: Actor, communityId: number): Promise<Answer> {
  const items = await handedOverToday(actor, communityId);
  const only = {
    waiting: await openCount(communityId),
    opening: await openingNow(communityId, now()),
    cases: await openCases(communityId),
  };
  return page(
    'market/counter/new',
    { items },
    { title: 'counter.title.new', form: lookUpForm, only, scripts: ['counter'] },
  );
}

/** Whom or what was found, where it is not one person. */
export function foundPage(found: Found): Answer {
  if (found.kind === 'people') {
    const only = { isMore: found.people.length >= FOUND_MAX };
    return page('market/counter/people', found, { title: 'counter.title.people', only });
  }
  const { redemption, pickUpCode } = found;
  return codePage(redemption, pickUpCode);
}

/** The goods of a pick-up code, to be looked at before they are handed over. */
export const codePage = (redemption: unknown, pickUpCode: string): Answer =>
  page(
    'market/counter/show',
    { redemption },
    { title: 'counter.title.show', only: { pickUpCode } },
  );

/** The person at the counter: what they have, what they take, how they agree. */
export async function customerPage(
  actor: Actor,
  personId: number,
  formOf: 'order' | 'pin' = 'order',
): Promise<Answer> {
  const customer = await customerAtCounter(actor, personId);
  const opening = await openingNow(actor.communityId, now());
  return page(
    'market/counter/customer',
    { ...customer, opening },
    {
      title: 'counter.title.customer',
      form: formOf === 'order' ? orderForm : setPinForm,
      only: { formOf },
      scripts: ['counter-basket'],
    },
  );
}
