import sql from 'sql-template-tag';
import { change, inTransaction, row, rows } from '../../src/base/db.ts';

/** A row of a person as it lies in the table, for what no page shows. */
export interface KeptPerson {
  readonly signInName: string | null;
  readonly phone: string | null;
  readonly passwordHash: string | null;
  readonly passwordVersion: number;
}

export async function keptPerson(id: number): Promise<KeptPerson> {
  const kept = await row<KeptPerson>(
    sql`SELECT sign_in_name AS "signInName", phone, password_hash AS "passwordHash",
               password_version AS "passwordVersion"
          FROM persons WHERE id = ${id}`,
  );
  return kept as KeptPerson;
}

/** The name by which a person of the factories signs in. */
export async function signInNameOf(id: number): Promise<string> {
  return (await keptPerson(id)).signInName ?? '';
}

/** The words of what was noted about a person. */
export async function eventsAbout(id: number): Promise<string[]> {
  const events = await rows<{ name: string }>(
    sql`SELECT name FROM audit_events WHERE subject = ${`person:${id}`} ORDER BY id`,
  );
  return events.map(({ name }) => name);
}

/** Gives a person a phone number, which need not be theirs alone. */
export async function setPhone(id: number, phone: string): Promise<void> {
  await inTransaction((tx) =>
    change(sql`UPDATE persons SET phone = ${phone} WHERE id = ${id}`, tx),
  );
}
