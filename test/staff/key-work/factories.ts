import type { Actor } from '../../../src/people/index.ts';
import { reportTask, setTask } from '../../../src/staff/index.ts';
import { asked } from '../../factories.ts';
import type { Office } from '../proposals/factories.ts';

/** A task that the leader set, due on 20 August: the person leads, others take part. */
export const aTask = async (
  { leader, person }: Pick<Office, 'leader' | 'person'>,
  members: readonly Actor[] = [],
): Promise<number> => {
  const task = {
    title: 'Spring clean-up of the river bank',
    text: 'Clear the east bank of rubbish and plant it anew',
    ownerId: person.personId,
    memberIds: members.map(({ personId }) => personId),
    dueOn: '2026-08-20',
  };
  return (await setTask(leader, task, asked(leader))).id;
};

export const report = (by: Actor, id: number, command = asked(by)) =>
  reportTask(by, id, 'All done; see the photos', [], command);
