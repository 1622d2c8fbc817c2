import { permit } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { done, page, route } from '../../web/route.ts';
import type { Answer, Route } from '../../web/route.ts';
import { mayKeepStaff, mayReadStaff, mayTurnSwitches } from '../policy.ts';
import { streetOf } from '../street.ts';
import { changeNumbers, lastChange, settingChanges, turnSwitch } from './changes.ts';
import { NUMBERS, numbersForm, settingsOf, STANDARD, SWITCHES, turnForm } from './settings.ts';

const READERS = ['assessor', 'leader', 'auditor', 'administrator'] as const;

async function settingsPage(actor: Actor): Promise<Answer> {
  const streetId = await streetOf(actor);
  permit(mayReadStaff(actor, streetId), 'read-staff');
  const settings = await settingsOf(streetId);
  const changes = await settingChanges(streetId);
  const only = {
    names: NUMBERS,
    standard: STANDARD,
    changes: changes.filter(({ name }) => !isSwitch(name)),
    mayKeep: mayKeepStaff(actor, streetId),
  };
  const values = { ...settings, seen: await lastChange(streetId) };
  return page('staff/settings/index', { settings }, { form: numbersForm, values, only });
}

const isSwitch = (name: string): boolean => (SWITCHES as readonly string[]).includes(name);

async function guidancePage(actor: Actor): Promise<Answer> {
  const streetId = await streetOf(actor);
  const { ranking, publicPosting } = await settingsOf(streetId);
  const changes = (await settingChanges(streetId)).filter(({ name }) => isSwitch(name));
  const only = { names: SWITCHES, mayTurn: mayTurnSwitches(actor, streetId) };
  const switches = { ranking, publicPosting };
  return page('staff/settings/guidance', { switches, changes }, { form: turnForm, only });
}

/** What an office sets for its scoring, and what it is advised to leave off. */
export const settingsRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/staff/settings',
    door: READERS,
    summary: 'Settings of staff scoring, each with its reason',
    handle: ({ actor }) => settingsPage(actor),
  }),
  route({
    method: 'post',
    path: '/staff/settings',
    door: ['assessor', 'administrator'],
    summary: 'Change settings of staff scoring',
    form: numbersForm,
    again: ({ actor }) => settingsPage(actor),
    handle: async ({ actor, values, command }) =>
      done(
        '/staff/settings',
        await changeNumbers(actor, values, command),
        'staff.settings.said.changed',
      ),
  }),
  route({
    method: 'get',
    path: '/staff/settings/guidance',
    door: ['staff', ...READERS],
    summary: 'What guidance wants off, and who turned it when and why',
    handle: ({ actor }) => guidancePage(actor),
  }),
  route({
    method: 'post',
    path: '/staff/settings/guidance',
    door: ['administrator'],
    summary: 'Turn ranking or posting to the public on or off, with a reason',
    form: turnForm,
    again: ({ actor }) => guidancePage(actor),
    handle: async ({ actor, values, command }) =>
      done(
        '/staff/settings/guidance',
        { ...(await turnSwitch(actor, values, command)) },
        'staff.settings.said.turned',
      ),
  }),
];
