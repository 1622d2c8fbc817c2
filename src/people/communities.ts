import sql from 'sql-template-tag';
import { note } from '../base/audit.ts';
import { once } from '../base/command.ts';
import type { Command } from '../base/command.ts';
import { change, row, rows } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import { found, permit } from '../base/refusal.ts';
import type { Actor, TenantKind } from './actor.ts';
import { mayManagePeople } from './policy.ts';

/** What a community may set for itself. */
export interface CommunitySettings {
  /** How long a posting is open to objections. */
  readonly postingWindowDays: number;
  /** How long reserved goods are kept. */
  readonly reservationDays: number;
}

/** A community and its settings. */
export interface Community extends CommunitySettings {
  readonly id: number;
  readonly name: string;
  /** As it stands in the number of a posting. */
  readonly shortName: string;
  readonly kind: TenantKind;
}

const columns = sql`id, name, short_name AS "shortName", kind,
  posting_window_days AS "postingWindowDays", reservation_days AS "reservationDays"`;

/** Every community, the first founded first; street offices are `streets`. */
export const communities = (): Promise<Community[]> => tenants('community');

/** Every street office, the first founded first. */
export const streets = (): Promise<Community[]> => tenants('street');

const tenants = (kind: TenantKind): Promise<Community[]> =>
  rows<Community>(sql`SELECT ${columns} FROM communities WHERE kind = ${kind} ORDER BY id`);

/** Refuses `no-community`. */
export async function communityById(id: number, tx?: Transaction): Promise<Community> {
  const one = await row<Community>(sql`SELECT ${columns} FROM communities WHERE id = ${id}`, tx);
  return found(one, 'community');
}

/** A community where people live. Refuses `no-community`, also for a street office. */
export async function residentialCommunity(id: number, tx?: Transaction): Promise<Community> {
  const one = await communityById(id, tx);
  return found(one.kind === 'community' ? one : null, 'community');
}

/** For the head of a public page: whose page it is, for a visitor, who belongs nowhere yet. */
export const placeShown = async (
  visitor: Actor | null,
  communityId: number,
): Promise<{ community?: Community }> =>
  visitor ? {} : { community: await communityById(communityId) };

/** Sets what a community may set for itself. Refuses `manage-community`, `no-community`. */
export async function changeCommunity(
  actor: Actor,
  communityId: number,
  settings: CommunitySettings,
  command: Command,
): Promise<CommunitySettings> {
  permit(mayManagePeople(actor, communityId), 'manage-community');
  return once(command, 'change-community', { communityId, settings }, async (tx) => {
    await residentialCommunity(communityId, tx);
    const { postingWindowDays, reservationDays } = settings;
    await change(
      sql`UPDATE communities SET posting_window_days = ${postingWindowDays},
                                 reservation_days = ${reservationDays}
          WHERE id = ${communityId}`,
      tx,
    );
    const event = { communityId, personId: actor.personId, name: 'community-changed' };
    const facts = { postingWindowDays, reservationDays };
    await note({ ...event, subject: `community:${communityId}`, facts }, tx);
    return settings;
  });
}

// A community is never removed, so what was seen once need not be looked up again.
const known = new Set<number>();
let first: number | undefined;

/** The community that a visitor without sign-in sees: the one they chose if it is there, else the first. */
export async function defaultCommunityId(chosen: number | null): Promise<number> {
  if (chosen !== null && (await isThere(chosen))) return chosen;
  first ??= (
    await row<{ id: number }>(sql`SELECT id FROM communities
    WHERE kind = 'community' ORDER BY id LIMIT 1`)
  )?.id;
  return first ?? 0;
}

async function isThere(id: number): Promise<boolean> {
  if (known.has(id)) return true;
  const one = await row(sql`SELECT id FROM communities WHERE id = ${id} AND kind = 'community'`);
  if (one) known.add(id);
  return one !== null;
}
