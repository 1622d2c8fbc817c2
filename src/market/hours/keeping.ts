import sql, { bulk } from 'sql-template-tag';
import { note } from '../../base/audit.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change, row } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { today } from '../../base/period.ts';
import type { Day } from '../../base/period.ts';
import { found, permit, Refusal } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { mayKeepHours } from '../policy.ts';
import type { OpeningTime } from './opening.ts';
import { openingTimes } from './queries.ts';

/** Opening times as they are set: for several weekdays at once, a day of the month, or one day. */
export interface NewOpening {
  readonly kind: OpeningTime['kind'];
  readonly number?: number[];
  readonly day?: Day;
  readonly closed?: boolean;
  readonly opensAt?: string;
  readonly closesAt?: string;
}

/**
 * Sets when the counter of a community is open; what is there already stays as it is. Answers all
 * its times. Refuses `keep-hours`, `closes-before-opens`, `day-is-past`.
 */
export async function openCounter(
  actor: Actor,
  communityId: number,
  opening: NewOpening,
  command: Command,
): Promise<readonly OpeningTime[]> {
  permit(mayKeepHours(actor, communityId), 'keep-hours');
  const { kind, number, day = null, opensAt = null, closesAt = null } = opening;
  if (opensAt !== null && closesAt !== null && opensAt >= closesAt) {
    throw new Refusal('invalid', 'closes-before-opens', {}, 'closesAt');
  }
  if (day !== null && day < today()) throw new Refusal('invalid', 'day-is-past', {}, 'day');
  return once(command, 'open-counter', { communityId, opening }, async (tx) => {
    const rows = (number ?? [null]).map((one) => [communityId, kind, one, day, opensAt, closesAt]);
    await change(
      sql`INSERT INTO opening_times (community_id, kind, number, day, opens_at, closes_at)
          VALUES ${bulk(rows)}`,
      tx,
    );
    await noteChange(actor, communityId, tx);
    return openingTimes(communityId, tx);
  });
}

/** Takes an opening time away. Refuses `no-opening-time`, `keep-hours`. */
export function removeOpening(
  actor: Actor,
  id: number,
  command: Command,
): Promise<{ readonly id: number }> {
  return once(command, 'remove-opening', { id }, async (tx) => {
    const kept = await row<{ communityId: number }>(
      sql`SELECT community_id AS "communityId" FROM opening_times WHERE id = ${id}`,
      tx,
    );
    const { communityId } = found(kept, 'opening-time');
    permit(mayKeepHours(actor, communityId), 'keep-hours');
    await change(sql`DELETE FROM opening_times WHERE id = ${id}`, tx);
    await noteChange(actor, communityId, tx);
    return { id };
  });
}

const noteChange = (actor: Actor, communityId: number, tx: Transaction): Promise<void> =>
  note(
    {
      communityId,
      personId: actor.personId,
      name: 'hours-changed',
      subject: `community:${communityId}`,
    },
    tx,
  );
