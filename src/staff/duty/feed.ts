import { createHash } from 'node:crypto';
import sql from 'sql-template-tag';
import { now } from '../../base/clock.ts';
import type { Instant } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change, row, rows } from '../../base/db.ts';
import { addDays, today } from '../../base/period.ts';
import { found, permit, Refusal } from '../../base/refusal.ts';
import { sealed } from '../../people/index.ts';
import type { Actor } from '../../people/index.ts';
import { mayReadRoster } from './policy.ts';
import type { DutyTimes } from './times.ts';

const digestOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/**
 * Makes the secret of the address under which a calendar finds one's own duties, in place of the one
 * before; only its digest is kept. A repeat answers the same secret, or refuses `feed-over` when
 * another has come since. Refuses `keep-feed`.
 */
export async function openFeed(actor: Actor, command: Command): Promise<{ token: string }> {
  const { communityId, personId } = actor;
  permit(mayReadRoster(actor, communityId), 'keep-feed');
  // Made from the command, so that a repeat can tell it again though nobody keeps it.
  const token = sealed(`duty feed ${personId} ${command.key}`);
  const digest = digestOf(token);
  await once(command, 'open-duty-feed', {}, async (tx) => {
    await change(
      sql`INSERT INTO duty_feeds (person_id, community_id, digest, made_at)
          VALUES (${personId}, ${communityId}, ${digest}, ${now()})
          ON CONFLICT (person_id) DO UPDATE
            SET community_id = excluded.community_id, digest = excluded.digest,
                made_at = excluded.made_at`,
      tx,
    );
    return {};
  });
  const kept = await row<{ digest: string }>(
    sql`SELECT digest FROM duty_feeds WHERE person_id = ${personId}`,
  );
  if (kept?.digest !== digest) throw new Refusal('conflict', 'feed-over');
  return { token };
}

/** Ends the address; a calendar finds nothing there any more. */
export const closeFeed = (actor: Actor, command: Command): Promise<{ closed: number }> =>
  once(command, 'close-duty-feed', {}, async (tx) => ({
    closed: await change(sql`DELETE FROM duty_feeds WHERE person_id = ${actor.personId}`, tx),
  }));

/** Since when a person has an address, or null. */
export async function feedMadeAt(personId: number): Promise<Instant | null> {
  const feed = await row<{ madeAt: Instant }>(
    sql`SELECT made_at AS "madeAt" FROM duty_feeds WHERE person_id = ${personId}`,
  );
  return feed?.madeAt ?? null;
}

/** A duty as a calendar shows it. */
export interface FeedDuty extends DutyTimes {
  readonly id: number;
  readonly shift: string;
  /** How many versions it had, and when the last came. */
  readonly versions: number;
  readonly changedAt: Instant;
  /** False when it was cancelled or has gone to somebody else. */
  readonly isOwn: boolean;
}

/** What a calendar is shown: the duties of one person, and nothing of anybody else. */
export interface Feed {
  readonly streetId: number;
  readonly street: string;
  readonly personId: number;
  readonly duties: readonly FeedDuty[];
}

const PAST_DAYS = 92;

/** What lies under an address. Refuses `no-feed`; also of who cannot sign in any more. */
export async function feedOf(token: string): Promise<Feed> {
  const feed = found(
    await row<Omit<Feed, 'duties'>>(
      sql`SELECT f.community_id AS "streetId", c.name AS street, f.person_id AS "personId"
            FROM duty_feeds f
            JOIN communities c ON c.id = f.community_id
            JOIN persons p ON p.id = f.person_id
           WHERE f.digest = ${digestOf(token)} AND p.active = TRUE
             AND p.community_id = f.community_id`,
    ),
    'feed',
  );
  return { ...feed, duties: await feedDuties(feed.streetId, feed.personId) };
}

async function feedDuties(streetId: number, personId: number): Promise<FeedDuty[]> {
  const kept = await rows<Omit<FeedDuty, 'isOwn'> & { holderId: number; state: string }>(
    sql`SELECT d.id, s.name AS shift, d.starts_at AS "startsAt", d.ends_at AS "endsAt", d.state,
               d.person_id AS "holderId", CAST(COUNT(*) AS INTEGER) AS versions,
               MAX(m.moved_at) AS "changedAt"
          FROM duties d
          JOIN duty_shifts s ON s.id = d.shift_id
          JOIN duty_moves m ON m.duty_id = d.id
         WHERE d.community_id = ${streetId} AND d.day >= ${addDays(today(), -PAST_DAYS)}
           AND d.id IN (SELECT o.duty_id FROM duty_moves o WHERE o.person_id = ${personId})
         GROUP BY d.id, s.name, d.starts_at, d.ends_at, d.state, d.person_id
         ORDER BY d.starts_at, d.id`,
  );
  return kept.map(({ holderId, state, ...duty }) => ({
    ...duty,
    isOwn: holderId === personId && state === 'assigned',
  }));
}
