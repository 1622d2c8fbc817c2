import { DataTypes } from 'sequelize';
import type { ModelAttributeColumnOptions, QueryInterface } from 'sequelize';

/**
 * Words for migrations, the same for SQLite and PostgreSQL.
 * Instants are ISO text in UTC on SQLite and timestamptz on PostgreSQL; both are read as ISO text.
 */
type Column = ModelAttributeColumnOptions;

export const id: Column = { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true };
export const day: Column = { type: DataTypes.DATEONLY, allowNull: false };
export const whole: Column = { type: DataTypes.INTEGER, allowNull: false };
export const yesNo = (defaultValue = false): Column => ({
  type: DataTypes.BOOLEAN,
  allowNull: false,
  defaultValue,
});
export const text = (length: number): Column => ({
  type: DataTypes.STRING(length),
  allowNull: false,
});
export const longText: Column = { type: DataTypes.TEXT, allowNull: false };

/** The same column, allowed to be empty. */
export const optional = (column: Column): Column => ({ ...column, allowNull: true });

export const instantOf = (schema: QueryInterface): Column => ({
  type: isPostgres(schema) ? 'TIMESTAMP WITH TIME ZONE' : 'TEXT',
  allowNull: false,
});

export const belongsTo = (table: string): Column => ({
  type: DataTypes.INTEGER,
  allowNull: false,
  references: { model: table, key: 'id' },
});

export const isPostgres = (schema: QueryInterface): boolean =>
  schema.sequelize.getDialect() === 'postgres';

/** Runs statements one after another. */
export async function runAll(schema: QueryInterface, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await schema.sequelize.query(statement);
}

/** The database itself refuses UPDATE and DELETE on the table, whoever asks. */
export async function appendOnly(schema: QueryInterface, table: string): Promise<void> {
  if (isPostgres(schema)) {
    await runAll(schema, [
      `CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $body$
       BEGIN RAISE EXCEPTION 'append-only: %', TG_TABLE_NAME; END $body$`,
      `CREATE TRIGGER ${table}_append_only BEFORE UPDATE OR DELETE ON ${table}
       FOR EACH ROW EXECUTE FUNCTION refuse_change()`,
      `CREATE TRIGGER ${table}_no_truncate BEFORE TRUNCATE ON ${table}
       FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`,
    ]);
    return;
  }
  for (const verb of ['UPDATE', 'DELETE']) {
    await schema.sequelize.query(
      `CREATE TRIGGER ${table}_no_${verb.toLowerCase()} BEFORE ${verb} ON ${table}
       BEGIN SELECT RAISE(ABORT, 'append-only: ${table}'); END`,
    );
  }
}

/**
 * The database itself refuses a verb on rows of which a condition holds (SQL that names the row
 * `NEW` or `OLD`), written once for both databases.
 */
export async function refuseWhen(
  schema: QueryInterface,
  table: string,
  verb: 'INSERT' | 'UPDATE' | 'DELETE',
  condition: string,
): Promise<void> {
  const name = `${table}_refuse_${verb.toLowerCase()}`;
  if (isPostgres(schema)) {
    await runAll(schema, [
      `CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $body$
       BEGIN
         IF ${condition} THEN RAISE EXCEPTION 'append-only: ${table}'; END IF;
         RETURN ${verb === 'DELETE' ? 'OLD' : 'NEW'};
       END $body$`,
      `CREATE TRIGGER ${name} BEFORE ${verb} ON ${table} FOR EACH ROW EXECUTE FUNCTION ${name}()`,
    ]);
    return;
  }
  await schema.sequelize.query(
    `CREATE TRIGGER ${name} BEFORE ${verb} ON ${table} WHEN ${condition}
     BEGIN SELECT RAISE(ABORT, 'append-only: ${table}'); END`,
  );
}

/** Takes back what `refuseWhen` set up. */
export async function refuseNoMore(
  schema: QueryInterface,
  table: string,
  verb: 'INSERT' | 'UPDATE' | 'DELETE',
): Promise<void> {
  const name = `${table}_refuse_${verb.toLowerCase()}`;
  if (isPostgres(schema)) await runAll(schema, [`DROP FUNCTION ${name}() CASCADE`]);
  else await runAll(schema, [`DROP TRIGGER ${name}`]);
}

/**
 * After each row put into a table, runs `body` (SQL statements that name the row `NEW`),
 * written once for both databases.
 */
export async function afterInsert(
  schema: QueryInterface,
  table: string,
  name: string,
  body: string,
): Promise<void> {
  if (isPostgres(schema)) {
    await runAll(schema, [
      `CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $body$
       BEGIN ${body} RETURN NULL; END $body$`,
      `CREATE TRIGGER ${name} AFTER INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION ${name}()`,
    ]);
    return;
  }
  await schema.sequelize.query(`CREATE TRIGGER ${name} AFTER INSERT ON ${table} BEGIN ${body} END`);
}

/** Drops tables, last made first, and on PostgreSQL the functions that served them. */
export async function dropAll(
  schema: QueryInterface,
  tables: readonly string[],
  functions: readonly string[] = [],
): Promise<void> {
  for (const table of tables) await schema.dropTable(table);
  if (!isPostgres(schema)) return;
  for (const name of functions) await schema.sequelize.query(`DROP FUNCTION IF EXISTS ${name}()`);
}
