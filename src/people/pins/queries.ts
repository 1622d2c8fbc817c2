import sql, { join } from 'sql-template-tag';
import { row, rows } from '../../base/db.ts';
import type { Role } from '../actor.ts';

/** Whether a person has a PIN. */
export const hasPin = async (personId: number): Promise<boolean> =>
  (await row(sql`SELECT person_id FROM pins WHERE person_id = ${personId}`)) !== null;

export interface NamedPerson {
  readonly id: number;
  readonly name: string;
}

/** The active people with a PIN who hold one of the roles in a community, or everywhere. */
export const holdersWithPin = (
  roles: readonly Role[],
  communityId: number,
): Promise<NamedPerson[]> =>
  rows<NamedPerson>(
    sql`SELECT p.id, p.name FROM persons p JOIN pins n ON n.person_id = p.id
         WHERE p.active = TRUE
           AND EXISTS (SELECT 1 FROM grants g
                        WHERE g.person_id = p.id AND g.role IN (${join([...roles])})
                          AND (g.community_id = ${communityId} OR g.community_id IS NULL))
         ORDER BY p.id`,
  );
