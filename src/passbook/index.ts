/**
 * The passbook: a person's statement on paper, in large print, for who has no phone.
 *
 * Words.  A *passbook* holds numbered *pages* of lines, in the order in which they were printed;
 *         what was printed once is printed the same again, and the next page begins where the last
 *         one ended.
 * Owns.   passbook_pages, passbook_lines.
 * Uses.   ledger (what was booked), people (whose it is), volunteering (names of rules).
 * Holds.  A transfer stands in a person's passbook once at most, with the balance after it. Pages
 *         are never changed.
 */
export { printPages } from './printing.ts';
export { pagesOf, passbookOf } from './queries.ts';
