import type { Instant } from '../base/clock.ts';
import type { Day } from '../base/period.ts';

/** What is asked as a sign that the thing was done. */
export const EVIDENCE = [
  'photo',
  'photo or second person',
  'beneficiary confirms',
  'sign-in sheet',
  'activity',
  'certificate',
  'document',
  'review',
] as const;
export type Evidence = (typeof EVIDENCE)[number];

/** The most units that earn points in a day, a week and a year; null for no limit. */
export interface Caps {
  readonly day: number | null;
  readonly week: number | null;
  readonly year: number | null;
}
export type CapPeriod = keyof Caps;

/** A rule as one of its versions has it. */
export interface Rule {
  readonly id: number;
  readonly communityId: number;
  readonly code: string;
  readonly versionId: number;
  readonly category: string;
  readonly name: string;
  readonly unit: string;
  /** For one unit; below zero for a deduction. */
  readonly points: number;
  readonly caps: Caps;
  readonly evidence: Evidence;
  readonly photoRequired: boolean;
  readonly countsServiceHours: boolean;
  /** Service minutes of one unit. */
  readonly minutesPerUnit: number;
  readonly effectiveFrom: Day;
  readonly effectiveTo: Day | null;
  readonly active: boolean;
}

export const STATES = ['submitted', 'returned', 'approved', 'rejected', 'withdrawn'] as const;
export type State = (typeof STATES)[number];

/** What a policy needs to know of a check-in. */
export interface CheckInOwner {
  readonly communityId: number;
  readonly personId: number;
  /** Of the person when it was sent, and now. */
  readonly householdId: number | null;
  readonly householdIdNow: number | null;
}

/** A check-in as its row has it, with its rule's version and the names that go with it. */
export interface CheckInRow extends CheckInOwner {
  readonly id: number;
  readonly personName: string;
  readonly rule: Rule;
  readonly quantity: number;
  readonly occurredOn: Day;
  readonly place: string;
  readonly note: string;
  readonly state: State;
  readonly points: number | null;
  readonly capped: CapPeriod | null;
  readonly submittedAt: Instant;
  readonly decidedAt: Instant | null;
  readonly decidedById: number | null;
  readonly decidedByName: string | null;
  readonly reason: string | null;
  readonly reversedAt: Instant | null;
}
