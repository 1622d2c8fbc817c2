import sql from 'sql-template-tag';
import { rows } from '../../base/db.ts';
import { monthDays, startOfDay } from '../../base/period.ts';
import type { Month } from '../../base/period.ts';

/** What one person entered for others in a month, by the day of the approval. */
export interface ClerkTally {
  readonly personId: number;
  readonly name: string;
  readonly entries: number;
  readonly people: number;
  /** As awarded, whatever was undone later. */
  readonly points: number;
  readonly reversed: number;
  readonly contested: number;
  readonly upheld: number;
}

/** The points that were entered for others, by who entered them; most points first. */
export async function clerkTallies(communityId: number, month: Month): Promise<ClerkTally[]> {
  const days = monthDays(month);
  const [from, to] = [startOfDay(days.from), startOfDay(days.to)];
  return rows<ClerkTally>(
    sql`SELECT c.entered_by_id AS "personId", p.name,
               CAST(COUNT(*) AS INTEGER) AS entries,
               CAST(COUNT(DISTINCT c.person_id) AS INTEGER) AS people,
               CAST(COALESCE(SUM(c.points), 0) AS INTEGER) AS points,
               CAST(COUNT(c.reversed_at) AS INTEGER) AS reversed,
               CAST(COUNT(k.id) AS INTEGER) AS contested,
               CAST(COALESCE(SUM(CASE WHEN d.upheld = TRUE THEN 1 ELSE 0 END), 0) AS INTEGER)
                 AS upheld
          FROM check_ins c
          JOIN persons p ON p.id = c.entered_by_id
          LEFT JOIN contests k ON k.check_in_id = c.id
          LEFT JOIN contest_decisions d ON d.contest_id = k.id
         WHERE c.community_id = ${communityId} AND c.entered_by_id <> c.person_id
           AND c.decided_at >= ${from} AND c.decided_at < ${to} AND c.state = 'approved'
         GROUP BY c.entered_by_id, p.name
         ORDER BY 5 DESC, c.entered_by_id`,
  );
}
