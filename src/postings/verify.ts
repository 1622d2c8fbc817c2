import sql from 'sql-template-tag';
import { rows } from '../base/db.ts';
import { weekSpan } from '../base/period.ts';
import type { Instant } from '../base/clock.ts';
import { outstandingGrowth } from '../ledger/index.ts';
import { digestOf } from './content.ts';
import type { Line, Sealed, WeekContent } from './content.ts';
import { weeklyKind } from './kinds.ts';
import type { WeeklyKind } from './kinds.ts';
import { linesOf } from './queries.ts';

/** Something in a posting that the ledger does not say. */
export interface PostingDifference {
  /** What is wrong: `line`, `issued`, `redeemed`, `outstanding`, `chain`, `digest`. */
  readonly what: string;
  /** Where: `posting:7`, `posting:7 person:3`. */
  readonly subject: string;
  readonly stored: number | string;
  readonly computed: number | string;
}

export interface PostingVerification {
  readonly differences: readonly PostingDifference[];
  /** How many postings were recomputed. */
  readonly count: number;
}

interface Stored extends Omit<Sealed, 'lines' | 'totals'> {
  readonly id: number;
  readonly issued: number;
  readonly redeemed: number;
  readonly outstanding: number;
  readonly digest: string;
}

/**
 * Recomputes every posting from the ledger, and holds lines, totals and the chain against it; of the
 * proposals of a year, which no ledger makes, the chain and the digest.
 */
export async function verifyPostings(): Promise<PostingVerification> {
  const postings = await rows<Stored>(
    sql`SELECT id, community_id AS "communityId", kind, period, number, opens_on AS "opensOn",
               closes_on AS "closesOn", frozen_at AS "frozenAt", issued, redeemed, outstanding,
               digest, previous_digest AS "previousDigest"
          FROM postings ORDER BY community_id, kind, id`,
  );
  const outstanding = await outstandingOf(postings);
  const differences: PostingDifference[] = [];
  for (const [index, posting] of postings.entries()) {
    const lines = await linesOf(posting.id);
    const weekly = weeklyKind(posting.kind);
    const content = await weekly?.contentOf(posting.communityId, posting.period);
    if (weekly && content) {
      differences.push(
        ...lineDifferences(posting, weekly, lines, content.lines),
        ...totalDifferences(posting, content, outstanding.get(posting.id) ?? 0),
      );
    }
    differences.push(
      ...chainDifferences(posting, postings[index - 1]),
      ...digestDifferences(posting, lines, content?.transfers ?? []),
    );
  }
  return { differences, count: postings.length };
}

/** What was outstanding at the end of each posting's week: each transfer is read once for it. */
async function outstandingOf(postings: readonly Stored[]): Promise<Map<number, number>> {
  const weeks = postings.filter(({ kind }) => weeklyKind(kind));
  const inTime = weeks.sort(
    (a, b) => a.communityId - b.communityId || (a.period < b.period ? -1 : 1),
  );
  const found = new Map<number, number>();
  const beginning: Instant = new Date(0).toISOString();
  let last = { communityId: 0, to: beginning, points: 0 };
  for (const { id, communityId, period } of inTime) {
    const { to } = weekSpan(period);
    if (last.communityId !== communityId) last = { communityId, to: beginning, points: 0 };
    const growth = await outstandingGrowth(communityId, { from: last.to, to });
    last = { communityId, to, points: last.points + growth };
    found.set(id, last.points);
  }
  return found;
}

function lineDifferences(
  { id }: Stored,
  { figuresOf }: WeeklyKind,
  stored: readonly Line[],
  computed: readonly Line[],
): PostingDifference[] {
  const [there, due] = [figures(stored, figuresOf), figures(computed, figuresOf)];
  return [...new Set([...there.keys(), ...due.keys()])]
    .filter((personId) => there.get(personId) !== due.get(personId))
    .map((personId) => ({
      what: 'line',
      subject: `posting:${id} person:${personId}`,
      stored: there.get(personId) ?? 'none',
      computed: due.get(personId) ?? 'none',
    }));
}

function figures(lines: readonly Line[], figuresOf: WeeklyKind['figuresOf']): Map<number, string> {
  const told = new Map<number, string>();
  for (const line of lines) {
    const text = figuresOf(line);
    if (text !== null) told.set(line.personId, text);
  }
  return told;
}

function totalDifferences(
  posting: Stored,
  { issued, redeemed }: WeekContent,
  outstanding: number,
): PostingDifference[] {
  const computed = { issued, redeemed, outstanding };
  return (['issued', 'redeemed', 'outstanding'] as const)
    .filter((what) => posting[what] !== computed[what])
    .map((what) => ({
      what,
      subject: `posting:${posting.id}`,
      stored: posting[what],
      computed: computed[what],
    }));
}

function chainDifferences(posting: Stored, before: Stored | undefined): PostingDifference[] {
  const follows =
    before?.communityId === posting.communityId && before.kind === posting.kind
      ? before.digest
      : '';
  if (posting.previousDigest === follows) return [];
  const subject = `posting:${posting.id}`;
  return [{ what: 'chain', subject, stored: posting.previousDigest, computed: follows }];
}

function digestDifferences(
  posting: Stored,
  lines: readonly Line[],
  transfers: WeekContent['transfers'],
): PostingDifference[] {
  const { id, digest, issued, redeemed, outstanding, ...rest } = posting;
  const totals = { issued, redeemed, outstanding };
  const computed = digestOf({ ...rest, lines, totals }, transfers);
  if (computed === digest) return [];
  return [{ what: 'digest', subject: `posting:${id}`, stored: digest, computed }];
}
