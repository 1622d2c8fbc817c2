import { createHash } from 'node:crypto';
import { canonical } from '../base/command.ts';
import type { Transaction } from '../base/db.ts';
import { weekSpan } from '../base/period.ts';
import type { Week } from '../base/period.ts';
import { tally, transfersIn } from '../ledger/index.ts';
import type { BookedTransfer } from '../ledger/index.ts';
import { serviceTally } from '../volunteering/index.ts';

/** What a line says besides the figures that every kind has. */
export type Details = Readonly<Record<string, string | number | null>>;

/** One person's line, as it is frozen. */
export interface Line {
  readonly personId: number;
  readonly earned: number;
  readonly deducted: number;
  readonly net: number;
  readonly actions: number;
  readonly minutes: number;
  /** Absent from the lines of residents, so that their digests stay what they were. */
  readonly details?: Details;
}

export interface Totals {
  readonly issued: number;
  readonly redeemed: number;
  readonly outstanding: number;
}

/** What a week came to, but for what was outstanding at its end. */
export interface WeekContent {
  /** In order of the person's id. */
  readonly lines: readonly Line[];
  readonly issued: number;
  readonly redeemed: number;
  readonly transfers: readonly BookedTransfer[];
}

/** Computes a week of residents from what was booked in it. */
export async function residentWeek(
  communityId: number,
  week: Week,
  tx?: Transaction,
): Promise<WeekContent> {
  const span = weekSpan(week);
  const { people, issued, redeemed } = await tally(communityId, span, tx);
  const service = await serviceTally(communityId, span, tx);
  const transfers = await transfersIn(communityId, span, tx);
  return { lines: linesOf(people, service), issued, redeemed, transfers };
}

type Earned = Pick<Line, 'personId' | 'earned' | 'deducted'>;
type Served = Pick<Line, 'personId' | 'actions' | 'minutes'>;

function linesOf(people: readonly Earned[], service: readonly Served[]): Line[] {
  const served = new Map(service.map((one) => [one.personId, one]));
  const earned = new Map(people.map((one) => [one.personId, one]));
  const ids = [...new Set([...earned.keys(), ...served.keys()])].sort((a, b) => a - b);
  return ids
    .map((personId) => {
      const { earned: plus, deducted: minus } = earned.get(personId) ?? { earned: 0, deducted: 0 };
      const { actions, minutes } = served.get(personId) ?? { actions: 0, minutes: 0 };
      return { personId, earned: plus, deducted: minus, net: plus - minus, actions, minutes };
    })
    .filter(hasFigures);
}

// What was taken back is below zero, so the figures are not added up.
const hasFigures = ({ earned, deducted, actions, minutes }: Line): boolean =>
  [earned, deducted, actions, minutes].some((figure) => figure !== 0);

/** What a line of a resident says that the ledger and the records of service can prove. */
export const residentFigures = ({ earned, deducted, net, actions, minutes }: Line): string =>
  `+${earned} -${deducted} =${net}, ${actions} actions, ${minutes} min`;

/** What a digest is taken of, besides the transfers. */
export interface Sealed {
  readonly communityId: number;
  readonly kind: string;
  /** A week; of a year's proposals the year. */
  readonly period: string;
  readonly number: string;
  readonly opensOn: string;
  readonly closesOn: string;
  readonly frozenAt: string;
  readonly lines: readonly Line[];
  readonly totals: Totals;
  readonly previousDigest: string;
}

/** SHA-256 over everything that a posting says and stands on, the same on every database. */
export function digestOf(sealed: Sealed, transfers: readonly BookedTransfer[]): string {
  const hash = createHash('sha256').update(`${canonical(sealed)}\n`);
  for (const one of transfers) hash.update(`${JSON.stringify(fixedParts(one))}\n`);
  return hash.digest('hex');
}

// In one order of our own: an added column must not change the digests of what was posted before.
const fixedParts = (one: BookedTransfer): readonly unknown[] => [
  one.id,
  one.from,
  one.to,
  one.points,
  one.kind,
  one.cause,
  one.reverses,
  one.ruleVersionId,
  one.reason,
  one.occurredOn,
  one.bookedAt,
  one.bookedById,
  one.approvedById,
];
