import sql, { bulk } from 'sql-template-tag';
import { now } from '../base/clock.ts';
import { rows } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import type { Day } from '../base/period.ts';
import type { Actor } from '../people/index.ts';
import type { Rule, Source } from './models.ts';
import { insertSteps } from './steps.ts';

/** An action that somebody else enters for a resident. */
export interface NewEntry {
  readonly personId: number;
  /** Of the person on that day. */
  readonly householdId: number | null;
  readonly rule: Rule;
  readonly quantity: number;
  readonly occurredOn: Day;
  readonly place: string;
  readonly note: string;
  /** Minutes that were measured; unsaid: as many as the rule says for the quantity. */
  readonly minutes?: number | undefined;
}

/** So many rows go into one statement; SQLite takes 32,766 values. */
const AT_ONCE = 1_000;

/**
 * Enters check-ins for others, all of one source and batch (`sheet:7`), in the order given; answers
 * their ids in that order. They wait for approval by somebody else like any other check-in: nobody
 * approves what they entered. The caller has asked its policy and looked at each entry.
 */
export async function enterCheckIns(
  actor: Pick<Actor, 'personId'>,
  communityId: number,
  entries: readonly NewEntry[],
  from: { readonly source: Source; readonly batch: string | null },
  tx: Transaction,
): Promise<number[]> {
  const ids: number[] = [];
  for (let first = 0; first < entries.length; first += AT_ONCE) {
    const values = entries
      .slice(first, first + AT_ONCE)
      .map((one) => [
        communityId,
        one.personId,
        one.householdId,
        one.rule.id,
        one.rule.versionId,
        one.quantity,
        one.occurredOn,
        one.place,
        one.note,
        'submitted',
        now(),
        actor.personId,
        from.source,
        from.batch,
        one.minutes ?? null,
      ]);
    const made = await rows<{ id: number }>(
      sql`INSERT INTO check_ins (community_id, person_id, household_id, rule_id, rule_version_id,
            quantity, occurred_on, place, note, state, submitted_at, entered_by_id, source, batch,
            minutes) VALUES ${bulk(values)} RETURNING id`,
      tx,
    );
    ids.push(...made.map(({ id }) => id).sort((a, b) => a - b));
  }
  await insertSteps(ids, { from: null, to: 'submitted', by: actor.personId }, tx);
  return ids;
}
