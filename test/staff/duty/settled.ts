import { setClock } from '../../../src/base/clock.ts';
import { at } from '../../../src/base/period.ts';
import type { Actor } from '../../../src/people/index.ts';
import {
  acceptExchange,
  addRotation,
  addShift,
  assignDuty,
  draftRoster,
  openFeed,
  proposeCover,
  proposeSwap,
  publishRoster,
  recordOutcome,
  setRoomPhone,
} from '../../../src/staff/index.ts';
import { asked } from '../../factories.ts';

/** What an example address of duty names. */
export interface SettledDuties {
  readonly shift: number;
  /** Of the staff member, to come. */
  readonly duty: number;
}

/** Rosters in which everything that a page of duty shows has happened, around 18 November 2026. */
export async function settleDuties(
  assessor: Actor,
  leader: Actor,
  staff: Actor,
): Promise<SettledDuties> {
  setClock(at('2026-11-10', '10:00'));
  const shift = (name: string, startsAt: string, endsAt: string): Promise<{ id: number }> =>
    addShift(assessor, { name, startsAt, endsAt }, asked(assessor));
  await setRoomPhone(assessor, '0731-28260000', asked(assessor));
  const { id: day } = await shift('白班', '08:30', '17:30');
  const { id: night } = await shift('夜班', '17:30', '08:30');
  const turns = `${leader.name}\n${staff.name}`;
  const rotation = { shiftId: night, days: 'working', startsOn: '2026-11-02', turns } as const;
  await addRotation(assessor, rotation, asked(assessor));
  const roster = await draftRoster(assessor, { month: '2026-11', byHand: true }, asked(assessor));
  const assign = async ({ personId }: Actor, shiftId: number, on: string): Promise<number> =>
    (await assignDuty(assessor, { personId, shiftId, day: on }, asked(assessor))).id;
  const over = await assign(staff, night, '2026-11-11');
  await assign(leader, night, '2026-11-23');
  await assign(assessor, day, '2026-11-23');
  const theirs = await assign(leader, night, '2026-11-28');
  const ahead = await assign(staff, night, '2026-11-29');
  const other = await assign(staff, day, '2026-11-30');
  await publishRoster(assessor, roster.id, asked(assessor));
  setClock(at('2026-11-12', '10:00'));
  const form = { outcome: 'missed', note: '查岗时未到岗' } as const;
  await recordOutcome(assessor, over, { form }, asked(assessor));
  const cover = { personId: leader.personId, note: '外出学习' };
  const covered = await proposeCover(staff, other, cover, asked(staff));
  await acceptExchange(leader, covered.id, asked(leader));
  await proposeSwap(leader, theirs, { otherDutyId: ahead, note: '家里有事' }, asked(leader));
  await draftRoster(assessor, { month: '2026-12', byHand: false }, asked(assessor));
  await openFeed(staff, asked(staff));
  return { shift: day, duty: ahead };
}
