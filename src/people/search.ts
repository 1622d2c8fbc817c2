import sql, { join, raw } from 'sql-template-tag';
import type { Sql } from 'sql-template-tag';
import { isPostgres, rows } from '../base/db.ts';

/**
 * Finding a person by what somebody at a counter says or types. Each question is the beginning of a
 * text, and so a range of an index (migrations/2026-11-27-12-search.ts has the same expressions):
 * among a million people it takes as long as among a thousand.
 */

const initials = isPostgres
  ? raw("split_part(p.pinyin, ' ', 2)")
  : raw("substr(p.pinyin, instr(p.pinyin, ' ') + 1)");
const lastFour = (column: 'phone' | 'card_number'): Sql =>
  isPostgres ? raw(`right(p.${column}, 4)`) : raw(`substr(p.${column}, -4)`);

const LAST_CHARACTER = '\u{10FFFF}';

/** Whether the text begins so, in the order of bytes, as the indexes have it. */
const begins = (text: Sql, beginning: string): Sql =>
  isPostgres
    ? sql`${text} ~>=~ ${beginning} AND ${text} ~<~ ${beginning + LAST_CHARACTER}`
    : sql`${text} >= ${beginning} AND ${text} < ${beginning + LAST_CHARACTER}`;

const NUMBER_END = 4;

/** Of a number that ends so, with four figures at least. */
const ends = (column: 'phone' | 'card_number', text: string): Sql =>
  sql`${lastFour(column)} = ${text.slice(-NUMBER_END)} AND p.${raw(column)} LIKE ${`%${text}`}`;

const inName = (text: string): Sql[] => [
  begins(raw('p.name'), text),
  begins(raw('substr(p.name, 2)'), text),
  begins(raw('substr(p.name, 3)'), text),
];

const inPinyin = (text: string): Sql[] => [
  begins(raw('p.pinyin'), text.toLowerCase()),
  begins(initials, text.toLowerCase()),
];

const inNumbers = (text: string): Sql[] => [
  begins(raw('p.phone'), text),
  begins(raw('p.card_number'), text.toUpperCase()),
  ends('phone', text),
  ends('card_number', text.toUpperCase()),
];

/** What the text may be, by its looks. */
function questions(text: string): Sql[] {
  if (/\p{Script=Han}/u.test(text)) return inName(text);
  const words = /^[a-z'·.-]+$/i.test(text) ? [...inName(text), ...inPinyin(text)] : [];
  return /^[\da-z]{4,}$/i.test(text) ? [...words, ...inNumbers(text)] : words;
}

/**
 * The people of a community, erased ones left out, whose name has this text, or whose pinyin
 * (wangxiulan), initials (wxl), phone or card number begins with it, or whose number ends with it
 * (four figures and more); at most `limit`, in order of id.
 */
export async function findPeople(
  communityId: number,
  text: string,
  limit: number,
): Promise<number[]> {
  const asked = questions(text.replace(/\s+/g, ''));
  if (asked.length === 0) return [];
  const parts = asked.map(
    (question) => sql`SELECT * FROM (SELECT p.id FROM persons p
      WHERE p.community_id = ${communityId} AND ${question} AND p.erased_at IS NULL
        AND p.merged_into_id IS NULL
        AND p.merged_into_id IS NULL
      LIMIT ${limit}) AS part`,
  );
  const found = await rows<{ id: number }>(
    sql`SELECT DISTINCT id FROM (${join(parts, ' UNION ALL ')}) AS found ORDER BY id LIMIT ${limit}`,
  );
  return found.map(({ id }) => id);
}
