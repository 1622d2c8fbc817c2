/**
 * Volunteering: rules, the check-ins that people send by them, and the review that turns those into
 * points and service hours.
 *
 * Words.  A *rule* says what earns points, per unit, with caps; a change makes a new *version*, and
 *         a check-in keeps the version of its day. A *check-in* is one person's report of one
 *         action, with photos: submitted, returned and sent again, withdrawn, and approved or
 *         rejected once. A *cap* counts units by the day of the event; what is over it is approved
 *         with what is left. A *service record* is the action and the time of an approval; a
 *         reversal takes both back by a record of its own. A *contest* is a person's word that what
 *         somebody else entered for them was not them. A *proxy entry* is an action that somebody
 *         enters for a person who agreed to it.
 *         A *sheet* is signed on paper, typed by one person with control totals, and approved as
 *         a whole by another. An *activity* is announced, signed up for and attended; its *record*
 *         becomes check-ins of one batch, approved whole. A *certificate* names somebody's service
 *         of some days.
 * Owns.   rules, rule_versions, check_ins, check_in_consents, check_in_decisions, photos, photo_flags,
 *         service_records, contests, contest_decisions, sheets with sheet_*, activities with
 *         activity_*, certificates with certificate_*.
 * Uses.   people (who is asking), ledger (to book points), messages (to tell people).
 * Holds.  An approved check-in that earned points has exactly one award, `check-in:<id>`; any other
 *         has none. Nobody decides on their own or on their household's check-in, or on what they
 *         entered. Whoever is decided on is told in the same transaction. Rule versions, decisions,
 *         contests and service records are never changed or removed.
 */
export { createRule, endRule, reviseRule } from './rules.ts';
export type { RuleWish } from './rules.ts';
export { ruleNames, rulesOf } from './rule-queries.ts';
export type { Rule } from './models.ts';
export { resubmitCheckIn, submitCheckIn, withdrawCheckIn } from './submission.ts';
export type { CheckInInput } from './submission.ts';
export type { PhotoFile } from './photos.ts';
export { enterCheckIns } from './entering.ts';
export type { NewEntry } from './entering.ts';
export { bookPastHours, pastHoursOf } from './past-hours.ts';
export type { PastHours } from './past-hours.ts';
export { approveCheckIn, approveCheckIns, approveWithin } from './approval.ts';
export type { Reviews } from './approval.ts';
export { approveSheet, handInSheet } from './sheets/decision.ts';
export { enterLine, enterTotals, makeSheet } from './sheets/entry.ts';
export { enterForPerson } from './proxies/entry.ts';
export { rejectCheckIn, returnCheckIn } from './decision.ts';
export { reverseTransfer, takeBackCheckIn } from './reversal.ts';
export { contestTransfer } from './contests/contest.ts';
export { decideContest } from './contests/decision.ts';
export { queueSummary, recentDecisions, waitingCheckIns } from './check-in-queries.ts';
export type { CheckInRow, Source, State } from './models.ts';
export type { CheckInView } from './check-in-view.ts';
export { activePeople, activePeopleByDay, serviceOf, serviceTally } from './service.ts';
export type { ServiceTally } from './service.ts';
export {
  announceActivity,
  cancelActivity,
  createActivity,
  reviseActivity,
} from './activities/announcing.ts';
export { handOnActivities } from './activities/handing-on.ts';
export { putInCharge } from './activities/in-charge.ts';
export { signUp, withdrawSignUp } from './activities/sign-up.ts';
export { addWalkIn, correctMinutes, signByCode, signByTap } from './activities/attendance.ts';
export { codeNow } from './activities/sign-in-code.ts';
export { approveActivity, recordActivity } from './activities/recording.ts';
export type { ActivityWish } from './activities/forms.ts';
export { recordDueOn, remindOfRecords } from './activities/reminder.ts';
export { askForCertificate, issueAsked, issueCertificate } from './certificates/issuing.ts';
export {
  certificateByCode,
  openRequests,
  readableCertificate,
  verifyCertificates,
} from './certificates/queries.ts';
export { declineRequest } from './certificates/declining.ts';
export { withdrawCertificate } from './certificates/withdrawal.ts';
export { verifyVolunteering } from './verify.ts';
