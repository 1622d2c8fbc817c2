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

/** Where a check-in came from: a resident's own report, a sign-in, staff, a file of past records. */
export const SOURCES = ['photo', 'sign-in', 'staff', 'imported'] as const;
export type Source = (typeof SOURCES)[number];

/** What a policy needs to know of a check-in. */
export interface CheckInOwner {
  readonly communityId: number;
  readonly personId: number;
  /** Of the person when it was sent, and now. */
  readonly householdId: number | null;
  readonly householdIdNow: number | null;
  /** Who entered it: the person, or somebody for them. */
  readonly enteredById: number;
}

/** A check-in as its row has it, with its rule's version and the names that go with it. */
export interface CheckInRow extends CheckInOwner {
  readonly id: number;
  readonly personName: string;
  readonly enteredByName: string;
  readonly rule: Rule;
  readonly quantity: number;
  /** Minutes that were measured; null: as many as the rule says for the quantity. */
  readonly minutes: number | null;
  readonly occurredOn: Day;
  readonly place: string;
  readonly note: string;
  readonly source: Source;
  /** What it came with: `sheet:7`, `activity:3`; null when it came alone. */
  readonly batch: string | null;
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
