import sql from 'sql-template-tag';
import { note } from '../../base/audit.ts';
import { now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change, row } from '../../base/db.ts';
import type { Actor } from '../../people/index.ts';
import type { Topic } from '../topics.ts';
import type { Choices } from './forms.ts';

/** What a person agreed to have sent out of the house; nothing, unless they said so. */
export async function choicesOf(personId: number): Promise<Choices> {
  const kept = await row<{ topics: string; phone: unknown }>(
    sql`SELECT topics, phone FROM message_choices WHERE person_id = ${personId}`,
  );
  if (!kept) return { topics: [], phone: false };
  return { topics: JSON.parse(kept.topics) as Topic[], phone: Boolean(kept.phone) };
}

/** Keeps a person's own choice; what was queued and is not agreed to any more will not go. */
export function choose(
  { personId, communityId }: Actor,
  { topics, phone }: Choices,
  command: Command,
): Promise<Choices> {
  return once(command, 'choose-messages', { topics, phone }, async (tx) => {
    await change(
      sql`INSERT INTO message_choices (person_id, topics, phone, chosen_at)
          VALUES (${personId}, ${JSON.stringify(topics)}, ${phone}, ${now()})
          ON CONFLICT (person_id) DO UPDATE SET topics = excluded.topics, phone = excluded.phone,
            chosen_at = excluded.chosen_at`,
      tx,
    );
    // Consent is evidence: who agreed to what and when is kept though the choice changes.
    const facts = { topics: topics.join(' '), phone: String(phone) };
    const event = { communityId, personId, name: 'messages-chosen' };
    await note({ ...event, subject: `person:${personId}`, facts }, tx);
    return { topics, phone };
  });
}
