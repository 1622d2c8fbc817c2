import sql from 'sql-template-tag';
import { note } from '../../base/audit.ts';
import { now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change, row, rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { permit, Refusal } from '../../base/refusal.ts';
import { tell } from '../../messages/index.ts';
import type { Actor } from '../../people/index.ts';
import { membersOf } from '../members/queries.ts';
import { mayKeepStaff, mayTurnSwitches } from '../policy.ts';
import { streetOf } from '../street.ts';
import { NUMBERS, settingsFrom } from './settings.ts';
import type { NumbersChange, StaffSettings, Turn } from './settings.ts';

/** One setting that was changed. */
export interface SettingChange {
  readonly id: number;
  readonly name: keyof StaffSettings;
  readonly was: number | boolean;
  readonly became: number | boolean;
  readonly reason: string;
  readonly by: string | null;
  readonly at: string;
}

type KeptChange = Omit<SettingChange, 'was' | 'became'> & Record<'was' | 'became', string>;

const SHOWN = 50;

/** The last changes of an office, the newest first. */
export async function settingChanges(streetId: number): Promise<SettingChange[]> {
  const kept = await rows<KeptChange>(
    sql`SELECT s.id, s.name, s.was, s.became, s.reason, p.name AS by, s.changed_at AS at
          FROM staff_setting_changes s LEFT JOIN persons p ON p.id = s.changed_by_id
         WHERE s.community_id = ${streetId} ORDER BY s.id DESC LIMIT ${SHOWN}`,
  );
  return kept.map((one) => ({
    ...one,
    was: JSON.parse(one.was) as number | boolean,
    became: JSON.parse(one.became) as number | boolean,
  }));
}

/**
 * Sets the numbers of an office; those that stay as they are leave no trace. Refuses
 * `keep-settings`, `settings-changed-since`, `settings-same`.
 */
export async function changeNumbers(
  actor: Actor,
  change: NumbersChange,
  command: Command,
): Promise<{ changed: string[] }> {
  const streetId = await streetOf(actor);
  permit(mayKeepStaff(actor, streetId), 'keep-settings');
  return once(command, 'change-numbers', { streetId, change }, async (tx) => {
    const { settings, last } = await lockedSettings(streetId, tx);
    if (change.seen !== undefined && change.seen !== last) {
      throw new Refusal('conflict', 'settings-changed-since');
    }
    const changed = NUMBERS.filter((name) => settings[name] !== change[name]);
    if (changed.length === 0) throw new Refusal('conflict', 'settings-same');
    for (const name of changed) {
      const one = { name, was: settings[name], became: change[name], reason: change.reason };
      await keepChange(actor, streetId, one, tx);
    }
    const fresh = Object.fromEntries(changed.map((name) => [name, change[name]]));
    await keepSettings(streetId, { ...settings, ...fresh }, tx);
    return { changed };
  });
}

/**
 * Turns a switch that guidance wants off, and tells everybody of the office. Refuses
 * `turn-switches`, `switch-so-already`.
 */
export async function turnSwitch(actor: Actor, turn: Turn, command: Command): Promise<Turn> {
  const streetId = await streetOf(actor);
  permit(mayTurnSwitches(actor, streetId), 'turn-switches');
  return once(command, 'turn-switch', { streetId, turn }, async (tx) => {
    const { name, on, reason } = turn;
    const { settings } = await lockedSettings(streetId, tx);
    if (settings[name] === on) throw new Refusal('conflict', 'switch-so-already');
    await keepChange(actor, streetId, { name, was: settings[name], became: on, reason }, tx);
    await keepSettings(streetId, { ...settings, [name]: on }, tx);
    await tellAll(streetId, turn, tx);
    return turn;
  });
}

interface Locked {
  readonly settings: StaffSettings;
  /** The last change, 0 before the first. */
  readonly last: number;
}

// Writing the row locks it: of two who change settings at once, the second sees what the first did.
async function lockedSettings(streetId: number, tx: Transaction): Promise<Locked> {
  const kept = await row<{ settings: string }>(
    sql`INSERT INTO staff_settings (community_id, settings) VALUES (${streetId}, '{}')
        ON CONFLICT (community_id) DO UPDATE SET settings = staff_settings.settings
        RETURNING settings`,
    tx,
  );
  return { settings: settingsFrom(kept?.settings ?? '{}'), last: await lastChange(streetId, tx) };
}

/** The last change of an office, 0 before the first: what a form was drawn from. */
export async function lastChange(streetId: number, tx?: Transaction): Promise<number> {
  const last = await row<{ id: number }>(
    sql`SELECT CAST(COALESCE(MAX(id), 0) AS INTEGER) AS id FROM staff_setting_changes
         WHERE community_id = ${streetId}`,
    tx,
  );
  return last?.id ?? 0;
}

const keepSettings = (
  streetId: number,
  settings: StaffSettings,
  tx: Transaction,
): Promise<number> =>
  change(
    sql`UPDATE staff_settings SET settings = ${JSON.stringify(settings)}
         WHERE community_id = ${streetId}`,
    tx,
  );

type NewChange = Pick<SettingChange, 'name' | 'was' | 'became' | 'reason'>;

async function keepChange(
  actor: Actor,
  streetId: number,
  { name, was, became, reason }: NewChange,
  tx: Transaction,
): Promise<void> {
  await change(
    sql`INSERT INTO staff_setting_changes
          (community_id, name, was, became, reason, changed_by_id, changed_at)
        VALUES (${streetId}, ${name}, ${JSON.stringify(was)}, ${JSON.stringify(became)}, ${reason},
                ${actor.personId}, ${now()})`,
    tx,
  );
  const event = { communityId: streetId, personId: actor.personId, name: 'setting-changed' };
  const facts = { was: String(was), became: String(became) };
  await note({ ...event, subject: `setting:${name}`, facts }, tx);
}

async function tellAll(
  streetId: number,
  { name, on, reason }: Turn,
  tx: Transaction,
): Promise<void> {
  const members = await membersOf(streetId, undefined, tx);
  const kind = `${name === 'ranking' ? 'ranking' : 'public-posting'}-${on ? 'on' : 'off'}`;
  const about = {
    communityId: streetId,
    kind,
    facts: { reason },
    href: '/staff/settings/guidance',
  };
  await tell(
    members.map(({ personId }) => ({ ...about, personId })),
    tx,
  );
}
