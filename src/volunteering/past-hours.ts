import sql from 'sql-template-tag';
import { now } from '../base/clock.ts';
import { change, rows } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import type { Day } from '../base/period.ts';
import { checkInsById } from './check-in-queries.ts';
import { enterCheckIns } from './entering.ts';
import type { NewEntry } from './entering.ts';
import { bookService } from './service.ts';
import { insertSteps } from './steps.ts';

/** Service of before the house kept books: hours without points. */
export interface PastHours {
  readonly personId: number;
  readonly ruleId: number;
  readonly occurredOn: Day;
  readonly minutes: number;
}

/** Past service that a community has taken in already. */
export const pastHoursOf = (communityId: number, tx?: Transaction): Promise<PastHours[]> =>
  rows<PastHours>(
    sql`SELECT COALESCE(p.merged_into_id, p.id) AS "personId", c.rule_id AS "ruleId",
               c.occurred_on AS "occurredOn", c.minutes
          FROM check_ins c JOIN persons p ON p.id = c.person_id
         WHERE c.community_id = ${communityId} AND c.source = 'imported'
           AND c.minutes IS NOT NULL`,
    tx,
  );

/** Who entered past service, and who else looked at it. */
export interface TwoPersons {
  readonly enteredById: number;
  readonly approvedById: number;
}

/** So many at once; SQLite takes 32,766 values in a statement. */
const AT_ONCE = 1_000;

/**
 * Books past service as check-ins of one batch that are approved without points: what was done before
 * is certified, and not paid a second time. The caller has seen to it that these are two persons.
 */
export async function bookPastHours(
  communityId: number,
  entries: readonly NewEntry[],
  batch: string,
  { enteredById, approvedById }: TwoPersons,
  tx: Transaction,
): Promise<void> {
  const from = { source: 'imported', batch } as const;
  for (let first = 0; first < entries.length; first += AT_ONCE) {
    const part = entries.slice(first, first + AT_ONCE);
    const ids = await enterCheckIns({ personId: enteredById }, communityId, part, from, tx);
    await change(
      sql`UPDATE check_ins SET state = 'approved', points = 0, credited = 0, decided_at = ${now()},
                 decided_by_id = ${approvedById}
           WHERE community_id = ${communityId} AND batch = ${batch} AND state = 'submitted'`,
      tx,
    );
    await insertSteps(ids, { from: 'submitted', to: 'approved', by: approvedById }, tx);
    await bookService(await checkInsById(ids, tx), tx);
  }
}
