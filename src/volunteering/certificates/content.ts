import { createHash, randomInt } from 'node:crypto';
import { canonical } from '../../base/command.ts';
import type { Instant } from '../../base/clock.ts';
import type { Day } from '../../base/period.ts';

/** One service on a certificate. */
export interface CertificateItem {
  readonly checkInId: number;
  readonly day: Day;
  /** Of an activity that was announced; null for what somebody did by themselves. */
  readonly startsAt: Instant | null;
  readonly endsAt: Instant | null;
  /** What it was: the activity, or the rule. */
  readonly title: string;
  readonly place: string;
  readonly minutes: number;
  readonly organiser: string;
  readonly inCharge: string | null;
}

/**
 * What stands on a certificate, as on the day of its issue. The person's name is read from the
 * person, so that who is erased is erased here too.
 */
export interface CertificateContent {
  readonly year: number;
  readonly serial: number;
  readonly from: Day;
  readonly to: Day;
  readonly issuedOn: Day;
  readonly issuer: string;
  readonly handler: string;
  readonly minutes: number;
  readonly items: readonly CertificateItem[];
}

export const digestOf = (content: CertificateContent): string =>
  createHash('sha256').update(canonical(content)).digest('hex');

// Without 0, 1, I, L, O and U: it is read from paper. Twelve of thirty are 58 bits.
const LETTERS = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 12;

/** A code that nobody guesses and anybody can type. */
export const newCode = (): string =>
  Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');

/** A code as it was typed, with or without its gaps. */
export const typedCode = (text: string): string => text.toUpperCase().replace(/[\s-]/g, '');

/** 7K2M-9QXR-4TBW, so that it can be read out. */
export const groupedCode = (code: string): string => (code.match(/.{4}/g) ?? []).join('-');
