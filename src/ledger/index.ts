/**
 * Ledger: accounts, and the transfers of points between them.
 *
 * Words.  An *account* holds a whole number of points; a *transfer* moves some from one account to
 *         another, once and for ever; a *reversal* undoes one transfer by another, linked to it.
 *         The *score* of a staff member is a second book: held against the street's *assessment*,
 *         never spent, and below 0 when it comes to that.
 *         A *ceiling* is what a community means to issue in a month at most.
 *         *Available* may be spent, *held* is set aside, *earned* is all that was ever awarded.
 * Owns.   accounts, transfers, issue_ceilings.
 * Uses.   nobody. Callers name their cause: `check-in:7`.
 * Holds.  Every transfer takes from one account what it gives to another, so all accounts together
 *         are 0. Available and held are never below 0. Transfers are never changed or removed.
 *         A cause is booked once; a transfer is reversed once. The database refuses the rest.
 */
export { availableOf, balancesOf, earnedSince } from './balances.ts';
export type { Balances, Whose } from './balances.ts';
export { personAccounts, communityAccounts } from './accounts.ts';
export { book, bookScores } from './book.ts';
export type { Move, NewScore, NewTransfer } from './book.ts';
export { ceilingOf, keepWithinCeiling, setCeiling } from './ceiling.ts';
export type { Ceiling, CeilingState } from './ceiling.ts';
export { bookBetween } from './between.ts';
export type { Between, NewBetween } from './between.ts';
export { bookMoving, personPoints } from './moving.ts';
export type { NewMoving, Points } from './moving.ts';
export { reverse, reverseAll, transferById } from './reversal.ts';
export type { Transfer } from './reversal.ts';
export { statementOf, wholeStatement } from './statement.ts';
export type { StatementLine, StatementPage } from './statement.ts';
export { outstandingAt, outstandingGrowth, outstandingPoints, tally } from './tally.ts';
export type { PersonTally, Tally } from './tally.ts';
export { earningsOf, firstBookedAt, transfersIn } from './booked.ts';
export type { BookedTransfer, EarningLine } from './booked.ts';
export { accountsOf, balancesAt, transfersAfter } from './journal.ts';
export type { AccountKind, LedgerAccount } from './journal.ts';
export { verifyLedger } from './verify.ts';
export type { Difference } from './verify.ts';
