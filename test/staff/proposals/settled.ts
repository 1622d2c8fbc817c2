import type { Actor } from '../../../src/people/index.ts';
import {
  appealIncident,
  decideAppeal,
  decideProposal,
  enterProposal,
  entriesOf,
  reportTask,
  setTask,
  showNotice,
  waiveAnswer,
} from '../../../src/staff/index.ts';
import { quarterOfDay, today } from '../../../src/base/period.ts';
import { asked } from '../../factories.ts';
import { anAssessor } from '../factories.ts';
import type { TestStreet } from '../factories.ts';

interface Cast {
  readonly street: TestStreet;
  readonly assessor: Actor;
  readonly leader: Actor;
  readonly staff: Actor;
}

/** What the `:id` of an address of discipline, key work and appeals may be. */
export type MatterIds = Readonly<
  Record<'proposal' | 'task' | 'appeal' | 'notice' | 'incident', number>
>;

/** A breach that is heard, a task that is open, an appeal that is open, and one that cleared. */
export async function settledMatters({
  street,
  assessor,
  leader,
  staff,
}: Cast): Promise<MatterIds> {
  // What they enter and approve, both the assessor and the leader of the pages may decide.
  const [enterer, approver] = [await anAssessor(street), await anAssessor(street)];
  const occurredOn = today();
  const breach = async (ruleCode: string): Promise<number> => {
    const wish = { personId: staff.personId, ruleCode, occurredOn, text: 'Seen by two visitors' };
    return (await enterProposal(enterer, 'discipline', wish, [], asked(enterer))).id;
  };
  const contested = async (): Promise<number> => {
    const id = await breach('harm');
    await waiveAnswer(staff, id, asked(staff));
    const decision = { outcome: 'booked', decisionReason: 'The visitors were heard' } as const;
    await decideProposal(approver, id, decision, asked(approver));
    const incident = (await entriesOf(street.id, staff.personId, quarterOfDay(today()))).at(-1);
    const reasons = 'It was not me at the counter that day';
    const of = incident?.incidentId ?? 0;
    return (await appealIncident(staff, of, reasons, [], asked(staff))).id;
  };
  const notice = await contested();
  const decision = { outcome: 'cleared', appealReason: 'The roster shows another person' } as const;
  await decideAppeal(leader, notice, decision, asked(leader));
  await showNotice(staff, notice, true, asked(staff));
  const [first] = await entriesOf(street.id, staff.personId, quarterOfDay(today()));
  await taskOf(enterer, staff, assessor);
  await reportTask(staff, await taskOf(enterer, staff, assessor), 'Done', [], asked(staff));
  return {
    notice,
    appeal: await contested(),
    proposal: await breach('meeting-late'),
    task: await taskOf(enterer, staff),
    incident: first?.incidentId ?? 0,
  };
}

async function taskOf(by: Actor, owner: Actor, ...members: readonly Actor[]): Promise<number> {
  const task = {
    title: 'Clean-up of the river bank',
    text: 'Clear the east bank and plant it anew',
    ownerId: owner.personId,
    memberIds: members.map(({ personId }) => personId),
    dueOn: today(),
  };
  return (await setTask(by, task, asked(by))).id;
}
