import { RULES } from '../../seeders/figures.ts';
import { inTransaction } from '../../src/base/db.ts';
import { choose, tell } from '../../src/messages/index.ts';
import { tryOut } from '../../src/messages/webhooks/deliveries.ts';
import { sendOne } from '../../src/messages/webhooks/sending.ts';
import { setWebhook, turnWebhook } from '../../src/messages/webhooks/settings.ts';
import type { Actor } from '../../src/people/index.ts';
import { asked } from '../factories.ts';

/** A community that sends what its people agree to, with a delivery that waits and one that failed. */
export async function connectedOut(
  people: Readonly<Record<'resident' | 'administrator', Actor>>,
): Promise<void> {
  const { resident, administrator } = people;
  const wish = { url: 'http://127.0.0.1:9/hook', topics: ['check-ins' as const], withPhone: true };
  await setWebhook(administrator, wish, asked(administrator));
  await turnWebhook(administrator, true, asked(administrator));
  const { id } = await tryOut(administrator, asked(administrator));
  await sendOne(id, () => '');
  await choose(resident, { topics: ['check-ins'], phone: true }, asked(resident));
  const { personId, communityId } = resident;
  const message = { personId, communityId, kind: 'check-in-approved', href: '/check-ins' };
  await inTransaction((tx) =>
    tell([{ ...message, facts: { rule: RULES[0]?.name ?? '', points: 2 } }], tx),
  );
}
