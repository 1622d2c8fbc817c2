import type { Migration } from '../src/base/migrator.ts';
import {
  afterInsert,
  appendOnly,
  belongsTo,
  day,
  dropAll,
  id,
  instantOf,
  optional,
  text,
  whole,
} from '../src/base/schema.ts';

// Issuance, redeemed, expired and assessment keep no cached balance: every booking would wait for
// that one row. What is earned is kept beside the balance, for it is never a walk over the history.
const moveBalance = (account: string): string => `
  UPDATE accounts
     SET balance = balance + CASE WHEN id = NEW.to_account_id THEN NEW.points ELSE -NEW.points END,
         earned = earned + CASE
           WHEN NEW.kind NOT IN ('award', 'deduction', 'reversal') THEN 0
           WHEN id = NEW.to_account_id THEN NEW.points
           ELSE -NEW.points END
   WHERE id = ${account} AND kind IN ('available', 'held', 'score');`;

const lower =
  'CASE WHEN NEW.from_account_id < NEW.to_account_id THEN NEW.from_account_id ELSE NEW.to_account_id END';
const higher =
  'CASE WHEN NEW.from_account_id < NEW.to_account_id THEN NEW.to_account_id ELSE NEW.from_account_id END';

export const up: Migration = async (schema) => {
  const instant = instantOf(schema);
  await schema.createTable('accounts', {
    id,
    community_id: belongsTo('communities'),
    owner_kind: text(10),
    owner_id: whole,
    kind: text(12),
    balance: {
      type: `INTEGER NOT NULL DEFAULT 0 CONSTRAINT balance_not_below_zero
             CHECK (balance >= 0 OR kind NOT IN ('available', 'held'))`,
    },
    earned: { ...whole, defaultValue: 0 },
  });
  await schema.addIndex('accounts', ['owner_kind', 'owner_id', 'kind'], { unique: true });
  await schema.addIndex('accounts', ['community_id', 'kind']);

  await schema.createTable('transfers', {
    id,
    community_id: belongsTo('communities'),
    from_account_id: belongsTo('accounts'),
    to_account_id: belongsTo('accounts'),
    points: { type: 'INTEGER NOT NULL CONSTRAINT points_above_zero CHECK (points > 0)' },
    kind: text(12),
    /** One transfer for one cause, whoever asks, however often. */
    cause: { ...text(80), unique: true },
    reverses_id: { ...optional(belongsTo('transfers')), unique: true },
    rule_version_id: optional(whole),
    reason: optional(text(200)),
    occurred_on: day,
    booked_at: instant,
    booked_by_id: optional(whole),
    approved_by_id: optional(whole),
  });
  await schema.addIndex('transfers', ['to_account_id', 'id']);
  await schema.addIndex('transfers', ['from_account_id', 'id']);
  await schema.addIndex('transfers', ['community_id', 'booked_at']);

  // In order of account id, so that no two bookings deadlock.
  const body = moveBalance(lower) + moveBalance(higher);
  await afterInsert(schema, 'transfers', 'transfers_move_balances', body);
  await appendOnly(schema, 'transfers');
};

export const down: Migration = (schema) =>
  dropAll(schema, ['transfers', 'accounts'], ['transfers_move_balances']);
