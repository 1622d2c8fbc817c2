import type { Migration } from '../src/base/migrator.ts';
import { refuseNoMore, refuseWhen, runAll } from '../src/base/schema.ts';

const VERBS = ['INSERT', 'UPDATE', 'DELETE'] as const;

/** What a set is made of, which is open to change as long as the set is a draft. */
const PARTS_OF_SETS = ['set_rules', 'set_limits'] as const;

const isClosed = (row: 'NEW' | 'OLD'): string =>
  `(SELECT state FROM rule_sets WHERE id = ${row}.rule_set_id) <> 'draft'`;

/** People were judged by an adopted set: it never changes, whoever asks. Drafts do until then. */
export const up: Migration = async (schema) => {
  await refuseWhen(schema, 'rule_sets', 'UPDATE', "OLD.state <> 'draft'");
  await refuseWhen(schema, 'rule_sets', 'DELETE', "OLD.state <> 'draft'");
  for (const table of PARTS_OF_SETS) {
    await refuseWhen(schema, table, 'INSERT', isClosed('NEW'));
    await refuseWhen(schema, table, 'UPDATE', `${isClosed('OLD')} OR ${isClosed('NEW')}`);
    await refuseWhen(schema, table, 'DELETE', isClosed('OLD'));
  }
  // Of two sets that begin on one day nobody could say which is in force.
  await runAll(schema, [
    `CREATE UNIQUE INDEX rule_sets_begin_once ON rule_sets (community_id, effective_from)
      WHERE state = 'adopted'`,
  ]);
};

export const down: Migration = async (schema) => {
  await runAll(schema, ['DROP INDEX rule_sets_begin_once']);
  for (const table of PARTS_OF_SETS) {
    for (const verb of VERBS) await refuseNoMore(schema, table, verb);
  }
  await refuseNoMore(schema, 'rule_sets', 'UPDATE');
  await refuseNoMore(schema, 'rule_sets', 'DELETE');
};
