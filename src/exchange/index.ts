/**
 * Exchange: the books in the formats of other programs, and files of what was there before.
 *
 * Words.  A *journal* is the ledger of one tenant as plain-text accounting. An *import* is a file that
 *         was uploaded: pending, then booked or dropped, once. An *opening balance* is what a person
 *         had before the house kept books.
 * Owns.   imports, opening_balances.
 * Uses.   ledger (accounts and transfers; opening balances), people (names; residents, households),
 *         market (goods), volunteering (past service), messages (to tell people).
 * Holds.  A journal balances: each transaction adds up to 0, and at its end stands what every
 *         account has. Without names it tells nobody whose an account is. An import books its good
 *         rows in one transaction, and what was shown or nothing; the same file again changes nothing.
 *         Points and hours are uploaded by one manager and confirmed by another, neither for oneself
 *         nor for one's household. A person has one opening balance: `opening:<import>:<row>`.
 */
export { JOURNAL_FORMATS, journalOf } from './journal.ts';
export type { JournalFormat, JournalWish } from './journal.ts';
export { bookImport } from './imports/booking.ts';
export { importPreview } from './imports/preview.ts';
export { takeInFile } from './imports/uploading.ts';
