import sql, { join } from 'sql-template-tag';
import { change, lockRows, rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { activitiesWhere } from './activity.ts';
import { fillPlaces } from './sign-up.ts';

/**
 * Lets the places of one entry of a person in activities to come be the other's, one in each, and so
 * what the entry is in charge of. Whoever waits for a place that is left over gets it.
 */
export async function handOnActivities(
  { from, to }: { readonly from: number; readonly to: number },
  tx: Transaction,
): Promise<void> {
  await change(
    sql`UPDATE activities SET in_charge_id = ${to}
         WHERE in_charge_id = ${from} AND state IN ('draft', 'announced')`,
    tx,
  );
  const places = await rows<{ id: number }>(
    sql`SELECT q.activity_id AS id FROM activity_participants q
          JOIN activities a ON a.id = q.activity_id AND a.state = 'announced'
         WHERE q.person_id = ${from} AND q.state <> 'withdrawn' ORDER BY q.activity_id`,
    tx,
  );
  if (places.length === 0) return;
  const ids = places.map(({ id }) => id);
  await lockRows('activities', ids, tx);
  const here = sql`activity_id IN (${join(ids)})`;
  await change(
    sql`DELETE FROM activity_participants
         WHERE ${here} AND person_id = ${to} AND state = 'withdrawn'`,
    tx,
  );
  await change(
    sql`UPDATE activity_participants SET person_id = ${to}
         WHERE ${here} AND person_id = ${from}
           AND activity_id NOT IN (SELECT activity_id FROM activity_participants
                                    WHERE person_id = ${to})`,
    tx,
  );
  await change(
    sql`UPDATE activity_participants SET state = 'withdrawn'
         WHERE ${here} AND person_id = ${from} AND arrived_at IS NULL`,
    tx,
  );
  for (const one of await activitiesWhere(sql`WHERE a.id IN (${join(ids)}) ORDER BY a.id`, tx)) {
    await fillPlaces(one, tx);
  }
}
