/**
 * Staff: the scores of those who work for a street office.
 *
 * Words.  A *street* office has *departments*; its *members* hold *posts* in them. An *incident* is
 *         a fact that counts for a person: a late, a duty that was missed, a breach, a task done.
 *         A *rule set* says what incidents are worth; an *entry* is what was booked for one. A
 *         *part* is attendance, duty, discipline or key work.
 * Owns.   departments, staff_*, rule_sets, set_*, score_*, closed_quarters, and the tables of its
 *         sub-folders.
 * Uses.   people (who), ledger (the book of scores).
 * Holds.  The entries that stand are those which the rules make of the incidents that stand, in
 *         whatever order those became known. Nobody enters or decides their own.
 */
export { departmentsOf, memberOf, membersOf } from './members/queries.ts';
export type { Department, Member } from './members/queries.ts';
export { addDepartment, insertMember, STAFF_KINDS } from './members/setting-up.ts';
export type { NewMember, StaffKind } from './members/setting-up.ts';
export { settingsOf } from './settings/settings.ts';
export type { StaffSettings } from './settings/settings.ts';
export { mayReadScore, mayReadScores } from './policy.ts';
export { PARTS } from './rules/queries.ts';
export type { Part } from './rules/queries.ts';
export { adoptRuleSet } from './rules/setting-up.ts';
export type { NewRuleSet } from './rules/setting-up.ts';
export { clearIncident, correctIncident, settleIncidents } from './scoring/incidents.ts';
export type { NewIncident } from './scoring/incidents.ts';
export { enterAttendance, withdrawAttendance } from './attendance/entry.ts';
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
export { entriesOf, quarterScores, scoreSheet } from './scoring/queries.ts';
export { closeQuarter } from './scoring/quarters.ts';
export { verifyScores } from './scoring/verify.ts';
export type { ScoreDifference } from './scoring/verify.ts';
