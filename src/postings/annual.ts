import { note } from '../base/audit.ts';
import { now } from '../base/clock.ts';
import { lockRows } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import { today } from '../base/period.ts';
import type { Day } from '../base/period.ts';
import { Refusal } from '../base/refusal.ts';
import { communityById } from '../people/index.ts';
import type { Details, Line } from './content.ts';
import { freeze } from './freezing.ts';
import { yearTitle } from './number.ts';
import type { Posted } from './posting.ts';
import { hasUpheld } from './objections/queries.ts';
import { annualsOf, lastDigest } from './queries.ts';
import type { PostingRow } from './queries.ts';

/** What may be proposed for a year: 优秀, 称职, 基本称职, 不称职. */
export const PROPOSALS = ['excellent', 'competent', 'basic', 'incompetent'] as const;
export type Proposal = (typeof PROPOSALS)[number];

/** What is proposed for one person. Nothing here changes once it is posted. */
export interface AnnualLine {
  readonly personId: number;
  /** The name of their department, as it was. */
  readonly department: string;
  /** Where the office names the department: `position` of `departmentsOf`. */
  readonly place: number;
  readonly proposal: Proposal;
  /** Shown beside the proposal, if there is something to say: 县级表彰. */
  readonly remark?: string | undefined;
}

/** The proposals of a year, and the last day on which they are posted. */
export interface AnnualContent {
  readonly year: number;
  /** One line for each person. */
  readonly lines: readonly AnnualLine[];
  /** `workingDaysAfter(streetId, today(), annualPostingDays)`; after today. */
  readonly closesOn: Day;
}

/**
 * Posts the proposals of a year inside the office, from today through `closesOn`, and answers its id
 * and number (下东〔2026〕年度考核第1号). It is final when the window is over and all objections are
 * decided: `annualPostings` tells the state. A posting never changes: when an objection was upheld,
 * the year is posted again and gets the next number. Refuses `year-posted` otherwise.
 *
 * Of who may do so the caller has asked before; `by` is who does. Since postings know the staff
 * module and it does not know them, the caller is a verb of this module that asks the staff module's
 * index for the lines, in the transaction of its command:
 *
 *     once(command, 'post-annual', { year }, async (tx) => {
 *       const { lines, closesOn } = await annualProposals(streetId, year, tx);
 *       return postAnnual(streetId, { year, lines, closesOn }, actor.personId, tx);
 *     })
 */
export async function postAnnual(
  streetId: number,
  { year, lines, closesOn }: AnnualContent,
  by: number,
  tx: Transaction,
): Promise<Posted> {
  if (closesOn <= today()) throw new Error('a posting of a year needs days to be read');
  await lockRows('communities', [streetId], tx);
  const before = await annualPostings(streetId, year, tx);
  await refusePosted(before[0], year, tx);
  const turn = before.length + 1;
  const number = yearTitle(await communityById(streetId, tx), year, turn);
  const sealed = {
    communityId: streetId,
    kind: 'annual',
    period: turn === 1 ? String(year) : `${year}-${turn}`,
    number,
    opensOn: today(),
    closesOn,
    frozenAt: now(),
    lines: [...lines].sort((a, b) => a.personId - b.personId).map(lineOf),
    totals: { issued: 0, redeemed: 0, outstanding: 0 },
    previousDigest: await lastDigest(streetId, 'annual', tx),
  };
  const id = await freeze(sealed, [], tx);
  if (id === null) throw new Refusal('busy', 'too-busy');
  const event = { communityId: streetId, personId: by, name: 'annual-posted' };
  await note({ ...event, subject: `posting:${id}` }, tx);
  return { id, number, posted: true };
}

/** The postings of a year's proposals, the last one first: it is the one that holds. */
export const annualPostings = (
  streetId: number,
  year: number,
  tx?: Transaction,
): Promise<PostingRow[]> => annualsOf(streetId, year, tx);

async function refusePosted(
  last: PostingRow | undefined,
  year: number,
  tx: Transaction,
): Promise<void> {
  if (!last || (last.state === 'final' && (await hasUpheld(last.id, tx)))) return;
  throw new Refusal('conflict', 'year-posted', { year, number: last.number });
}

/** What the line of a year's proposal says. */
export interface AnnualDetails extends Details {
  readonly department: string;
  readonly place: number;
  readonly proposal: Proposal;
  readonly remark: string | null;
}

function lineOf({ personId, department, place, proposal, remark }: AnnualLine): Line {
  const details: AnnualDetails = { department, place, proposal, remark: remark ?? null };
  return { personId, earned: 0, deducted: 0, net: 0, actions: 0, minutes: 0, details };
}
