import sql from 'sql-template-tag';
import { now } from './clock.ts';
import { change } from './db.ts';
import type { Transaction } from './db.ts';
import type { Facts } from './refusal.ts';

/** Something that was done and that an auditor may ask about. Facts hold no names or numbers of people. */
export interface AuditEvent {
  readonly communityId: number | null;
  /** Null: the system itself. */
  readonly personId: number | null;
  /** A word under `audit.event`: `password-reset`. */
  readonly name: string;
  /** What it was done to: `person:7`. */
  readonly subject: string;
  readonly facts?: Facts;
}

/** Notes an event in the transaction that makes it true. The table refuses change. */
export async function note(event: AuditEvent, tx: Transaction): Promise<void> {
  await change(
    sql`INSERT INTO audit_events (community_id, person_id, name, subject, facts, at)
        VALUES (${event.communityId}, ${event.personId}, ${event.name}, ${event.subject},
                ${JSON.stringify(event.facts ?? {})}, ${now()})`,
    tx,
  );
}
