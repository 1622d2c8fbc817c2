import sql from 'sql-template-tag';
import { row } from './base/db.ts';
import { verifyLedger } from './ledger/index.ts';
import { verifyStock } from './market/index.ts';
import { verifyPostings } from './postings/index.ts';
import { verifyDuties, verifyScores } from './staff/index.ts';
import { verifyCertificates, verifyVolunteering } from './volunteering/index.ts';

/** Something that was stored and is not what the records say. */
export interface Difference {
  /** Which part found it: `ledger`, `volunteering`, `stock`, `staff`, `postings`. */
  readonly part: string;
  /** What is wrong: `balance`, `digest`. */
  readonly what: string;
  /** Where: `account:7`. */
  readonly subject: string;
  readonly stored: number | string;
  readonly computed: number | string;
}

export interface Verification {
  readonly differences: readonly Difference[];
  /** How many of each were looked at. */
  readonly counts: Readonly<Record<'accounts' | 'transfers' | 'goods' | 'postings', number>>;
}

type Found = Omit<Difference, 'part'>;

/** Recomputes everything that is kept beside the records it comes from. Changes nothing. */
export async function verifyAll(): Promise<Verification> {
  const from = (part: string, found: readonly Found[]): Difference[] =>
    found.map(({ what, subject, stored, computed }) => ({ part, what, subject, stored, computed }));
  const postings = await verifyPostings();
  const differences = [
    ...from('ledger', await verifyLedger()),
    ...from('volunteering', await verifyVolunteering()),
    ...from('volunteering', await verifyCertificates()),
    ...from('stock', await verifyStock()),
    ...from('staff', await verifyScores()),
    ...from('staff', await verifyDuties()),
    ...from('postings', postings.differences),
  ];
  return { differences, counts: { ...(await counted()), postings: postings.count } };
}

async function counted(): Promise<Omit<Verification['counts'], 'postings'>> {
  const counts = await row<Omit<Verification['counts'], 'postings'>>(
    sql`SELECT (SELECT COUNT(*) FROM accounts) AS accounts,
               (SELECT COUNT(*) FROM transfers) AS transfers,
               (SELECT COUNT(*) FROM goods) AS goods`,
  );
  return counts ?? { accounts: 0, transfers: 0, goods: 0 };
}

/** A verification as lines for a terminal: each difference, or that all is well. */
export function linesOf({ differences, counts }: Verification): string[] {
  if (differences.length === 0) {
    const seen = Object.entries(counts).map(([name, count]) => `${count} ${name}`);
    return [`all is well: ${seen.join(', ')}`];
  }
  return differences.map(
    ({ part, what, subject, stored, computed }) =>
      `${part}: ${what} of ${subject} is ${stored}, should be ${computed}`,
  );
}
