import sql from 'sql-template-tag';
import { now } from '../base/clock.ts';
import { inTransaction, row } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import { addDays, nextWeek, today, weekOf, weekSpan } from '../base/period.ts';
import type { Week } from '../base/period.ts';
import { Refusal } from '../base/refusal.ts';
import { firstBookedAt, outstandingAt } from '../ledger/index.ts';
import { communities, communityById, streets } from '../people/index.ts';
import type { Community } from '../people/index.ts';
import type { Sealed, WeekContent } from './content.ts';
import { freeze } from './freezing.ts';
import { weeklyKindOf } from './kinds.ts';
import type { WeeklyKind } from './kinds.ts';
import { weekTitle } from './number.ts';
import { lastDigest, postedPeriods } from './queries.ts';

/** A posting, and whether this call has made it. */
export interface Posted {
  readonly id: number;
  readonly number: string;
  readonly posted: boolean;
}

/**
 * How long after its end a week may be posted. A transfer is stamped when it is booked and seen when
 * its transaction ends, which takes seconds at most; after this long none of the week is missing.
 */
const SETTLE_MS = 5 * 60_000;

const isOver = (week: Week): boolean =>
  Date.parse(now()) >= Date.parse(weekSpan(week).to) + SETTLE_MS;

/** Two processes that post different weeks at once meet in the chain; the later one tries again. */
const TRIES = 5;

/**
 * Posts a week of a community or of a street office, once, whoever else tries at the same moment.
 * Refuses `week-not-over`, and `nothing-to-post` for a week before anything was booked.
 */
export async function postWeek(tenantId: number, week: Week): Promise<Posted> {
  if (!isOver(week)) throw new Refusal('conflict', 'week-not-over', { week });
  const tenant = await communityById(tenantId);
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const posted = await inTransaction((tx) => postOnce(tenant, week, tx));
    if (posted) return posted;
  }
  throw new Refusal('busy', 'too-busy');
}

async function postOnce(tenant: Community, week: Week, tx: Transaction): Promise<Posted | null> {
  const weekly = weeklyKindOf(tenant);
  const before = await findPosted(tenant.id, weekly.kind, week, tx);
  if (before) return before;
  const content = await weekly.contentOf(tenant.id, week, tx);
  const isEmpty = content.transfers.length === 0 && !content.lines.some(weekly.figuresOf);
  if (isEmpty && !(await hasBegun(tenant.id, week, tx))) {
    throw new Refusal('conflict', 'nothing-to-post', { week });
  }
  const sealed = await seal(tenant, weekly, week, content, tx);
  const id = await freeze(sealed, content.transfers, tx);
  if (id === null) return findPosted(tenant.id, weekly.kind, week, tx);
  return { id, number: sealed.number, posted: true };
}

/** Whether anything was ever booked by the end of a week. */
async function hasBegun(tenantId: number, week: Week, tx: Transaction): Promise<boolean> {
  const began = await firstBookedAt(tenantId, tx);
  return began !== null && began < weekSpan(week).to;
}

async function findPosted(
  tenantId: number,
  kind: string,
  week: Week,
  tx: Transaction,
): Promise<Posted | null> {
  const found = await row<{ id: number; number: string }>(
    sql`SELECT id, number FROM postings
         WHERE community_id = ${tenantId} AND kind = ${kind} AND period = ${week}`,
    tx,
  );
  return found && { ...found, posted: false };
}

async function seal(
  tenant: Community,
  { kind, windowDaysOf }: WeeklyKind,
  week: Week,
  { lines, issued, redeemed }: WeekContent,
  tx: Transaction,
): Promise<Sealed> {
  const outstanding = await outstandingAt(tenant.id, weekSpan(week).to, tx);
  const opensOn = today();
  return {
    communityId: tenant.id,
    kind,
    period: week,
    number: weekTitle(tenant, week),
    opensOn,
    closesOn: addDays(opensOn, (await windowDaysOf(tenant, tx)) - 1),
    frozenAt: now(),
    lines,
    totals: { issued, redeemed, outstanding },
    previousDigest: await lastDigest(tenant.id, kind, tx),
  };
}

/** Everybody who posts weeks: communities, then street offices. */
export const posters = async (): Promise<Community[]> => [
  ...(await communities()),
  ...(await streets()),
];

/**
 * Posts every week that is over and not posted, of every community and street office, oldest first:
 * for the Monday job, and at start, for a server that was off. One that fails does not stop others.
 */
export async function postDueWeeks(): Promise<Posted[]> {
  const posted: Posted[] = [];
  const failures: unknown[] = [];
  for (const tenant of await posters()) {
    try {
      for (const week of await dueWeeks(tenant)) posted.push(await postWeek(tenant.id, week));
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'some weeks could not be posted');
  return posted;
}

async function dueWeeks(tenant: Community): Promise<Week[]> {
  const began = await firstBookedAt(tenant.id);
  if (began === null) return [];
  const posted = await postedPeriods(tenant.id, weeklyKindOf(tenant).kind);
  const due: Week[] = [];
  for (let week = weekOf(began); isOver(week); week = nextWeek(week)) {
    if (!posted.has(week)) due.push(week);
  }
  return due;
}
