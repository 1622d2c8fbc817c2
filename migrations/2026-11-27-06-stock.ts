import type { QueryInterface } from 'sequelize';
import type { Migration } from '../src/base/migrator.ts';
import {
  afterInsert,
  appendOnly,
  belongsTo,
  day,
  dropAll,
  id,
  instantOf,
  isPostgres,
  optional,
  refuseNoMore,
  refuseWhen,
  runAll,
  text,
  whole,
  yesNo,
} from '../src/base/schema.ts';

const MOVE = 'stock_moves_move_stock';
const PLACE = 'place_moves_move_place';

const setAside = `
         set_aside = set_aside + CASE NEW.kind
           WHEN 'reservation' THEN NEW.quantity
           WHEN 'hand-over' THEN -NEW.quantity
           WHEN 'return' THEN -NEW.quantity
           ELSE 0 END
   WHERE id = NEW.good_id;`;

const moveStockBefore = `
  UPDATE goods
     SET stock = stock + CASE NEW.kind
           WHEN 'reservation' THEN -NEW.quantity
           WHEN 'hand-over' THEN 0
           ELSE NEW.quantity END,${setAside}`;

// As before, and two kinds more that take away. What goes out goes from the shelf; where the shelf
// has too little the rest was fetched from the store-room, which is written down as well.
const moveStock = `
  UPDATE goods
     SET stock = stock + CASE NEW.kind
           WHEN 'reservation' THEN -NEW.quantity
           WHEN 'hand-over' THEN 0
           WHEN 'stock-out' THEN -NEW.quantity
           WHEN 'write-off' THEN -NEW.quantity
           ELSE NEW.quantity END,${setAside}
  INSERT INTO place_moves (community_id, good_id, kind, quantity, by_id, at)
  SELECT community_id, id, 'fetched', stock + set_aside - in_store, NEW.by_id, NEW.at
    FROM goods WHERE id = NEW.good_id AND in_store > stock + set_aside;`;

const movePlace = `UPDATE goods SET in_store = in_store + NEW.quantity WHERE id = NEW.good_id;`;

export const up: Migration = async (schema) => {
  await createSuppliers(schema);
  await createStockIns(schema);
  await createStockInLines(schema);
  await extendGoods(schema);
  await createPlaces(schema);
  await createWriteOffs(schema);
  await createStocktakes(schema);
  await createStocktakeLines(schema);
  await createSettings(schema);
};

async function createSuppliers(schema: QueryInterface): Promise<void> {
  const instant = instantOf(schema);
  await schema.createTable('suppliers', {
    id,
    community_id: belongsTo('communities'),
    name: text(60),
    /** supplier or donor. */
    kind: text(10),
    contact: optional(text(60)),
    /** Whether a donor agreed to be named in public. */
    named: yesNo(),
    active: yesNo(true),
    created_at: instant,
  });
  await schema.addIndex('suppliers', ['community_id', 'id']);
}

async function createStockIns(schema: QueryInterface): Promise<void> {
  const instant = instantOf(schema);
  await schema.createTable('stock_ins', {
    id,
    community_id: belongsTo('communities'),
    supplier_id: belongsTo('suppliers'),
    came_on: day,
    /** As it stands on the paper. */
    number: optional(text(40)),
    note: optional(text(200)),
    photo_key: optional(text(80)),
    thumb_key: optional(text(80)),
    /** draft, booked or undone. */
    state: { ...text(10), defaultValue: 'draft' },
    made_at: instant,
    made_by_id: belongsTo('persons'),
    booked_at: optional(instant),
    booked_by_id: optional(whole),
    undone_at: optional(instant),
    undone_by_id: optional(whole),
    reason: optional(text(200)),
  });
  await schema.addIndex('stock_ins', ['community_id', 'id']);
}

async function createStockInLines(schema: QueryInterface): Promise<void> {
  await schema.createTable('stock_in_lines', {
    id,
    stock_in_id: belongsTo('stock_ins'),
    good_id: belongsTo('goods'),
    quantity: { type: 'INTEGER NOT NULL CHECK (quantity > 0)' },
    /** Of one piece; null: it cost nothing. */
    price_fen: optional(whole),
    expires_on: optional(day),
    /** shelf or store. */
    place: text(5),
  });
  await schema.addIndex('stock_in_lines', ['stock_in_id', 'id']);
  await schema.addIndex('stock_in_lines', ['good_id']);
  // Booked it is never rewritten; what was undone stays undone.
  await refuseWhen(
    schema,
    'stock_ins',
    'UPDATE',
    `OLD.state = 'undone' OR (OLD.state = 'booked' AND NEW.state <> 'undone')`,
  );
  await refuseWhen(schema, 'stock_ins', 'DELETE', '1 = 1');
  const isBooked = (row: string): string =>
    `EXISTS (SELECT 1 FROM stock_ins d WHERE d.id = ${row}.stock_in_id AND d.state <> 'draft')`;
  await refuseWhen(schema, 'stock_in_lines', 'INSERT', isBooked('NEW'));
  await refuseWhen(schema, 'stock_in_lines', 'UPDATE', isBooked('OLD'));
  await refuseWhen(schema, 'stock_in_lines', 'DELETE', isBooked('OLD'));
}

async function extendGoods(schema: QueryInterface): Promise<void> {
  const instant = instantOf(schema);
  await schema.addColumn('goods', 'substitute_id', optional(whole));
  await schema.addColumn('goods', 'low_told_at', optional(instant));
  await runAll(schema, [
    `ALTER TABLE goods ADD COLUMN in_store INTEGER NOT NULL DEFAULT 0
       CONSTRAINT in_store_not_below_zero CHECK (in_store >= 0)`,
    'CREATE INDEX stock_moves_in_time ON stock_moves (community_id, at)',
  ]);
  await schema.createTable('good_waits', {
    id,
    community_id: belongsTo('communities'),
    good_id: belongsTo('goods'),
    person_id: belongsTo('persons'),
    asked_at: instant,
    /** When the person was told, or no longer wanted to be. */
    ended_at: optional(instant),
    told: yesNo(),
  });
  await runAll(schema, [
    `CREATE UNIQUE INDEX good_waits_open ON good_waits (good_id, person_id)
      WHERE ended_at IS NULL`,
  ]);
}

async function createPlaces(schema: QueryInterface): Promise<void> {
  await schema.createTable('place_moves', {
    id,
    community_id: belongsTo('communities'),
    good_id: belongsTo('goods'),
    /** stock-in, stock-out, carried, fetched or stocktake. */
    kind: text(12),
    /** Pieces that came into the store-room; below 0: that left it. */
    quantity: { type: 'INTEGER NOT NULL CHECK (quantity <> 0)' },
    by_id: optional(whole),
    at: instantOf(schema),
  });
  await schema.addIndex('place_moves', ['good_id', 'id']);
  await afterInsert(schema, 'place_moves', PLACE, movePlace);
  await appendOnly(schema, 'place_moves');
  await replaceTrigger(schema, moveStock);
}

/** Puts another body in the place of what moves stock. */
async function replaceTrigger(schema: QueryInterface, body: string): Promise<void> {
  if (isPostgres(schema)) {
    await runAll(schema, [
      `CREATE OR REPLACE FUNCTION ${MOVE}() RETURNS trigger LANGUAGE plpgsql AS $body$
       BEGIN ${body} RETURN NULL; END $body$`,
    ]);
    return;
  }
  await runAll(schema, [`DROP TRIGGER ${MOVE}`]);
  await afterInsert(schema, 'stock_moves', MOVE, body);
}

async function createWriteOffs(schema: QueryInterface): Promise<void> {
  const instant = instantOf(schema);
  await schema.createTable('write_offs', {
    id,
    community_id: belongsTo('communities'),
    good_id: belongsTo('goods'),
    quantity: { type: 'INTEGER NOT NULL CHECK (quantity > 0)' },
    /** expired, damaged, lost or other. */
    why: text(10),
    /** Which of them, by their expiry date; null: not known. */
    expires_on: optional(day),
    note: optional(text(200)),
    /** open, approved or refused. */
    state: { ...text(10), defaultValue: 'open' },
    asked_at: instant,
    asked_by_id: belongsTo('persons'),
    decided_at: optional(instant),
    decided_by_id: optional(whole),
  });
  await schema.addIndex('write_offs', ['community_id', 'state', 'id']);
  await refuseWhen(schema, 'write_offs', 'UPDATE', `OLD.state <> 'open'`);
  await refuseWhen(schema, 'write_offs', 'DELETE', '1 = 1');
}

async function createStocktakes(schema: QueryInterface): Promise<void> {
  const instant = instantOf(schema);
  await schema.createTable('stocktakes', {
    id,
    community_id: belongsTo('communities'),
    /** open, handed-in, booked or dropped. */
    state: { ...text(10), defaultValue: 'open' },
    begun_at: instant,
    begun_by_id: belongsTo('persons'),
    handed_in_at: optional(instant),
    handed_in_by_id: optional(whole),
    decided_at: optional(instant),
    decided_by_id: optional(whole),
  });
  await schema.addIndex('stocktakes', ['community_id', 'id']);
  // A good that is counted in two stocktakes at once would have its difference booked twice.
  await runAll(schema, [
    `CREATE UNIQUE INDEX stocktakes_open ON stocktakes (community_id)
      WHERE state IN ('open', 'handed-in')`,
  ]);
}

async function createStocktakeLines(schema: QueryInterface): Promise<void> {
  await schema.createTable('stocktake_lines', {
    stocktake_id: { ...belongsTo('stocktakes'), primaryKey: true },
    good_id: { ...belongsTo('goods'), primaryKey: true },
    shelf: whole,
    store: whole,
    /** What should have lain there in both places, and of it in the store-room, at that moment. */
    expected: whole,
    expected_store: whole,
    note: optional(text(200)),
    counted_at: instantOf(schema),
    counted_by_id: belongsTo('persons'),
    /** The last difference of the good that was booked before. */
    after_move_id: whole,
  });
  // What was booked is evidence: neither the stocktake nor its counts change any more.
  await refuseWhen(schema, 'stocktakes', 'UPDATE', `OLD.state IN ('booked', 'dropped')`);
  const isOver = `EXISTS (SELECT 1 FROM stocktakes s WHERE s.id = OLD.stocktake_id
                             AND s.state IN ('booked', 'dropped'))`;
  await refuseWhen(schema, 'stocktake_lines', 'UPDATE', isOver);
  await refuseWhen(schema, 'stocktake_lines', 'DELETE', isOver);
}

async function createSettings(schema: QueryInterface): Promise<void> {
  await schema.createTable('stock_settings', {
    community_id: { ...belongsTo('communities'), primaryKey: true },
    /** For goods, a calendar year; null: none is set. */
    budget_yuan: optional(whole),
    /** So many days before goods expire they are warned of. */
    warning_days: whole,
    /** From so many pieces on a second person confirms a difference. */
    second_from: whole,
  });
  await schema.createTable('issue_ceilings', {
    community_id: { ...belongsTo('communities'), primaryKey: true },
    points: { type: 'INTEGER NOT NULL CHECK (points > 0)' },
    /** Whether nothing is approved above it, or it only warns. */
    stops: yesNo(),
  });
}

export const down: Migration = async (schema) => {
  await replaceTrigger(schema, moveStockBefore);
  await refuseNoMore(schema, 'stocktakes', 'UPDATE');
  for (const verb of ['UPDATE', 'DELETE'] as const) {
    await refuseNoMore(schema, 'stocktake_lines', verb);
    await refuseNoMore(schema, 'write_offs', verb);
    await refuseNoMore(schema, 'stock_ins', verb);
    await refuseNoMore(schema, 'stock_in_lines', verb);
  }
  await refuseNoMore(schema, 'stock_in_lines', 'INSERT');
  await dropAll(
    schema,
    [
      ...['issue_ceilings', 'stock_settings', 'stocktake_lines', 'stocktakes', 'write_offs'],
      ...['place_moves', 'good_waits', 'stock_in_lines', 'stock_ins', 'suppliers'],
    ],
    [PLACE],
  );
  await runAll(schema, [
    'DROP INDEX stock_moves_in_time',
    'ALTER TABLE goods DROP COLUMN in_store',
    'ALTER TABLE goods DROP COLUMN low_told_at',
    'ALTER TABLE goods DROP COLUMN substitute_id',
  ]);
};
