import type { QueryInterface } from 'sequelize';
import type { Migration } from '../src/base/migrator.ts';
import { isPostgres, runAll } from '../src/base/schema.ts';

/**
 * What a person is found by, each in order of the text, so that the beginning of a word is a range
 * of an index; the same expressions stand in src/people/search.ts.
 */
const expressions = (schema: QueryInterface): Readonly<Record<string, string>> =>
  isPostgres(schema)
    ? {
        name: 'name',
        name_from_2: 'substr(name, 2)',
        name_from_3: 'substr(name, 3)',
        pinyin: 'pinyin',
        initials: "split_part(pinyin, ' ', 2)",
        phone: 'phone',
        phone_end: 'right(phone, 4)',
        card: 'card_number',
        card_end: 'right(card_number, 4)',
      }
    : {
        name: 'name',
        name_from_2: 'substr(name, 2)',
        name_from_3: 'substr(name, 3)',
        pinyin: 'pinyin',
        initials: "substr(pinyin, instr(pinyin, ' ') + 1)",
        phone: 'phone',
        phone_end: 'substr(phone, -4)',
        card: 'card_number',
        card_end: 'substr(card_number, -4)',
      };

// The order of bytes, whatever language the database sorts in.
const inOrder = (schema: QueryInterface, expression: string): string =>
  isPostgres(schema) ? `(${expression}) text_pattern_ops` : expression;

export const up: Migration = async (schema) => {
  const made = Object.entries(expressions(schema)).map(
    ([name, expression]) =>
      `CREATE INDEX persons_by_${name} ON persons (community_id, ${inOrder(schema, expression)})`,
  );
  await runAll(schema, made);
};

export const down: Migration = async (schema) => {
  const names = Object.keys(expressions(schema));
  await runAll(
    schema,
    names.map((name) => `DROP INDEX persons_by_${name}`),
  );
};
