import sql, { empty } from 'sql-template-tag';
import type { Sql } from 'sql-template-tag';
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

/** A staff member with the post that they hold on the day asked for, and since when they belong. */
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

/**
 * The members whose time at the office touches a span, each with the post that they hold on its last
 * day, or held last before it. Of several times in one span, from the first day to the last.
 */
const membersIn = (
  streetId: number,
  { from, until }: { readonly from: Day; readonly until: Day },
): Sql => sql`
  SELECT m.person_id AS "personId", m.community_id AS "streetId", p.name,
         m.staff_number AS "staffNumber", m.kind, s.department_id AS "departmentId",
         d.name AS department, s.title AS post, t.from_on AS "fromOn",
         CASE WHEN t.stays > 0 THEN NULL ELSE t.to_on END AS "toOn"
    FROM staff_members m
    JOIN persons p ON p.id = m.person_id
    JOIN (SELECT community_id, person_id, MIN(from_on) AS from_on, MAX(to_on) AS to_on,
                 SUM(CASE WHEN to_on IS NULL THEN 1 ELSE 0 END) AS stays
            FROM staff_terms
           WHERE community_id = ${streetId} AND from_on <= ${until} AND (to_on IS NULL OR to_on >= ${from})
           GROUP BY community_id, person_id) t
      ON t.community_id = m.community_id AND t.person_id = m.person_id
    ${postOn(until)}
   WHERE m.community_id = ${streetId}`;

/** The last of the times of member `m`, as `t`. */
export const lastTerm: Sql = sql`
    JOIN staff_terms t ON t.id = (SELECT l.id FROM staff_terms l
                                   WHERE l.community_id = m.community_id
                                     AND l.person_id = m.person_id
                                   ORDER BY l.from_on DESC LIMIT 1)`;

/**
 * The post `s` of member `m` on a day, in its department `d`: the last begun by then, else the
 * first of all.
 */
export const postOn = (day: Day): Sql => sql`
    JOIN staff_posts s ON s.community_id = m.community_id AND s.person_id = m.person_id
     AND s.id = (SELECT l.id FROM staff_posts l
                  WHERE l.community_id = m.community_id AND l.person_id = m.person_id
                  ORDER BY CASE WHEN l.from_on <= ${day} THEN 0 ELSE 1 END,
                           CASE WHEN l.from_on <= ${day} THEN l.from_on END DESC, l.from_on
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
    sql`${membersIn(streetId, span)}
         ORDER BY d.position, d.id, m.staff_number`,
    tx,
  );
}

/**
 * A staff member, whenever they belonged, with the last of their times and the post of today.
 * Refuses `no-member`; also for one of another office.
 */
export async function memberOf(
  personId: number,
  streetId?: number,
  tx?: Transaction,
): Promise<Member> {
  const here = streetId === undefined ? empty : sql`AND m.community_id = ${streetId}`;
  const one = await row<Member>(
    sql`SELECT m.person_id AS "personId", m.community_id AS "streetId", p.name,
               m.staff_number AS "staffNumber", m.kind, s.department_id AS "departmentId",
               d.name AS department, s.title AS post, t.from_on AS "fromOn", t.to_on AS "toOn"
          FROM staff_members m
          JOIN persons p ON p.id = m.person_id
          ${lastTerm}
          ${postOn(today())}
         WHERE m.person_id = ${personId} ${here}`,
    tx,
  );
  return found(one, 'member');
}

/** A post that somebody holds or held, from a day on. */
export interface Post {
  readonly id: number;
  readonly department: string;
  readonly title: string;
  readonly fromOn: Day;
}

/** The posts of a member, the newest first. */
export const postsOf = (streetId: number, personId: number): Promise<Post[]> =>
  rows<Post>(
    sql`SELECT s.id, d.name AS department, s.title, s.from_on AS "fromOn"
          FROM staff_posts s JOIN departments d ON d.id = s.department_id
         WHERE s.community_id = ${streetId} AND s.person_id = ${personId}
         ORDER BY s.from_on DESC`,
  );

/** A time in which somebody belongs to the office; no last day while they stay. */
export interface Term {
  readonly id: number;
  readonly fromOn: Day;
  readonly toOn: Day | null;
}

/** The times of a member, the newest first. */
export const termsOf = (streetId: number, personId: number, tx?: Transaction): Promise<Term[]> =>
  rows<Term>(
    sql`SELECT id, from_on AS "fromOn", to_on AS "toOn" FROM staff_terms
         WHERE community_id = ${streetId} AND person_id = ${personId} ORDER BY from_on DESC`,
    tx,
  );
