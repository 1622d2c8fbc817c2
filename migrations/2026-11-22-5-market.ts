import type { QueryInterface } from 'sequelize';
import type { Migration } from '../src/base/migrator.ts';
import {
  afterInsert,
  appendOnly,
  belongsTo,
  dropAll,
  id,
  instantOf,
  optional,
  runAll,
  text,
  whole,
  yesNo,
} from '../src/base/schema.ts';

// Stock changes by this alone, so that the figures on the shelf are always explained by moves.
// A service has no stock: NULL stays NULL, and what is reserved of it is counted all the same.
const moveStock = `
  UPDATE goods
     SET stock = stock + CASE NEW.kind
           WHEN 'reservation' THEN -NEW.quantity
           WHEN 'hand-over' THEN 0
           ELSE NEW.quantity END,
         set_aside = set_aside + CASE NEW.kind
           WHEN 'reservation' THEN NEW.quantity
           WHEN 'hand-over' THEN -NEW.quantity
           WHEN 'return' THEN -NEW.quantity
           ELSE 0 END
   WHERE id = NEW.good_id;`;

export const up: Migration = async (schema) => {
  await createGoods(schema);
  await createStockMoves(schema);
  await createRedemptions(schema);
  await createLines(schema);
};

async function createGoods(schema: QueryInterface): Promise<void> {
  const instant = instantOf(schema);
  await schema.createTable('goods', {
    id,
    community_id: belongsTo('communities'),
    name: text(40),
    points: { type: 'INTEGER NOT NULL CONSTRAINT price_above_zero CHECK (points > 0)' },
    /** What can still be reserved; null: a service that has none. */
    stock: {
      type: `INTEGER CONSTRAINT stock_not_below_zero CHECK (stock >= 0)
             CONSTRAINT stock_within_reason CHECK (stock <= 1000000)`,
    },
    /** What is reserved and lies ready. */
    set_aside: {
      type: `INTEGER NOT NULL DEFAULT 0
             CONSTRAINT set_aside_not_below_zero CHECK (set_aside >= 0)`,
    },
    limit_per_quarter: optional(whole),
    on_shelf: yesNo(true),
    /** At this stock or less the shelf is running low. */
    low_at: { ...whole, defaultValue: 5 },
    photo_key: optional(text(80)),
    thumb_key: optional(text(80)),
    counted_at: optional(instant),
    created_at: instant,
  });
  await schema.addIndex('goods', ['community_id', 'points', 'id']);
}

async function createStockMoves(schema: QueryInterface): Promise<void> {
  await schema.createTable('stock_moves', {
    id,
    community_id: belongsTo('communities'),
    good_id: belongsTo('goods'),
    kind: text(12),
    /** Pieces; of a stocktake the difference, which may be 0 or less. */
    quantity: {
      type: `INTEGER NOT NULL CONSTRAINT quantity_above_zero
             CHECK (quantity > 0 OR kind = 'stocktake')`,
    },
    /** One move for one cause, whoever asks, however often. */
    cause: { ...text(80), unique: true },
    note: optional(text(200)),
    by_id: optional(whole),
    at: instantOf(schema),
  });
  await schema.addIndex('stock_moves', ['good_id', 'id']);
  await afterInsert(schema, 'stock_moves', 'stock_moves_move_stock', moveStock);
  await appendOnly(schema, 'stock_moves');
}

async function createRedemptions(schema: QueryInterface): Promise<void> {
  const instant = instantOf(schema);
  await schema.createTable('redemptions', {
    id,
    community_id: belongsTo('communities'),
    person_id: belongsTo('persons'),
    state: text(12),
    pick_up_code: text(10),
    total: whole,
    reserved_at: instant,
    expires_at: instant,
    settled_at: optional(instant),
    settled_by_id: optional(whole),
  });
  await schema.addIndex('redemptions', ['pick_up_code']);
  await schema.addIndex('redemptions', ['community_id', 'state', 'id']);
  await schema.addIndex('redemptions', ['person_id', 'id']);
  await runAll(schema, [
    `CREATE UNIQUE INDEX redemptions_open_code ON redemptions (pick_up_code)
     WHERE state = 'reserved'`,
    `CREATE INDEX redemptions_open_until ON redemptions (community_id, expires_at)
     WHERE state = 'reserved'`,
  ]);
}

async function createLines(schema: QueryInterface): Promise<void> {
  await schema.createTable('redemption_lines', {
    redemption_id: { ...belongsTo('redemptions'), primaryKey: true },
    good_id: { ...belongsTo('goods'), primaryKey: true },
    /** As they were when it was reserved; a later price does not touch it. */
    name: text(40),
    points: whole,
    quantity: whole,
  });
  await schema.addIndex('redemption_lines', ['good_id']);

  await schema.createTable('basket_lines', {
    person_id: { ...belongsTo('persons'), primaryKey: true },
    good_id: { ...belongsTo('goods'), primaryKey: true },
    quantity: whole,
  });
}

export const down: Migration = (schema) =>
  dropAll(
    schema,
    ['basket_lines', 'redemption_lines', 'redemptions', 'stock_moves', 'goods'],
    ['stock_moves_move_stock'],
  );
