import type { Actor } from '../src/people/index.ts';
import { approveCheckIns, rejectCheckIn, returnCheckIn } from '../src/volunteering/index.ts';
import type { Chance } from './chance.ts';
import type { Waiting } from './history.ts';
import { ask } from './market.ts';
import { REASONS } from './phrases.ts';

/** The managers go through the queue in the evening; a few are left for tomorrow. */
export async function decideDay(
  managers: readonly Actor[],
  waiting: readonly Waiting[],
  chance: Chance,
): Promise<Waiting[]> {
  const manager = chance.pick(managers);
  const left: Waiting[] = [];
  const approved: number[] = [];
  for (const one of waiting) {
    const dice = chance.next();
    if (isTheirs(manager, one) || dice < 0.08) left.push(one);
    else if (dice < 0.11) {
      await rejectCheckIn(manager, one.id, chance.pick(REASONS.rejected), ask(manager));
    } else if (dice < 0.13) {
      await returnCheckIn(manager, one.id, chance.pick(REASONS.returned), ask(manager));
    } else approved.push(one.id);
  }
  if (approved.length > 0) await approveCheckIns(manager, approved, ask(manager));
  return left;
}

/** Nobody decides on their own report or on that of their household. */
const isTheirs = (manager: Actor, { by }: Waiting): boolean =>
  by.personId === manager.personId ||
  (by.householdId !== null && by.householdId === manager.householdId);
