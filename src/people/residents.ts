import sql from 'sql-template-tag';
import type { Sql } from 'sql-template-tag';
import { row, rows } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import { found } from '../base/refusal.ts';

/** A resident as somebody outside their community finds them: enough to tell two apart. */
export interface FoundResident {
  readonly id: number;
  readonly name: string;
  readonly community: string;
}

const residents = (condition: Sql): Sql => sql`
  SELECT p.id, p.name, c.name AS community
    FROM persons p JOIN communities c ON c.id = p.community_id
   WHERE c.kind = 'community' AND p.active = TRUE
     AND EXISTS (SELECT 1 FROM grants g WHERE g.person_id = p.id AND g.role = 'resident')
     AND ${condition}`;

const FOUND_MAX = 30;

/** Active residents of whatever community, by the beginning of name, pinyin or its initials. */
export function findResidents(q: string): Promise<FoundResident[]> {
  const like = q.replace(/\s+/g, '').replace(/[!%_]/g, '!$&');
  const pinyin = like.toLowerCase();
  return rows<FoundResident>(
    sql`${residents(sql`(REPLACE(p.name, ' ', '') LIKE ${`${like}%`} ESCAPE '!'
          OR p.pinyin LIKE ${`${pinyin}%`} ESCAPE '!'
          OR p.pinyin LIKE ${`% ${pinyin}%`} ESCAPE '!')`)}
         ORDER BY c.id, p.id LIMIT ${FOUND_MAX}`,
  );
}

/** An active resident of whatever community. Refuses `no-resident`. */
export const residentBy = async (id: number, tx?: Transaction): Promise<FoundResident> =>
  found(await row<FoundResident>(residents(sql`p.id = ${id}`), tx), 'resident');
