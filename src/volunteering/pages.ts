import { addDays, today } from '../base/period.ts';
import type { Actor } from '../people/index.ts';
import { page } from '../web/route.ts';
import type { Answer, Data } from '../web/route.ts';
import { readableCheckIn, stepsOf } from './check-in-queries.ts';
import { checkInViews } from './check-in-view.ts';
import type { CheckInView } from './check-in-view.ts';
import { checkInForm, PHOTOS_MAX, reasonForm } from './forms.ts';
import type { CheckInRow, Rule } from './models.ts';
import { isOwn, mayReadCommunity, whyNotReview } from './policy.ts';
import { publicRule, rulesOf } from './rule-queries.ts';
import { DAYS_BACK_MAX } from './submission.ts';
import { transferFor } from './transfer-queries.ts';

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

/** The form for a new check-in. */
export async function newCheckInPage(actor: Actor, rule?: string): Promise<Answer> {
  const rules = await reportable(actor.communityId);
  const only = { ...formFacts(), groups: grouped(rules), checkIn: null };
  return page(
    'volunteering/check-ins/new',
    { items: rules.map(publicRule) },
    {
      form: checkInForm,
      values: { rule: rule ?? '', quantity: 1, occurredOn: today() },
      scripts: ['check-in-form'],
      only,
    },
  );
}

/** The form for one that was returned. */
export async function editCheckInPage(actor: Actor, id: number): Promise<Answer> {
  const row = await readableCheckIn(actor, id);
  const [checkIn] = await checkInViews(actor, [row]);
  const rules = await reportable(row.communityId);
  return page(
    'volunteering/check-ins/edit',
    { checkIn },
    {
      form: checkInForm,
      values: {
        rule: row.rule.code,
        quantity: row.quantity,
        occurredOn: row.occurredOn,
        place: row.place,
        note: row.note,
      },
      scripts: ['check-in-form'],
      only: { ...formFacts(), groups: grouped(rules) },
    },
  );
}

const reportable = async (communityId: number): Promise<Rule[]> =>
  (await rulesOf(communityId)).filter(({ points }) => points > 0);

const formFacts = (): Data => ({
  latest: today(),
  earliest: addDays(today(), -DAYS_BACK_MAX),
  photosMax: PHOTOS_MAX,
  daysBack: DAYS_BACK_MAX,
});

/** One check-in with its history, and what this actor may do about it. */
export async function checkInPage(actor: Actor, id: number): Promise<Answer> {
  const row = await readableCheckIn(actor, id);
  const [[checkIn], steps, transferId] = await Promise.all([
    checkInViews(actor, [row]),
    stepsOf(id),
    transferFor(id),
  ]);
  return page(
    'volunteering/check-ins/show',
    { checkIn },
    {
      form: reasonForm,
      only: { steps, transferId, rule: row.rule, ...mayDo(actor, row, checkIn as CheckInView) },
    },
  );
}

function mayDo(actor: Actor, row: CheckInRow, checkIn: CheckInView): Data {
  const open = row.state === 'submitted' || row.state === 'returned';
  return {
    own: isOwn(actor, row),
    mayWithdraw: isOwn(actor, row) && open,
    mayEdit: isOwn(actor, row) && row.state === 'returned',
    reviewer: mayReadCommunity(actor, row.communityId),
    mayDecide: row.state === 'submitted' && whyNotReview(actor, row) === null,
    flags: checkIn.flags ?? [],
  };
}
