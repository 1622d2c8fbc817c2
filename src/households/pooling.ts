import { note } from '../base/audit.ts';
import { once } from '../base/command.ts';
import type { Command } from '../base/command.ts';
import type { Transaction } from '../base/db.ts';
import { found, permit, Refusal } from '../base/refusal.ts';
import { tell } from '../messages/index.ts';
import {
  consent,
  endConsentsOf,
  hearOfPools,
  holdHouseholds,
  householdById,
  isChild,
  membersOf,
  settlePool,
} from '../people/index.ts';
import type { Actor, HouseholdFacts, HouseholdMember, PoolChange } from '../people/index.ts';
import { members } from './membership.ts';
import { mayEndPool, mayRecordConsents } from './policy.ts';

/**
 * Gives the actor's own consent that their household spends together. The head asks first; when the
 * last grown-up has agreed, it pools. Refuses `no-household`, `head-first`, `child-no-consent`,
 * `agreed-already`.
 */
export const agreeToPool = (actor: Actor, command: Command): Promise<{ id: number }> =>
  once(command, 'agree-to-pool', {}, async (tx) => {
    const household = await heldHousehold(found(actor.householdId, 'household'), tx);
    await consentOf(household, actor.personId, actor.personId, tx);
    await tellAsked(household, actor, tx);
    await settlePool(household.id, actor.personId, tx);
    return { id: household.id };
  });

/**
 * Writes down consents that members gave on paper, the head's among them or given before. Refuses
 * `no-household`, `record-consents`, `not-in-household`, `head-first`, `child-no-consent`,
 * `agreed-already`.
 */
export const recordConsents = (
  actor: Actor,
  householdId: number,
  memberIds: readonly number[],
  command: Command,
): Promise<{ id: number }> =>
  once(command, 'record-consents', { householdId, memberIds }, async (tx) => {
    const household = await heldHousehold(householdId, tx);
    permit(mayRecordConsents(actor, household), 'record-consents');
    const agreeing = await members(householdId, memberIds, 'memberIds', tx);
    const headFirst = [...agreeing].sort((a) => (a.id === household.headId ? -1 : 1));
    for (const { id } of headFirst) await consentOf(household, id, actor.personId, tx);
    await settlePool(householdId, actor.personId, tx);
    return { id: householdId };
  });

/**
 * Ends the pool, or what was agreed of one, for a member or a manager who was asked to. What is
 * reserved stays reserved. Refuses `no-household`, `end-pool`, `no-pool`.
 */
export const endPool = (
  actor: Actor,
  householdId: number,
  command: Command,
): Promise<{ id: number }> =>
  once(command, 'end-pool', { householdId }, async (tx) => {
    const household = await heldHousehold(householdId, tx);
    permit(mayEndPool(actor, household), 'end-pool');
    const ended = await endConsentsOf(householdId, null, actor.personId, tx);
    if (ended === 0) throw new Refusal('conflict', 'no-pool');
    await settlePool(householdId, actor.personId, tx);
    return { id: householdId };
  });

async function heldHousehold(id: number, tx: Transaction): Promise<HouseholdFacts> {
  await holdHouseholds([id], tx);
  return householdById(id, tx);
}

async function consentOf(
  { id: householdId, headId, communityId }: HouseholdFacts,
  personId: number,
  byId: number,
  tx: Transaction,
): Promise<void> {
  const all = await membersOf(householdId, tx);
  const one = found(
    all.find(({ id }) => id === personId),
    'household',
  );
  if (isChild(one.bornOn)) throw new Refusal('conflict', 'child-no-consent', { name: one.name });
  if (personId !== headId && !hasAgreed(all, headId)) throw new Refusal('conflict', 'head-first');
  const isNew = await consent({ householdId, personId, byId }, tx);
  if (!isNew) throw new Refusal('conflict', 'agreed-already', { name: one.name });
  const event = { communityId, personId: byId, name: 'pool-consent-given' };
  await note({ ...event, subject: `person:${personId}` }, tx);
}

const hasAgreed = (all: readonly HouseholdMember[], id: number | null): boolean =>
  all.some((one) => one.id === id && one.consentedAt !== null);

/** When the head asks, the others are told that it is for them to agree. */
async function tellAsked(
  { id, communityId, headId }: HouseholdFacts,
  { personId, name }: Actor,
  tx: Transaction,
): Promise<void> {
  if (personId !== headId) return;
  const all = await membersOf(id, tx);
  const asked = all.filter((one) => one.consentedAt === null && !isChild(one.bornOn));
  const message = { communityId, kind: 'pool-asked', facts: { name }, href: '/me/household' };
  await tell(
    asked.map((one) => ({ ...message, personId: one.id })),
    tx,
  );
}

/** Everybody of a household hears that its pool began or ended, but who brought it about. */
hearOfPools(async (change: PoolChange, tx: Transaction) => {
  const { communityId, pooled, memberIds, byId } = change;
  const kind = pooled ? 'pool-begun' : 'pool-ended';
  const told = memberIds.filter((id) => id !== byId);
  await tell(
    told.map((personId) => ({ communityId, personId, kind, href: '/me/household' })),
    tx,
  );
});
