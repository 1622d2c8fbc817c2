import type { Actor } from '../../people/index.ts';
import { readableAppeals } from '../appeals/queries.ts';
import type { Appeal } from '../appeals/queries.ts';
import { maySetTasks } from '../key-work/policy.ts';
import { tasksOf } from '../key-work/queries.ts';
import type { TaskLine } from '../key-work/queries.ts';
import { mayReconsider } from '../policy.ts';
import { mayDecide } from '../proposals/policy.ts';
import { proposalsOf } from '../proposals/queries.ts';
import type { Proposal } from '../proposals/queries.ts';
import { settingsOf } from '../settings/settings.ts';

/** What waits for a person: to be answered or done as their own, to be decided as their office. */
export interface Matters {
  /** Proposals about them that they may still answer. */
  readonly toAnswer: readonly Proposal[];
  /** Tasks that they lead. */
  readonly toDo: readonly TaskLine[];
  /** Proposals of which the hearing is over. */
  readonly toDecide: readonly Proposal[];
  readonly toConfirm: readonly TaskLine[];
  readonly appeals: readonly Appeal[];
}

/** What waits for the actor in an office, as the first page of each list has it. */
export async function mattersOf(actor: Actor, streetId: number): Promise<Matters> {
  const { personId } = actor;
  const own = await proposalsOf(streetId, { stage: 'hearing', personId });
  const open = await tasksOf(streetId, { state: 'open', ownerId: personId });
  const office = maySetTasks(actor, streetId) ? await officeMatters(actor, streetId) : NONE;
  return { toAnswer: own.items, toDo: open.items, ...office };
}

type OfficeMatters = Pick<Matters, 'toDecide' | 'toConfirm' | 'appeals'>;

const NONE: OfficeMatters = { toDecide: [], toConfirm: [], appeals: [] };

async function officeMatters(actor: Actor, streetId: number): Promise<OfficeMatters> {
  const { secondApprovalFrom } = await settingsOf(streetId);
  const waiting = await proposalsOf(streetId, { stage: 'waiting' });
  const confirmable = { state: 'reported', confirmableBy: actor.personId } as const;
  const appeals = await readableAppeals(actor, streetId, { state: 'open' });
  return {
    toDecide: waiting.items.filter((one) => mayDecide(actor, one, secondApprovalFrom)),
    toConfirm: (await tasksOf(streetId, confirmable)).items,
    appeals: appeals.items.filter((one) => mayReconsider(actor, one)),
  };
}
