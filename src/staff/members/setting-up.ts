import sql from 'sql-template-tag';
import { now } from '../../base/clock.ts';
import { change, row } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import type { Day } from '../../base/period.ts';
import { insertPerson } from '../../people/index.ts';
import type { PersonRow } from '../../people/index.ts';

export const STAFF_KINDS = [
  'civil-servant',
  'public-institution',
  'community-worker',
  'contract',
] as const;
export type StaffKind = (typeof STAFF_KINDS)[number];

/** A person of the office as their row begins: who they are, and the post that they take up. */
export interface NewMember extends Omit<PersonRow, 'communityId' | 'householdId'> {
  readonly streetId: number;
  readonly staffNumber: string;
  readonly kind: StaffKind;
  readonly departmentId: number;
  /** 岗位, 职务. */
  readonly post: string;
  readonly fromOn: Day;
  readonly toOn?: Day | undefined;
}

/** Puts a department at the end of the office's list. */
export async function addDepartment(
  streetId: number,
  name: string,
  tx: Transaction,
): Promise<number> {
  const made = await row<{ id: number }>(
    sql`INSERT INTO departments (community_id, name, position)
        SELECT CAST(${streetId} AS INTEGER), CAST(${name} AS VARCHAR(40)), COUNT(*) + 1
          FROM departments WHERE community_id = ${streetId}
        RETURNING id`,
    tx,
  );
  return (made as { id: number }).id;
}

/** Puts a staff member into the tables: the person, the membership, the first post. */
export async function insertMember(
  member: NewMember,
  by: number | null,
  tx: Transaction,
): Promise<number> {
  const { streetId, staffNumber, kind, departmentId, post, fromOn, toOn, ...person } = member;
  const personId = await insertPerson({ ...person, communityId: streetId }, by, tx);
  await change(
    sql`INSERT INTO staff_members
          (person_id, community_id, staff_number, kind, created_at)
        VALUES (${personId}, ${streetId}, ${staffNumber}, ${kind}, ${now()})`,
    tx,
  );
  await insertTerm({ streetId, personId, fromOn, toOn }, tx);
  await insertPost({ streetId, personId, departmentId, title: post, fromOn }, tx);
  return personId;
}

/** A time in which somebody belongs to the office. */
interface NewTerm {
  readonly streetId: number;
  readonly personId: number;
  readonly fromOn: Day;
  readonly toOn?: Day | undefined;
}

export async function insertTerm(term: NewTerm, tx: Transaction): Promise<void> {
  await change(
    sql`INSERT INTO staff_terms (community_id, person_id, from_on, to_on)
        VALUES (${term.streetId}, ${term.personId}, ${term.fromOn}, ${term.toOn ?? null})`,
    tx,
  );
}

/** A post of a person in a department, from a day on. */
export interface NewPost {
  readonly streetId: number;
  readonly personId: number;
  readonly departmentId: number;
  readonly title: string;
  readonly fromOn: Day;
}

export async function insertPost(post: NewPost, tx: Transaction): Promise<void> {
  await change(
    sql`INSERT INTO staff_posts (community_id, person_id, department_id, title, from_on)
        VALUES (${post.streetId}, ${post.personId}, ${post.departmentId}, ${post.title},
                ${post.fromOn})`,
    tx,
  );
}
