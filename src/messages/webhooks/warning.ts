import sql from 'sql-template-tag';
import { now } from '../../base/clock.ts';
import { change } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { holdersOf } from '../../people/index.ts';
import { tell } from '../telling.ts';

/** Tells the administrators that messages do not get out, once until one does again. */
export async function warnAdministrators(communityId: number, tx: Transaction): Promise<void> {
  const isFirst = await change(
    sql`UPDATE webhooks SET warned_at = ${now()}
         WHERE community_id = ${communityId} AND warned_at IS NULL`,
    tx,
  );
  if (isFirst === 0) return;
  const administrators = await holdersOf(['administrator'], communityId, tx);
  const message = { communityId, kind: 'webhook-failed', href: '/webhook/deliveries' };
  await tell(
    administrators.map((personId) => ({ ...message, personId })),
    tx,
  );
}
