import sql, { empty } from 'sql-template-tag';
import { row, rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { today } from '../../base/period.ts';
import type { Day } from '../../base/period.ts';
import { found } from '../../base/refusal.ts';
import type { StaffKind } from './setting-up.ts';

/** A department of the office. */
export interface Department {
  readonly id: number;
  readonly name: string;
  readonly position: number;
}

/** A staff member with the post that they hold on the day asked for. */
export interface Member {
  readonly personId: number;
  readonly streetId: number;
  readonly name: string;
  readonly staffNumber: string;
  readonly kind: StaffKind;
  readonly departmentId: number;
  readonly department: string;
  readonly post: string;
  readonly fromOn: Day;
  readonly toOn: Day | null;
}

/** The departments in the office's own order. */
export const departmentsOf = (streetId: number, tx?: Transaction): Promise<Department[]> =>
  rows<Department>(
    sql`SELECT id, name, position FROM departments WHERE community_id = ${streetId}
         ORDER BY position, id`,
    tx,
  );

const membersOn = (day: Day) => sql`
  SELECT m.person_id AS "personId", m.community_id AS "streetId", p.name,
         m.staff_number AS "staffNumber", m.kind, s.department_id AS "departmentId",
         d.name AS department, s.title AS post, m.from_on AS "fromOn", m.to_on AS "toOn"
    FROM staff_members m
    JOIN persons p ON p.id = m.person_id
    JOIN staff_posts s ON s.community_id = m.community_id AND s.person_id = m.person_id
     AND s.id = (SELECT l.id FROM staff_posts l
                  WHERE l.community_id = m.community_id AND l.person_id = m.person_id
                  ORDER BY CASE WHEN l.from_on <= ${day} THEN 0 ELSE 1 END, l.from_on DESC
                  LIMIT 1)
    JOIN departments d ON d.id = s.department_id`;

/**
 * Those who belong to the office at some time between two days (a quarter, a month; today when
 * unsaid), with the post of the last of them, in the order of departments and of staff numbers.
 */
export function membersOf(
  streetId: number,
  span: { readonly from: Day; readonly until: Day } = { from: today(), until: today() },
  tx?: Transaction,
): Promise<Member[]> {
  return rows<Member>(
    sql`${membersOn(span.until)}
         WHERE m.community_id = ${streetId} AND m.from_on <= ${span.until}
           AND (m.to_on IS NULL OR m.to_on >= ${span.from})
         ORDER BY d.position, d.id, m.staff_number`,
    tx,
  );
}

/** A staff member, whenever they belonged. Refuses `no-member`; also for one of another office. */
export async function memberOf(
  personId: number,
  streetId?: number,
  tx?: Transaction,
): Promise<Member> {
  const here = streetId === undefined ? empty : sql`AND m.community_id = ${streetId}`;
  const one = await row<Member>(
    sql`${membersOn(today())} WHERE m.person_id = ${personId} ${here}`,
    tx,
  );
  return found(one, 'member');
}
