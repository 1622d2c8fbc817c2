/**
 * Staff: the scores of those who work for a street office.
 *
 * Words.  A *street* office has *departments*; its *members* hold *posts* in them. An *incident* is
 *         a fact that counts for a person: a late, a duty that was missed, a breach, a task done.
 *         A *rule set* says what incidents are worth; an *entry* is what was booked for one. A
 *         *part* is attendance, duty, discipline or key work. A *proposal* is what somebody wants
 *         booked for a person, who is heard of a deduction first; a *task* is key work with owner,
 *         members and deadline; an *appeal* contests what was booked, a *notice* clears a person.
 * Owns.   departments, staff_*, rule_sets, set_*, score_*, closed_quarters, and the tables of its
 *         sub-folders.
 * Uses.   people (who), ledger (the book of scores).
 * Holds.  The entries that stand are those which the rules make of the incidents that stand, in
 *         whatever order those became known. Nobody enters or decides their own.
 */
export {
  addAttachments,
  attachmentsOf,
  letRead,
  withAttachments,
} from './attachments/attachments.ts';
export { attachmentUpload, digestsOf } from './attachments/reading.ts';
export type { AttachmentFile } from './attachments/reading.ts';
export { departmentsOf, memberOf, membersOf } from './members/queries.ts';
export type { Department, Member } from './members/queries.ts';
export { addDepartment, insertMember, STAFF_KINDS } from './members/setting-up.ts';
export type { NewMember, StaffKind } from './members/setting-up.ts';
export { createDepartment } from './members/departments.ts';
export { createMember } from './members/keeping.ts';
export { changePost } from './members/posts.ts';
export { endSignIns, leaveOffice, returnToOffice } from './members/terms.ts';
export { calendarOf } from './calendar/days.ts';
export { setHours } from './calendar/hours.ts';
export { setOverride } from './calendar/overrides.ts';
export { officePlaces } from './hub/places.ts';
export { waitingFor } from './hub/waiting.ts';
export { changeNumbers, turnSwitch } from './settings/changes.ts';
export { settingsOf } from './settings/settings.ts';
export type { StaffSettings } from './settings/settings.ts';
export { mayReadScore, mayReadScores } from './policy.ts';
export { PARTS, wholeSet } from './rules/queries.ts';
export type { Part } from './rules/queries.ts';
export { addRule, changeDetails, changeRule, makeDraft } from './rules/drafts.ts';
export { adoptDraft, digestOf } from './rules/adoption.ts';
export type { NewRule } from './rules/checking.ts';
export { adoptRuleSet } from './rules/setting-up.ts';
export type { NewRuleSet } from './rules/setting-up.ts';
export { clearIncident, correctIncident, settleIncidents } from './scoring/incidents.ts';
export type { NewIncident } from './scoring/incidents.ts';
export { enterAttendance, withdrawAttendance } from './attendance/entry.ts';
export { bookedScores, entriesBookedIn, quarterAt } from './scoring/booked.ts';
export { entriesOf, NO_POINTS, quarterScores, scoreSheet } from './scoring/queries.ts';
export type { PartSums, ScoreEntry } from './scoring/queries.ts';
export { draftCycle } from './evaluation/drafting.ts';
export type { NewCycle } from './evaluation/forms.ts';
export { addRated, addVoter, removeRated, removeVoter } from './evaluation/roster.ts';
export { beginIssuing } from './evaluation/issuing.ts';
export { takePaper, tickSlip, untickSlip } from './evaluation/papers.ts';
export { printSlips } from './evaluation/slips.ts';
export { castBallot } from './evaluation/casting.ts';
export { beginCasting, cancelCycle, closeCycle } from './evaluation/phases.ts';
export { papersOf, setsOf as evaluationSets, votersOf } from './evaluation/queries.ts';
export { evaluationOf, resultOf } from './evaluation/results.ts';
export { completeImport, confirmImport, importPreview } from './imports/booking.ts';
export { asCsv, asWorkbook } from './imports/sample.ts';
export { takeIn } from './imports/uploading.ts';
export { askLeave } from './leave/asking.ts';
export { approveLeave } from './leave/deciding.ts';
export { enterProposal } from './proposals/entry.ts';
export type { NewProposal } from './proposals/forms.ts';
export { answerProposal, waiveAnswer } from './proposals/answer.ts';
export { decideProposal, withdrawProposal } from './proposals/decision.ts';
export { reverseIncident } from './proposals/reversal.ts';
export { cancelTask, extendTask, setTask } from './key-work/tasks.ts';
export type { NewTask } from './key-work/forms.ts';
export { confirmTask, reportTask, returnTask } from './key-work/result.ts';
export { markOverdueTasks } from './key-work/overdue.ts';
export { appealIncident, showNotice, withdrawAppeal } from './appeals/appealing.ts';
export { decideAppeal } from './appeals/decision.ts';
export type { AppealDecision } from './appeals/forms.ts';
export { remindOfAppeals } from './appeals/reminding.ts';
export { closeQuarter } from './scoring/quarters.ts';
export { verifyScores } from './scoring/verify.ts';
export type { ScoreDifference } from './scoring/verify.ts';
export { openQuarterReview } from './review/opening.ts';
export { closeReview } from './review/closing.ts';
export { warnOf } from './review/still-open.ts';
export { appraisalsOf, ownAppraisals } from './appraisals/queries.ts';
export type { Appraisal } from './appraisals/queries.ts';
export { commentOn, writeSummary } from './appraisals/writing.ts';
export { confirmGrade, proposeGrade, reopenAppraisal } from './appraisals/grading.ts';
export { signAppraisal } from './appraisals/signature.ts';
export { reviewOf, reviewsOf } from './appraisals/reviews.ts';
export { beginYearPosting, endYearPosting, openYearReview, yearOfReview } from './annual/year.ts';
export { decideDeed, enterDeed } from './annual/deed.ts';
export { assignDuty, cancelDuty, changeDuty } from './duty/assignment.ts';
export { acceptExchange, declineExchange, withdrawExchange } from './duty/exchange.ts';
export { closeFeed, feedOf, openFeed } from './duty/feed.ts';
export { recordKept, recordOutcome } from './duty/outcome.ts';
export { proposeCover, proposeSwap } from './duty/proposal.ts';
export { draftRoster, dropRoster, publishRoster } from './duty/roster.ts';
export { addRotation, endRotation } from './duty/rotations.ts';
export { addShift, retireShift, reviseShift, setRoomPhone } from './duty/shifts.ts';
export { verifyDuties } from './duty/verify.ts';
export { dutiesIn } from './duty/queries.ts';
export type { Duty } from './duty/queries.ts';
