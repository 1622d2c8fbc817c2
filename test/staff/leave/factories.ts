import type { Actor } from '../../../src/people/index.ts';
import { askLeave } from '../../../src/staff/leave/asking.ts';
import { approveLeave } from '../../../src/staff/leave/deciding.ts';
import type { NewLeave } from '../../../src/staff/leave/forms.ts';
import { asked } from '../../factories.ts';

/** A whole day of personal leave, unless said otherwise. */
export const ask = async (
  by: Actor,
  day: string,
  over: Partial<NewLeave> = {},
): Promise<number> => {
  const wish: NewLeave = {
    kind: 'personal',
    fromOn: day,
    fromHalf: 'am',
    toOn: day,
    toHalf: 'pm',
    reason: '家中有事',
    ...over,
  };
  return (await askLeave(by, wish, [], asked(by))).id;
};

/** A leave that a leader has approved. */
export async function approved(
  by: Actor,
  leader: Actor,
  day: string,
  over: Partial<NewLeave> = {},
): Promise<number> {
  const id = await ask(by, day, over);
  await approveLeave(leader, id, asked(leader));
  return id;
}
