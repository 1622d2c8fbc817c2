/**
 * Exchange: the books in the formats of other programs.
 *
 * Words.  A *journal* is the ledger of one tenant as plain-text accounting.
 * Owns.   nothing.
 * Uses.   ledger (accounts and transfers), people (names, when they are asked for).
 * Holds.  A journal balances: each transaction adds up to 0, and at its end stands what every
 *         account has. Without names it tells nobody whose an account is.
 */
export { JOURNAL_FORMATS, journalOf } from './journal.ts';
export type { JournalFormat, JournalWish } from './journal.ts';
