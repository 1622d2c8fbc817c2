import sql, { empty } from 'sql-template-tag';
import { row, rows } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import { today } from '../base/period.ts';
import type { Day, Week } from '../base/period.ts';
import { found } from '../base/refusal.ts';
import { communityById, peopleByIds, shownName } from '../people/index.ts';
import type { Line, Totals } from './content.ts';

/** A posting in a list. */
export interface PostingRow {
  readonly id: number;
  readonly number: string;
  readonly kind: string;
  readonly period: Week;
  /** `open` until the last day of its window is over, then `final`. */
  readonly state: 'open' | 'final';
  readonly opensOn: Day;
  readonly closesOn: Day;
}

/** A posting with everything that it says of itself. */
export interface Posting extends PostingRow {
  readonly communityId: number;
  readonly community: string;
  readonly frozenAt: string;
  readonly digest: string;
  readonly previousDigest: string;
}

/** A line as everybody sees it. */
export interface ShownLine {
  readonly name: string;
  readonly earned: number;
  readonly deducted: number;
  readonly net: number;
  readonly actions: number;
  readonly hours: number;
}

export interface PostingPage {
  readonly posting: Posting;
  /** In the order of the names, so that it is no ranking. */
  readonly lines: readonly ShownLine[];
  readonly totals: Totals;
  /** Whose line each is, in the same order. For who may know; never in an answer. */
  readonly personIds: readonly number[];
}

const columns = sql`id, number, kind, period, opens_on AS "opensOn", closes_on AS "closesOn"`;

const withState = <T extends { closesOn: Day }>(one: T): T & Pick<PostingRow, 'state'> => ({
  ...one,
  state: today() <= one.closesOn ? 'open' : 'final',
});

/** At most `limit` postings of a community, newest week first, from before a week if one is given. */
export async function latestPostings(
  communityId: number,
  limit: number,
  before?: Week,
): Promise<PostingRow[]> {
  const earlier = before === undefined ? empty : sql`AND period < ${before}`;
  const listed = await rows<Omit<PostingRow, 'state'>>(
    sql`SELECT ${columns} FROM postings WHERE community_id = ${communityId} AND kind = 'resident'
         ${earlier} ORDER BY period DESC LIMIT ${limit}`,
  );
  return listed.map(withState);
}

type Stored = Omit<Posting, 'state' | 'community'> & Totals;

/** Refuses `no-posting`. */
export async function postingById(id: number): Promise<Posting & Totals> {
  const one = await row<Stored>(
    sql`SELECT ${columns}, community_id AS "communityId", frozen_at AS "frozenAt", digest,
               previous_digest AS "previousDigest", issued, redeemed, outstanding
          FROM postings WHERE id = ${id}`,
  );
  const posting = withState(found(one, 'posting'));
  const { name } = await communityById(posting.communityId);
  return { ...posting, community: name };
}

/** A posting with its lines, the names as they may be shown today. Refuses `no-posting`. */
export async function postingPage(id: number): Promise<PostingPage> {
  const { issued, redeemed, outstanding, ...posting } = await postingById(id);
  const lines = await linesOf(id);
  const people = await peopleByIds(lines.map(({ personId }) => personId));
  const named = lines
    .map((line) => ({ line, name: shownName(found(people.get(line.personId), 'person')) }))
    .sort((a, b) => byName(a.name, b.name) || a.line.personId - b.line.personId);
  return {
    posting,
    lines: named.map(({ line, name }) => shown(line, name)),
    totals: { issued, redeemed, outstanding },
    personIds: named.map(({ line }) => line.personId),
  };
}

const collator = new Intl.Collator('zh-CN');
const byName = (a: string, b: string): number => collator.compare(a, b);

const shown = ({ earned, deducted, net, actions, minutes }: Line, name: string): ShownLine => ({
  name,
  earned,
  deducted,
  net,
  actions,
  hours: Math.round(minutes / 6) / 10,
});

const lineColumns = sql`person_id AS "personId", earned, deducted, net, actions, minutes`;

/** The lines of a posting as they were frozen, in order of the person's id. */
export const linesOf = (postingId: number): Promise<Line[]> =>
  rows<Line>(
    sql`SELECT ${lineColumns} FROM posting_lines WHERE posting_id = ${postingId}
         ORDER BY person_id`,
  );

/** One person's line. Refuses `no-posting-line`. */
export async function lineOf(postingId: number, personId: number): Promise<Line> {
  const one = await row<Line>(
    sql`SELECT ${lineColumns} FROM posting_lines
         WHERE posting_id = ${postingId} AND person_id = ${personId}`,
  );
  return found(one, 'posting-line');
}

/** The digest that the next posting follows; empty when there is none yet. */
export async function lastDigest(
  communityId: number,
  kind: string,
  tx: Transaction,
): Promise<string> {
  const last = await row<{ digest: string }>(
    sql`SELECT digest FROM postings WHERE community_id = ${communityId} AND kind = ${kind}
         ORDER BY id DESC LIMIT 1`,
    tx,
  );
  return last?.digest ?? '';
}

/** The weeks that are posted. */
export async function postedPeriods(communityId: number, kind: string): Promise<Set<Week>> {
  const posted = await rows<{ period: Week }>(
    sql`SELECT period FROM postings WHERE community_id = ${communityId} AND kind = ${kind}`,
  );
  return new Set(posted.map(({ period }) => period));
}
