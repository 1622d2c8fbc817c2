import type { Actor } from '../../../src/people/index.ts';
import { approved, ask } from '../leave/factories.ts';
import { imported, takenIn } from './factories.ts';

/** What the addresses of attendance and leave name. */
export interface AttendanceIds {
  readonly import: number;
  readonly leave: number;
}

interface Cast {
  readonly assessor: Actor;
  readonly leader: Actor;
  readonly staff: Actor;
}

/** An import that was booked, one that waits with rows of every kind, leaves in several states. */
export async function attended({ assessor, leader, staff }: Cast): Promise<AttendanceIds> {
  await imported(
    assessor,
    `,${staff.name},2026-11-10,8:50,17:30`,
    `,${assessor.name},2026-11-10,8:50,17:30`,
  );
  await approved(staff, leader, '2026-11-12');
  const leave = await ask(staff, '2026-11-30', { kind: 'trip', reason: '赴市里开会' });
  const waiting = await takenIn(assessor, [
    `,${staff.name},2026-11-10,8:20,17:30`,
    `,${staff.name},2026-11-12,,`,
    `,${staff.name},2026-11-13,8:20,`,
    `,${assessor.name},2026-11-13,8:20,17:30`,
    `,无名,2026-11-13,8:20,17:30`,
    `,${staff.name},11/13/2026,8:20,17:30`,
  ]);
  await takenIn(assessor, [`x,2026-11-13`], 'Wer,Wann');
  return { import: waiting, leave };
}
