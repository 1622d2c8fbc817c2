import sql, { bulk, join } from 'sql-template-tag';
import type { Sql } from 'sql-template-tag';
import { now } from '../src/base/clock.ts';
import { change, inTransaction, row, rows } from '../src/base/db.ts';
import type { Transaction } from '../src/base/db.ts';
import { today } from '../src/base/period.ts';
import { personAccounts } from '../src/ledger/index.ts';

const AT_ONCE = 500;

/** The posting with most lines. */
export async function largestPosting(): Promise<number> {
  const found = await row<{ id: number }>(
    sql`SELECT l.posting_id AS id FROM posting_lines l JOIN postings p ON p.id = l.posting_id
         WHERE p.kind = 'resident'
         GROUP BY l.posting_id ORDER BY COUNT(*) DESC, l.posting_id LIMIT 1`,
  );
  return found?.id ?? 0;
}

/**
 * Adds so many check-ins to the manager's queue, each of a resident of its own and with a photo, so
 * that no cap leaves one without points; their ids.
 */
export async function fillQueue(count: number): Promise<number[]> {
  const ids: number[] = [];
  while (ids.length < count) {
    const some = Math.min(AT_ONCE, count - ids.length);
    ids.push(...(await inTransaction((tx) => addCheckIns(ids.length, some, tx))));
  }
  return ids;
}

async function addCheckIns(from: number, count: number, tx: Transaction): Promise<number[]> {
  const rule = await row<{ communityId: number; ruleId: number; versionId: number }>(
    sql`SELECT r.community_id AS "communityId", r.id AS "ruleId", v.id AS "versionId"
          FROM rules r JOIN rule_versions v ON v.rule_id = r.id
         WHERE v.points > 0 AND v.cap_per_week IS NOT NULL ORDER BY r.id LIMIT 1`,
    tx,
  );
  if (!rule) throw new Error('the demo has no rule with a cap');
  const people = await insert(
    sql`INSERT INTO persons (community_id, name, pinyin, created_at) VALUES ${bulk(
      Array.from({ length: count }, (_, n) => [
        rule.communityId,
        `居民${from + n}`,
        `jumin${from + n}`,
        now(),
      ]),
    )}`,
    tx,
  );
  await personAccounts(rule.communityId, people, tx);
  const checkIns = await insert(
    sql`INSERT INTO check_ins (community_id, person_id, rule_id, rule_version_id, quantity,
          occurred_on, place, note, state, submitted_at, entered_by_id)
        SELECT community_id, id, CAST(${rule.ruleId} AS INTEGER),
               CAST(${rule.versionId} AS INTEGER), 1, ${today()}, '社区广场',
               '清理楼道杂物，擦干净扶手', 'submitted', ${now()}, id
          FROM persons WHERE id IN (${join(people)}) ORDER BY id`,
    tx,
  );
  await addTraces(checkIns, tx);
  return checkIns;
}

/** What a report leaves besides: its first step, and a photo. */
async function addTraces(checkIns: readonly number[], tx: Transaction): Promise<void> {
  const these = join([...checkIns]);
  await change(
    sql`INSERT INTO check_in_decisions (check_in_id, person_id, to_state, at)
        SELECT id, person_id, 'submitted', submitted_at FROM check_ins WHERE id IN (${these})`,
    tx,
  );
  await change(
    sql`INSERT INTO photos (community_id, check_in_id, key, thumb_key, sha256, fingerprint,
          band1, band2, band3, band4, width, height)
        SELECT community_id, id, 'bench/' || id, 'bench/thumb/' || id, 'bench' || id, 'bench' || id,
               -id, -id, -id, -id, 1600, 1200
          FROM check_ins WHERE id IN (${these})`,
    tx,
  );
}

async function insert(statement: Sql, tx: Transaction): Promise<number[]> {
  const made = await rows<{ id: number }>(sql`${statement} RETURNING id`, tx);
  return made.map(({ id }) => id);
}
