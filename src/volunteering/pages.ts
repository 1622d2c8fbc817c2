import { addDays, today } from '../base/period.ts';
import { hasRole } from '../people/index.ts';
import type { Actor } from '../people/index.ts';
import { readableCheckIn, stepsOf } from './check-in-queries.ts';
import { checkInViews } from './check-in-view.ts';
import type { CheckInView } from './check-in-view.ts';
import { PHOTOS_MAX } from './forms.ts';
import type { CheckInRow, Rule } from './models.ts';
import { isOwn, isOwnHousehold, mayAmend, mayReadCommunity, whyNotReview } from './policy.ts';
import { consentTo } from './proxies/queries.ts';
import { publicRule, rulesOf } from './rule-queries.ts';
import { DAYS_BACK_MAX } from './submission.ts';
import { transferFor } from './transfer-queries.ts';

type Data = Readonly<Record<string, unknown>>;

/** What a page shows: the answer to JSON, what the form holds, and what only the view needs. */
export interface Facts {
  readonly data: Data;
  readonly values?: Data;
  readonly only: Data;
}

/** Rows under the categories that they name, in the order of the rows. */
export function grouped<T extends { readonly category: string }>(
  all: readonly T[],
): { category: string; items: T[] }[] {
  const categories = [...new Set(all.map(({ category }) => category))];
  return categories.map((category) => ({
    category,
    items: all.filter((one) => one.category === category),
  }));
}

/** For the form of a new check-in, with one rule chosen already or none. */
export async function newCheckInFacts(actor: Actor, rule = ''): Promise<Facts> {
  const rules = await reportable(actor.communityId);
  return {
    data: { items: rules.map(publicRule) },
    values: { rule, quantity: 1, occurredOn: today() },
    only: formFacts(rules),
  };
}

/** For the form of one that was returned. Refuses `no-check-in`. */
export async function editCheckInFacts(actor: Actor, id: number): Promise<Facts> {
  const row = await readableCheckIn(actor, id);
  const [checkIn] = await checkInViews(actor, [row]);
  const { quantity, occurredOn, place, note } = row;
  return {
    data: { checkIn },
    values: { rule: row.rule.code, quantity, occurredOn, place, note },
    only: formFacts(await reportable(row.communityId)),
  };
}

const reportable = async (communityId: number): Promise<Rule[]> =>
  (await rulesOf(communityId)).filter(({ points }) => points > 0);

const formFacts = (rules: readonly Rule[]): Data => ({
  groups: grouped(rules),
  latest: today(),
  earliest: addDays(today(), -DAYS_BACK_MAX),
  photosMax: PHOTOS_MAX,
  daysBack: DAYS_BACK_MAX,
});

/** For one check-in with its history, and what this actor may do about it. Refuses `no-check-in`. */
export async function checkInFacts(actor: Actor, id: number): Promise<Facts> {
  const row = await readableCheckIn(actor, id);
  const [[checkIn], steps, transferId, consent] = await Promise.all([
    checkInViews(actor, [row]),
    stepsOf(id),
    transferFor(id),
    consentTo(id),
  ]);
  return {
    data: { checkIn },
    only: {
      steps,
      transferId,
      consent,
      rule: row.rule,
      ...mayDo(actor, row, checkIn as CheckInView),
    },
  };
}

function mayDo(actor: Actor, row: CheckInRow, checkIn: CheckInView): Data {
  const open = row.state === 'submitted' || row.state === 'returned';
  return {
    own: isOwn(actor, row),
    mayWithdraw: mayAmend(actor, row) && open,
    mayEdit: mayAmend(actor, row) && row.state === 'returned',
    reviewer: mayReadCommunity(actor, row.communityId),
    mayDecide: row.state === 'submitted' && whyNotReview(actor, row) === null,
    // What earned points is taken back where its transfer is explained.
    mayTakeBack:
      row.state === 'approved' &&
      row.points === 0 &&
      row.reversedAt === null &&
      hasRole(actor, 'manager', row.communityId) &&
      !isOwn(actor, row) &&
      !isOwnHousehold(actor, row),
    flags: checkIn.flags ?? [],
  };
}
