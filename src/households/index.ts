/**
 * Households: who lives with whom, who spends together, who moves, and who was entered twice.
 *
 * Words.  A household has members and a *head*. It *pools* while every grown-up member agrees. Members
 *         *join*, *leave* and *split* off; people *move* to another community. A *merge* makes two
 *         entries of one person one: proposed by a manager, decided by another.
 * Owns.   merges. (people keep households, their moves and consents.)
 * Uses.   people (who lives where), ledger (points go along), market (reservations), volunteering
 *         (places in activities), messages.
 * Holds.  No change of household books or loses a point. Points follow their person by transfers:
 *         to another community by a linked pair, to the entry that is kept by one. History stays.
 */
export { followPeople } from './following.ts';
export { joinHousehold, leaveHousehold, nameHeadOf, splitHousehold } from './membership.ts';
export { agreeToPool, endPool, recordConsents } from './pooling.ts';
export { movePeople } from './moving.ts';
export { decideMerge, proposeMerge } from './merging.ts';
