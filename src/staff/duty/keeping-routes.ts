import { today } from '../../base/period.ts';
import { permit } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { created, done, page, route } from '../../web/route.ts';
import type { Answer, Route } from '../../web/route.ts';
import { membersOf } from '../members/queries.ts';
import { mayAssess } from '../policy.ts';
import { phoneForm, rotationForm, shiftForm } from './forms.ts';
import { roomPhone, shiftInUse, shiftsOf } from './queries.ts';
import { addRotation, endRotation, rotationsOf } from './rotations.ts';
import { addShift, retireShift, reviseShift, setRoomPhone } from './shifts.ts';

async function shiftsPage(actor: Actor): Promise<Answer> {
  const streetId = actor.communityId;
  permit(mayAssess(actor, streetId), 'keep-duty');
  const items = await shiftsOf(streetId);
  const only = { phone: await roomPhone(streetId) };
  return page('staff/duty/shifts/index', { items, next: null }, { only, form: shiftForm });
}

async function shiftPage(actor: Actor, id: number): Promise<Answer> {
  permit(mayAssess(actor, actor.communityId), 'keep-duty');
  const shift = await shiftInUse(id, actor.communityId);
  const { name, startsAt, endsAt } = shift;
  const values = { name, startsAt, endsAt };
  return page('staff/duty/shifts/edit', { shift }, { form: shiftForm, values });
}

async function rotationsPage(actor: Actor): Promise<Answer> {
  const streetId = actor.communityId;
  permit(mayAssess(actor, streetId), 'keep-duty');
  const shifts = await shiftsOf(streetId);
  const members = await membersOf(streetId, { from: '0001-01-01', until: today() });
  const names = new Map(members.map(({ personId, name }) => [personId, name]));
  const items = (await rotationsOf(streetId)).map(({ turns, ...one }) => ({
    ...one,
    shift: shifts.find(({ id }) => id === one.shiftId)?.name ?? '',
    turns: turns.map((turn) => turn.map((personId) => names.get(personId) ?? '')),
  }));
  const only = { shifts: shifts.filter(({ retiredAt }) => retiredAt === null) };
  const extras = { only, form: rotationForm, values: { startsOn: today() } };
  return page('staff/duty/rotations/index', { items, next: null }, extras);
}

const SHIFTS = '/staff/duties/shifts';
const ROTATIONS = '/staff/duties/rotations';

const shiftRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: SHIFTS,
    door: ['assessor'],
    summary: 'The kinds of duty and the phone of the duty room',
    handle: ({ actor }) => shiftsPage(actor),
  }),
  route({
    method: 'post',
    path: SHIFTS,
    door: ['assessor'],
    summary: 'Add a kind of duty',
    form: shiftForm,
    again: ({ actor }) => shiftsPage(actor),
    handle: async ({ actor, values, command }) =>
      created(SHIFTS, await addShift(actor, values, command), 'staff.duty.said.shiftKept'),
  }),
  route({
    method: 'get',
    path: '/staff/duties/shifts/:id/edit',
    door: ['assessor'],
    summary: 'Form for a kind of duty',
    handle: ({ actor, id }) => shiftPage(actor, id),
  }),
  route({
    method: 'post',
    path: '/staff/duties/shifts/:id',
    door: ['assessor'],
    summary: 'Give a kind of duty another name or other times',
    form: shiftForm,
    again: ({ actor, id }) => shiftPage(actor, id),
    handle: async ({ actor, id, values, command }) =>
      done(SHIFTS, await reviseShift(actor, id, values, command), 'staff.duty.said.shiftKept'),
  }),
  route({
    method: 'post',
    path: '/staff/duties/shifts/:id/retirement',
    door: ['assessor'],
    summary: 'Put nobody on a kind of duty any more',
    handle: async ({ actor, id, command }) =>
      done(SHIFTS, await retireShift(actor, id, command), 'staff.duty.said.shiftRetired'),
  }),
  route({
    method: 'post',
    path: '/staff/duties/phone',
    door: ['assessor'],
    summary: 'Set the phone of the duty room',
    form: phoneForm,
    handle: async ({ actor, values, command }) =>
      done(SHIFTS, await setRoomPhone(actor, values.phone, command), 'staff.duty.said.phoneKept'),
  }),
];

/** What rosters are made of: kinds of duty and templates. */
export const keepingRoutes: readonly Route[] = [
  ...shiftRoutes,
  route({
    method: 'get',
    path: ROTATIONS,
    door: ['assessor'],
    summary: 'The templates that rosters are made from',
    handle: ({ actor }) => rotationsPage(actor),
  }),
  route({
    method: 'post',
    path: ROTATIONS,
    door: ['assessor'],
    summary: 'Add a template: who follows whom in a shift',
    form: rotationForm,
    again: ({ actor }) => rotationsPage(actor),
    handle: async ({ actor, values, command }) =>
      created(
        ROTATIONS,
        await addRotation(actor, values, command),
        'staff.duty.said.rotationAdded',
      ),
  }),
  route({
    method: 'post',
    path: '/staff/duties/rotations/:id/ending',
    door: ['assessor'],
    summary: 'End a template',
    handle: async ({ actor, id, command }) =>
      done(ROTATIONS, await endRotation(actor, id, command), 'staff.duty.said.rotationEnded'),
  }),
];
