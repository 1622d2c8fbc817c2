import sql from 'sql-template-tag';
import type { Instant } from '../../base/clock.ts';
import { row, rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import type { Day } from '../../base/period.ts';
import { found } from '../../base/refusal.ts';
import { isChild } from '../households/child.ts';

/** A guardianship, with the consent that it stands on. */
export interface Guardianship {
  readonly id: number;
  readonly childId: number;
  readonly child: string;
  readonly guardianId: number;
  readonly guardian: string;
  readonly consentHow: 'in-person' | 'paper';
  readonly consentedOn: Day;
  readonly recordedBy: string;
  readonly recordedAt: Instant;
  readonly endedAt: Instant | null;
}

type Row = Guardianship & { readonly bornOn: Day | null };

const columns = sql`s.id, s.child_id AS "childId", c.name AS child, c.born_on AS "bornOn",
  s.guardian_id AS "guardianId", g.name AS guardian, s.consent_how AS "consentHow",
  s.consented_on AS "consentedOn", b.name AS "recordedBy", s.recorded_at AS "recordedAt",
  s.ended_at AS "endedAt"`;
const source = sql`guardianships s
  JOIN persons c ON c.id = s.child_id
  JOIN persons g ON g.id = s.guardian_id
  JOIN persons b ON b.id = s.recorded_by_id`;

/** Refuses `no-guardian`. */
export const guardianshipById = async (id: number, tx?: Transaction): Promise<Guardianship> =>
  found(await row<Row>(sql`SELECT ${columns} FROM ${source} WHERE s.id = ${id}`, tx), 'guardian');

/** Who has or had the care of a child, the newest first. */
export const guardiansOf = (childId: number): Promise<Guardianship[]> =>
  rows<Row>(sql`SELECT ${columns} FROM ${source} WHERE s.child_id = ${childId} ORDER BY s.id DESC`);

/** The children for whom somebody acts: until the day on which they are fourteen. */
export async function childrenOf(guardianId: number): Promise<Guardianship[]> {
  const all = await rows<Row>(
    sql`SELECT ${columns} FROM ${source}
         WHERE s.guardian_id = ${guardianId} AND s.ended_at IS NULL AND c.active = TRUE
         ORDER BY s.id`,
  );
  return all.filter(({ bornOn }) => isChild(bornOn));
}
