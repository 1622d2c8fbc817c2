import sql, { empty, join } from 'sql-template-tag';
import type { Sql } from 'sql-template-tag';
import { rows } from '../../base/db.ts';
import { today } from '../../base/period.ts';
import { findPeople } from '../../people/index.ts';
import { lastTerm, membersOf, postOn } from './queries.ts';
import type { Department, Member } from './queries.ts';

/** Those who belong to the office, those who left, or both. */
export const WHO = ['here', 'left', 'all'] as const;
export type Who = (typeof WHO)[number];

/** What the list is narrowed to. */
export interface MemberFilter {
  readonly department?: number;
  readonly who?: Who;
  /** The person with whom the page before ended. */
  readonly after?: number;
}

const PAGE_SIZE = 50;

// Everybody who ever belonged, with the post of today and the last of their times.
const listed = (streetId: number): Sql => sql`
  WITH listed AS (
    SELECT m.person_id AS "personId", m.community_id AS "streetId", p.name,
           m.staff_number AS "staffNumber", m.kind, s.department_id AS "departmentId",
           d.name AS department, d.position, s.title AS post, t.from_on AS "fromOn",
           t.to_on AS "toOn"
      FROM staff_members m
      JOIN persons p ON p.id = m.person_id
      ${lastTerm}
      ${postOn(today())}
     WHERE m.community_id = ${streetId})`;

const columns = sql`p."personId", p."streetId", p.name, p."staffNumber", p.kind,
  p."departmentId", p.department, p.post, p."fromOn", p."toOn"`;

const place = sql`position, "departmentId", "staffNumber"`;

/** The members of an office by department and staff number; `next` is where the next page begins. */
export async function listedMembers(
  streetId: number,
  filter: MemberFilter,
): Promise<{ items: Member[]; next: number | null }> {
  const found = await rows<Member>(
    sql`${listed(streetId)}
        SELECT ${columns} FROM listed p
         WHERE ${whoIs(filter.who ?? 'here')} ${within(filter.department)} ${behind(filter.after)}
         ORDER BY ${place} LIMIT ${PAGE_SIZE + 1}`,
  );
  const items = found.slice(0, PAGE_SIZE);
  const next = found.length > PAGE_SIZE ? (items.at(-1)?.personId ?? null) : null;
  return { items, next };
}

function whoIs(who: Who): Sql {
  if (who === 'all') return sql`TRUE`;
  return who === 'left'
    ? sql`p."toOn" < ${today()}`
    : sql`(p."toOn" IS NULL OR p."toOn" >= ${today()})`;
}

const within = (department: number | undefined): Sql =>
  department === undefined ? empty : sql`AND p."departmentId" = ${department}`;

const behind = (after: number | undefined): Sql =>
  after === undefined
    ? empty
    : sql`AND (${place}) > (SELECT ${place} FROM listed WHERE "personId" = ${after})`;

const FOUND_MAX = 50;

/**
 * Members of an office by name, pinyin or its initials, or staff number, those who left among them;
 * at most 50.
 */
export async function searchMembers(streetId: number, q: string): Promise<Member[]> {
  const ids = await findPeople(streetId, q, FOUND_MAX);
  const named = ids.length === 0 ? sql`FALSE` : sql`p."personId" IN (${join(ids)})`;
  const number = `${q.replace(/[!%_]/g, '!$&').toUpperCase()}%`;
  return rows<Member>(
    sql`${listed(streetId)}
        SELECT ${columns} FROM listed p
         WHERE ${named} OR UPPER(p."staffNumber") LIKE ${number} ESCAPE '!'
         ORDER BY ${place} LIMIT ${FOUND_MAX}`,
  );
}

/** A department with how many belong to it today, and whether anybody ever did. */
export interface CountedDepartment extends Department {
  readonly members: number;
  readonly isUsed: boolean;
}

/** The departments of an office in its own order. */
export async function countedDepartments(streetId: number): Promise<CountedDepartment[]> {
  const departments = await rows<Department & { readonly used: unknown }>(
    sql`SELECT d.id, d.name, d.position,
               EXISTS (SELECT 1 FROM staff_posts s WHERE s.department_id = d.id) AS used
          FROM departments d WHERE d.community_id = ${streetId} ORDER BY d.position, d.id`,
  );
  const members = await membersOf(streetId);
  return departments.map(({ used, ...one }) => ({
    ...one,
    members: members.filter(({ departmentId }) => departmentId === one.id).length,
    isUsed: Boolean(used),
  }));
}
