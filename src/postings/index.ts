/**
 * Postings: what a week or a year came to, frozen, numbered and put up for those whom it concerns.
 *
 * Words.  A *posting* is of a *kind*: the week of a community's residents, the week of a street
 *         office's staff, or the proposals of a year. It has a *line* for each person. Its *window*
 *         are the days on which it is *open*; after them it is *deciding* while an *objection* to a
 *         line is not decided, then *final*.
 * Owns.   postings, posting_lines, objections, objection_decisions.
 * Uses.   ledger (the sums), volunteering (actions and hours), staff (parts, settings), people (names
 *         as shown today), messages.
 * Holds.  A week is posted once. A posting never changes: the database refuses it, and each carries
 *         a digest over its transfers, its lines, its totals and the digest of the one before.
 *         A transfer booked later counts in the week in which it is booked. What a street office
 *         posts is for its own people; the public sees its weeks only where that is switched on.
 *         An objection is made while the window is open, and decided once, by nobody concerned.
 */
import './undecided.ts';

export { postDueWeeks, posters, postWeek } from './posting.ts';
export type { Posted } from './posting.ts';
export { annualPostings, postAnnual, PROPOSALS } from './annual.ts';
export type { AnnualContent, AnnualLine, Proposal } from './annual.ts';
export { latestPostings } from './queries.ts';
export type { PostingRow } from './queries.ts';
export { verifyPostings } from './verify.ts';
export type { PostingDifference, PostingVerification } from './verify.ts';
export { decideObjection } from './objections/decision.ts';
export type { NewDecision, NewObjection } from './objections/forms.ts';
export { makeObjection } from './objections/objection.ts';
