import { weekSpan } from '../base/period.ts';
import type { Week } from '../base/period.ts';
import { found, permit } from '../base/refusal.ts';
import { earningsOf } from '../ledger/index.ts';
import type { EarningLine } from '../ledger/index.ts';
import { peopleByIds } from '../people/index.ts';
import type { Actor } from '../people/index.ts';
import { entriesBookedIn } from '../staff/index.ts';
import type { ScoreEntry } from '../staff/index.ts';
import { ruleNames } from '../volunteering/index.ts';
import { staffLine } from './office-lines.ts';
import type { StaffLine } from './office-lines.ts';
import { mayOpenLine } from './policy.ts';
import { lineOf, postingById } from './queries.ts';
import type { Posting, PostingRow, ShownLine } from './queries.ts';

export interface LinePage {
  readonly posting: PostingRow;
  readonly line: Omit<ShownLine, 'actions' | 'hours'>;
  /** The transfers of that week that make the number, oldest first. */
  readonly items: readonly (EarningLine & { readonly rule: string | null })[];
}

/** What stands behind one line of a posting. Refuses `open-posting-line`, `no-posting-line`. */
export async function linePage(
  actor: Actor,
  postingId: number,
  personId: number,
): Promise<LinePage> {
  const { posting } = await postingById(postingId);
  const { communityId, id, number, kind, period, state, opensOn, closesOn } = posting;
  permit(mayOpenLine(actor, communityId, personId), 'open-posting-line');
  const { earned, deducted, net } = await lineOf(postingId, personId);
  const { name } = found((await peopleByIds([personId])).get(personId), 'person');
  return {
    posting: { id, number, kind, period, state, opensOn, closesOn },
    line: { name, earned, deducted, net },
    items: await namedEarnings(personId, period),
  };
}

async function namedEarnings(personId: number, period: Week): Promise<LinePage['items']> {
  const earnings = await earningsOf(personId, weekSpan(period));
  const names = await ruleNames(earnings.flatMap(({ ruleVersionId }) => ruleVersionId ?? []));
  return earnings.map((one) => ({ ...one, rule: names.get(one.ruleVersionId ?? 0) ?? null }));
}

export interface StaffLinePage {
  readonly posting: PostingRow;
  readonly line: StaffLine;
  /** The entries of that week that make the sums, in the order in which they happened. */
  readonly entries: readonly ScoreEntry[];
}

/** What stands behind one line of a week of staff, for who was asked before. Refuses `no-posting-line`. */
export async function staffLinePage(
  { id, number, kind, period, state, opensOn, closesOn, communityId }: Posting,
  personId: number,
): Promise<StaffLinePage> {
  const line = await lineOf(id, personId);
  const { name } = found((await peopleByIds([personId])).get(personId), 'person');
  return {
    posting: { id, number, kind, period, state, opensOn, closesOn },
    line: staffLine(name, line),
    entries: await entriesBookedIn(communityId, personId, weekSpan(period)),
  };
}
