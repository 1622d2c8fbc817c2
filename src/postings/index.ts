/**
 * Postings: what a community's week came to, frozen, numbered and put up for everybody to see.
 *
 * Words.  A *posting* is the tally of one *period* (a week), with a *line* for each person who
 *         earned, lost or did something, and the community's totals. Its *window* are the days on
 *         which it is *open*; after them it is *final*.
 * Owns.   postings, posting_lines.
 * Uses.   ledger (the sums), volunteering (actions and hours), people (names as shown today).
 * Holds.  A week is posted once. A posting never changes: the database refuses it, and each carries
 *         a digest over its transfers, its lines, its totals and the digest of the one before.
 *         A transfer booked later counts in the week in which it is booked.
 */
export { postDueWeeks, posters, postWeek } from './posting.ts';
export type { Posted } from './posting.ts';
export { annualPostings, postAnnual } from './annual.ts';
export type { AnnualContent, AnnualLine } from './annual.ts';
export { PROPOSALS } from './annual.ts';
export type { Proposal } from './annual.ts';
export { latestPostings } from './queries.ts';
export type { PostingRow } from './queries.ts';
export { verifyPostings } from './verify.ts';
export type { PostingDifference, PostingVerification } from './verify.ts';
