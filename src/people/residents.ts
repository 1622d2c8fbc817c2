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

/** What a counter without network finds people by. */
export interface CounterResident {
  readonly id: number;
  readonly name: string;
  readonly pinyin: string;
  readonly cardNumber: string | null;
  readonly householdId: number | null;
  readonly pools: boolean;
}

/** Every active resident of a community, in order of id. */
export async function residentsAtCounter(communityId: number): Promise<CounterResident[]> {
  const residents = await rows<CounterResident & { pools: unknown }>(
    sql`SELECT p.id, p.name, p.pinyin, p.card_number AS "cardNumber",
               p.household_id AS "householdId",
               CASE WHEN h.pooled_at IS NULL THEN 0 ELSE 1 END AS pools
          FROM persons p LEFT JOIN households h ON h.id = p.household_id
         WHERE p.community_id = ${communityId} AND p.active = TRUE
           AND EXISTS (SELECT 1 FROM grants g WHERE g.person_id = p.id AND g.role = 'resident')
         ORDER BY p.id`,
  );
  return residents.map((one) => ({ ...one, pools: Number(one.pools) === 1 }));
}
