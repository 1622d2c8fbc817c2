import sql, { bulk } from 'sql-template-tag';
import { now } from '../base/clock.ts';
import { change, inTransaction, row } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import { addDays, nextWeek, today, weekOf, weekSpan } from '../base/period.ts';
import type { Week } from '../base/period.ts';
import { Refusal } from '../base/refusal.ts';
import { firstBookedAt, outstandingAt } from '../ledger/index.ts';
import { communities, communityById } from '../people/index.ts';
import type { Community } from '../people/index.ts';
import { digestOf, weekContent } from './content.ts';
import type { Line, Sealed, WeekContent } from './content.ts';
import { lastDigest, postedPeriods } from './queries.ts';

/** A posting, and whether this call has made it. */
export interface Posted {
  readonly id: number;
  readonly number: string;
  readonly posted: boolean;
}

/** The kind of posting that tells of the residents' points. */
const KIND = 'resident';

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
 * Posts a week of a community, once, whoever else tries at the same moment.
 * Refuses `week-not-over`, and `nothing-to-post` for a week before anything was booked.
 */
export async function postWeek(communityId: number, week: Week): Promise<Posted> {
  if (!isOver(week)) throw new Refusal('conflict', 'week-not-over', { week });
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const posted = await inTransaction((tx) => postOnce(communityId, week, tx));
    if (posted) return posted;
  }
  throw new Refusal('busy', 'too-busy');
}

async function postOnce(communityId: number, week: Week, tx: Transaction): Promise<Posted | null> {
  const before = await findPosted(communityId, week, tx);
  if (before) return before;
  const community = await communityById(communityId, tx);
  const content = await weekContent(communityId, week, tx);
  const began = await firstBookedAt(communityId, tx);
  const isEmpty = content.lines.length === 0 && content.transfers.length === 0;
  if (isEmpty && (began === null || began >= weekSpan(week).to)) {
    throw new Refusal('conflict', 'nothing-to-post', { week });
  }
  const sealed = await seal(community, week, content, tx);
  const id = await insertPosting(sealed, digestOf(sealed, content.transfers), tx);
  if (id === null) return findPosted(communityId, week, tx);
  await insertLines(id, sealed.lines, tx);
  return { id, number: sealed.number, posted: true };
}

async function findPosted(
  communityId: number,
  week: Week,
  tx: Transaction,
): Promise<Posted | null> {
  const found = await row<{ id: number; number: string }>(
    sql`SELECT id, number FROM postings
         WHERE community_id = ${communityId} AND kind = ${KIND} AND period = ${week}`,
    tx,
  );
  return found && { ...found, posted: false };
}

async function seal(
  community: Community,
  week: Week,
  { lines, issued, redeemed }: WeekContent,
  tx: Transaction,
): Promise<Sealed> {
  const outstanding = await outstandingAt(community.id, weekSpan(week).to, tx);
  const opensOn = today();
  return {
    communityId: community.id,
    kind: KIND,
    period: week,
    number: numberOf(community, week),
    opensOn,
    closesOn: addDays(opensOn, community.postingWindowDays - 1),
    frozenAt: now(),
    lines,
    totals: { issued, redeemed, outstanding },
    previousDigest: await lastDigest(community.id, KIND, tx),
  };
}

const yearOf = (week: Week): number => Number(week.slice(0, 4));
const weekNumberOf = (week: Week): number => Number(week.slice(6));

// A document's number is in Chinese whatever language the reader has chosen.
const numberOf = ({ shortName }: Community, week: Week): string =>
  `${shortName}〔${yearOf(week)}〕第${weekNumberOf(week)}周`;

async function insertPosting(
  posting: Sealed,
  digest: string,
  tx: Transaction,
): Promise<number | null> {
  const made = await row<{ id: number }>(
    sql`INSERT INTO postings (community_id, kind, period, year, week, number, opens_on, closes_on,
          frozen_at, issued, redeemed, outstanding, digest, previous_digest)
        VALUES (${posting.communityId}, ${posting.kind}, ${posting.period},
          ${yearOf(posting.period)}, ${weekNumberOf(posting.period)}, ${posting.number},
          ${posting.opensOn}, ${posting.closesOn}, ${posting.frozenAt}, ${posting.totals.issued},
          ${posting.totals.redeemed}, ${posting.totals.outstanding}, ${digest},
          ${posting.previousDigest})
        ON CONFLICT DO NOTHING RETURNING id`,
    tx,
  );
  return made?.id ?? null;
}

/** So many lines go into one statement; SQLite takes 32,766 values. */
const LINES_AT_ONCE = 2_000;

async function insertLines(id: number, lines: readonly Line[], tx: Transaction): Promise<void> {
  for (let from = 0; from < lines.length; from += LINES_AT_ONCE) {
    const some = lines.slice(from, from + LINES_AT_ONCE);
    await change(
      sql`INSERT INTO posting_lines
            (posting_id, person_id, earned, deducted, net, actions, minutes)
          VALUES ${bulk(
            some.map((one) => [
              id,
              one.personId,
              one.earned,
              one.deducted,
              one.net,
              one.actions,
              one.minutes,
            ]),
          )}`,
      tx,
    );
  }
}

/**
 * Posts every week that is over and not posted, of every community, oldest first: for the Monday
 * job, and at start, for a server that was off. One community that fails does not stop the others.
 */
export async function postDueWeeks(): Promise<Posted[]> {
  const posted: Posted[] = [];
  const failures: unknown[] = [];
  for (const { id } of await communities()) {
    try {
      for (const week of await dueWeeks(id)) posted.push(await postWeek(id, week));
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'some weeks could not be posted');
  return posted;
}

async function dueWeeks(communityId: number): Promise<Week[]> {
  const began = await firstBookedAt(communityId);
  if (began === null) return [];
  const posted = await postedPeriods(communityId, KIND);
  const due: Week[] = [];
  for (let week = weekOf(began); isOver(week); week = nextWeek(week)) {
    if (!posted.has(week)) due.push(week);
  }
  return due;
}
