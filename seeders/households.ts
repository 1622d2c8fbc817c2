import { newKey } from '../src/base/command.ts';
import type { Command } from '../src/base/command.ts';
import { addDays, dayOf } from '../src/base/period.ts';
import { agreeToPool, splitHousehold } from '../src/households/index.ts';
import { createResident, findActor, householdById, membersOf } from '../src/people/index.ts';
import { recordGuardian } from '../src/people/index.ts';
import type { Actor } from '../src/people/index.ts';
import type { Players } from './history.ts';

const asking = ({ personId }: Actor): Command => ({ personId, key: newKey() });

const CHILD_AGE_DAYS = 9 * 365;

/** A household that spends together, with a child in the care of its head; and one that has split. */
export async function playHouseholds({ residents, managers }: Players, end: string): Promise<void> {
  const [head, other] = residents as [Actor, Actor];
  const [manager] = managers as [Actor];
  await pool(head);
  await careForChild(manager, head, end);
  await split(manager, other);
}

/** The head asks, and everybody else agrees. */
async function pool({ householdId }: Actor): Promise<void> {
  if (householdId === null) return;
  const { headId } = await householdById(householdId);
  const members = await membersOf(householdId);
  for (const { id } of [...members].sort((a) => (a.id === headId ? -1 : 1))) {
    const member = await findActor(id);
    if (member) await agreeToPool(member, asking(member));
  }
}

async function careForChild(manager: Actor, guardian: Actor, end: string): Promise<void> {
  const { communityId, householdId } = guardian;
  const child = { name: '王小明', householdId: householdId ?? undefined };
  const { id } = await createResident(manager, communityId, child, asking(manager));
  const wish = {
    guardianId: guardian.personId,
    bornOn: addDays(dayOf(end), -CHILD_AGE_DAYS),
    consentHow: 'in-person',
    consentedOn: dayOf(end),
  } as const;
  await recordGuardian(manager, id, wish, asking(manager));
}

/** The last to come into the household has married and lives next door now. */
async function split(manager: Actor, { householdId }: Actor): Promise<void> {
  if (householdId === null) return;
  const { gridId } = await householdById(householdId);
  const last = (await membersOf(householdId)).at(-1);
  if (!last) return;
  const wish = { memberIds: [last.id], gridId, name: '2栋3单元602', reason: '结婚分户' };
  await splitHousehold(manager, householdId, wish, asking(manager));
}
