import sql, { bulk, join } from 'sql-template-tag';
import { now } from '../../base/clock.ts';
import { change, lockRows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import type { DutyMove } from './queries.ts';

/** Who changes who is on duty in one office take turns, so that nobody is put on duty twice. */
export const takeTurns = (streetId: number, tx: Transaction): Promise<void> =>
  lockRows('communities', [streetId], tx);

/** A new version of a published duty. */
interface NewMove {
  readonly dutyId: number;
  /** Who has it from now on; of a cancelled one, who had it last. */
  readonly personId: number;
  readonly why: DutyMove['why'];
}

/** Keeps who has the duties from now on, and closes what was proposed of them before. */
export async function recordMoves(
  streetId: number,
  moves: readonly NewMove[],
  by: number,
  tx: Transaction,
): Promise<void> {
  const at = now();
  const values = moves.map(({ dutyId, personId, why }) => [
    streetId,
    dutyId,
    personId,
    why,
    by,
    at,
  ]);
  await change(
    sql`INSERT INTO duty_moves (community_id, duty_id, person_id, why, by_id, moved_at)
        VALUES ${bulk(values)}`,
    tx,
  );
  const duties = join(moves.map(({ dutyId }) => dutyId));
  await change(
    sql`UPDATE duty_exchanges SET state = 'overtaken', decided_at = ${at}
         WHERE state = 'open' AND (duty_id IN (${duties}) OR other_duty_id IN (${duties}))`,
    tx,
  );
}
