import sql, { empty } from 'sql-template-tag';
import { now } from '../../base/clock.ts';
import { change } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';

/** A consent of one member that the household spends together. */
export interface NewConsent {
  readonly householdId: number;
  readonly personId: number;
  /** The person, or the manager who has it on paper. */
  readonly byId: number;
}

/** Writes down a consent; false when it stands already. */
export async function consent(
  { householdId, personId, byId }: NewConsent,
  tx: Transaction,
): Promise<boolean> {
  const made = await change(
    sql`INSERT INTO pool_consents (household_id, person_id, given_at, given_by_id, on_paper)
        VALUES (${householdId}, ${personId}, ${now()}, ${byId}, ${personId !== byId})
        ON CONFLICT (household_id, person_id) WHERE ended_at IS NULL DO NOTHING`,
    tx,
  );
  return made > 0;
}

/** Ends the consents of a household, or one member's; how many stood. */
export const endConsentsOf = (
  householdId: number,
  personId: number | null,
  byId: number | null,
  tx: Transaction,
): Promise<number> =>
  change(
    sql`UPDATE pool_consents SET ended_at = ${now()}, ended_by_id = ${byId}
         WHERE household_id = ${householdId} AND ended_at IS NULL
           ${personId === null ? empty : sql`AND person_id = ${personId}`}`,
    tx,
  );
