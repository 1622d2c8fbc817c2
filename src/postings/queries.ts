import sql, { empty } from 'sql-template-tag';
import { row, rows } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import { today } from '../base/period.ts';
import type { Day, Week } from '../base/period.ts';
import { found } from '../base/refusal.ts';
import { communityById, peopleByIds, shownName } from '../people/index.ts';
import type { Details, Line, Totals } from './content.ts';
import type { PostingKind } from './kinds.ts';

/** A posting in a list. */
export interface PostingRow {
  readonly id: number;
  readonly number: string;
  readonly kind: PostingKind;
  /** A week; of a year's proposals the year. */
  readonly period: string;
  /**
   * `open` until the last day of its window is over; then `final`, but `deciding` while an objection
   * is not decided.
   */
  readonly state: 'open' | 'deciding' | 'final';
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

const columns = sql`id, number, kind, period, opens_on AS "opensOn", closes_on AS "closesOn",
  (SELECT CAST(COUNT(*) AS INTEGER) FROM objections o
    WHERE o.posting_id = postings.id
      AND NOT EXISTS (SELECT 1 FROM objection_decisions d WHERE d.objection_id = o.id))
    AS undecided`;

type WithState<T> = Omit<T, 'undecided'> & Pick<PostingRow, 'state'>;

function withState<T extends { closesOn: Day; undecided: number }>(one: T): WithState<T> {
  const { undecided, ...rest } = one;
  const over = undecided > 0 ? 'deciding' : 'final';
  return { ...rest, state: today() <= one.closesOn ? 'open' : over };
}

interface Listing {
  readonly kind?: PostingKind | undefined;
  /** Only those of earlier weeks. */
  readonly before?: Week | undefined;
  /** Only those whose window is open. */
  readonly isUp?: boolean;
}

/** At most `limit` postings of a tenant, of residents unless said otherwise, newest first. */
export async function latestPostings(
  tenantId: number,
  limit: number,
  { kind = 'resident', before, isUp = false }: Listing = {},
): Promise<PostingRow[]> {
  const earlier = before === undefined ? empty : sql`AND period < ${before}`;
  const up = isUp ? sql`AND closes_on >= ${today()}` : empty;
  const listed = await rows<Omit<PostingRow, 'state'> & { undecided: number }>(
    sql`SELECT ${columns} FROM postings WHERE community_id = ${tenantId} AND kind = ${kind}
         ${earlier} ${up} ORDER BY period DESC, id DESC LIMIT ${limit}`,
  );
  return listed.map(withState);
}

/** The postings of a year's proposals, the last one first. */
export async function annualsOf(
  streetId: number,
  year: number,
  tx?: Transaction,
): Promise<PostingRow[]> {
  const listed = await rows<Omit<PostingRow, 'state'> & { undecided: number }>(
    sql`SELECT ${columns} FROM postings
         WHERE community_id = ${streetId} AND kind = 'annual' AND year = ${year} ORDER BY id DESC`,
    tx,
  );
  return listed.map(withState);
}

type Stored = Omit<Posting, 'state' | 'community'> & Totals & { undecided: number };

/** A posting and the totals of its community. Refuses `no-posting`. */
export async function postingById(id: number): Promise<{ posting: Posting; totals: Totals }> {
  const one = await row<Stored>(
    sql`SELECT ${columns}, community_id AS "communityId", frozen_at AS "frozenAt", digest,
               previous_digest AS "previousDigest", issued, redeemed, outstanding
          FROM postings WHERE id = ${id}`,
  );
  const { issued, redeemed, outstanding, ...posting } = withState(found(one, 'posting'));
  const { name } = await communityById(posting.communityId);
  return { posting: { ...posting, community: name }, totals: { issued, redeemed, outstanding } };
}

/** A posting with its lines, the names as they may be shown today. Refuses `no-posting`. */
export async function postingPage(id: number): Promise<PostingPage> {
  const { posting, totals } = await postingById(id);
  const lines = await linesOf(id);
  const people = await peopleByIds(lines.map(({ personId }) => personId));
  const named = lines
    .map((line) => ({ line, name: shownName(found(people.get(line.personId), 'person')) }))
    .sort((a, b) => byName(a.name, b.name) || a.line.personId - b.line.personId);
  return {
    posting,
    lines: named.map(({ line, name }) => shown(line, name)),
    totals,
    personIds: named.map(({ line }) => line.personId),
  };
}

const collator = new Intl.Collator('zh-CN');
export const byName = (a: string, b: string): number => collator.compare(a, b);

const shown = ({ earned, deducted, net, actions, minutes }: Line, name: string): ShownLine => ({
  name,
  earned,
  deducted,
  net,
  actions,
  hours: Math.round(minutes / 6) / 10,
});

const lineColumns = sql`person_id AS "personId", earned, deducted, net, actions, minutes, details`;

type StoredLine = Omit<Line, 'details'> & { readonly details: string | null };

const read = ({ details, ...line }: StoredLine): Line =>
  details === null ? line : { ...line, details: JSON.parse(details) as Details };

/** The lines of a posting as they were frozen, in order of the person's id. */
export async function linesOf(postingId: number): Promise<Line[]> {
  const lines = await rows<StoredLine>(
    sql`SELECT ${lineColumns} FROM posting_lines WHERE posting_id = ${postingId}
         ORDER BY person_id`,
  );
  return lines.map(read);
}

/** One person's line, or null. */
export async function findLine(
  postingId: number,
  personId: number,
  tx?: Transaction,
): Promise<Line | null> {
  const one = await row<StoredLine>(
    sql`SELECT ${lineColumns} FROM posting_lines
         WHERE posting_id = ${postingId} AND person_id = ${personId}`,
    tx,
  );
  return one && read(one);
}

/** One person's line. Refuses `no-posting-line`. */
export const lineOf = async (postingId: number, personId: number): Promise<Line> =>
  found(await findLine(postingId, personId), 'posting-line');

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
