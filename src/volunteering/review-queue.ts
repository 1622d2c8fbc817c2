import { weekDays } from '../base/period.ts';
import type { Actor } from '../people/index.ts';
import { earningsAlone } from './caps.ts';
import type { CapStanding } from './caps.ts';
import { checkInsBetween, queuedCheckIns } from './check-in-queries.ts';
import type { Earlier } from './check-in-queries.ts';
import { checkInViews } from './check-in-view.ts';
import type { CheckInView } from './check-in-view.ts';
import type { QueueQuery } from './forms.ts';
import type { CheckInRow } from './models.ts';
import { whyNotReview } from './policy.ts';

/** An undecided check-in with all that a reviewer judges it by. */
export interface QueueItem extends CheckInView {
  /** The person's other check-ins by the same rule in the same week. */
  readonly earlier: readonly Omit<Earlier, 'personId' | 'ruleId'>[];
  readonly caps: readonly CapStanding[];
  /** Why this reviewer may not decide on it: `own-household`; null when they may. */
  readonly closed: string | null;
}

/** A page of the queue, oldest first, in a fixed number of statements. */
export async function reviewQueue(
  actor: Actor,
  { after, limit }: QueueQuery,
): Promise<{ items: QueueItem[]; next: number | null }> {
  const found = await queuedCheckIns(actor.communityId, after, limit);
  const shown = found.slice(0, limit);
  const earnings = await earningsAlone(shown);
  const [views, others] = await Promise.all([
    checkInViews(actor, shown, undefined, earnings),
    sameWeek(shown),
  ]);
  const items = views.map((view, index) => {
    const row = shown[index] as CheckInRow;
    return {
      ...view,
      earlier: others.filter((other) => isEarlier(other, row)).map(withoutOwner),
      caps: earnings.get(row.id)?.standing ?? [],
      closed: whyNotReview(actor, row),
    };
  });
  return { items, next: found.length > limit ? (shown.at(-1)?.id ?? null) : null };
}

async function sameWeek(shown: readonly CheckInRow[]): Promise<Earlier[]> {
  if (shown.length === 0) return [];
  const spans = shown.map(({ occurredOn }) => weekDays(occurredOn));
  const from = spans.map((span) => span.from).reduce((a, b) => (a < b ? a : b));
  const to = spans.map((span) => span.to).reduce((a, b) => (a > b ? a : b));
  const people = [...new Set(shown.map(({ personId }) => personId))];
  const rules = [...new Set(shown.map(({ rule }) => rule.id))];
  return checkInsBetween(people, rules, from, to);
}

function isEarlier(other: Earlier, row: CheckInRow): boolean {
  const week = weekDays(row.occurredOn);
  return (
    other.id !== row.id &&
    other.personId === row.personId &&
    other.ruleId === row.rule.id &&
    other.occurredOn >= week.from &&
    other.occurredOn < week.to
  );
}

const withoutOwner = ({
  id,
  occurredOn,
  quantity,
  state,
  points,
  capped,
}: Earlier): QueueItem['earlier'][number] => ({ id, occurredOn, quantity, state, points, capped });
