import sql from 'sql-template-tag';
import { rows } from '../base/db.ts';
import { found } from '../base/refusal.ts';
import { personById } from './queries.ts';
import type { PersonFacts } from './queries.ts';

/** What is kept here about one person, as a copy for that person. */
export interface OwnData {
  readonly person: PersonFacts;
  /** When programs that ask in the person's name stop being believed. */
  readonly tokens: readonly { readonly expiresAt: string }[];
  /** What was done to the person's data, and by the person. */
  readonly events: readonly { readonly name: string; readonly at: string }[];
}

/** A copy of one's own data; the password and its hash are no part of it. */
export async function ownData(personId: number): Promise<OwnData> {
  const person = found(await personById(personId), 'person');
  const tokens = await rows<{ expiresAt: string }>(
    sql`SELECT expires_at AS "expiresAt" FROM tokens WHERE person_id = ${personId}
         ORDER BY expires_at`,
  );
  const events = await rows<{ name: string; at: string }>(
    sql`SELECT name, at FROM audit_events
         WHERE person_id = ${personId} OR subject = ${`person:${personId}`}
         ORDER BY id`,
  );
  return { person, tokens, events };
}
