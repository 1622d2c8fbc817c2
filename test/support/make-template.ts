/** Makes the schema once in the database that the settings name; every test process copies it. */
const { migrate } = await import('../../src/base/migrator.ts');
const { closeDatabase } = await import('../../src/base/db.ts');
await migrate();
await closeDatabase();

export {};
