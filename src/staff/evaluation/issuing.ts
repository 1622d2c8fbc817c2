import sql from 'sql-template-tag';
import { now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change, row, rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { permit, Refusal } from '../../base/refusal.ts';
import { tell } from '../../messages/index.ts';
import type { Actor } from '../../people/index.ts';
import { mayAssess } from '../policy.ts';
import { dealt } from './dealing.ts';
import type { DealtSet, Seat } from './dealing.ts';
import { noteCycle } from './drafting.ts';
import { cycleOf, groupsOf, ratedOf } from './queries.ts';
import type { Cycle, Group } from './queries.ts';
import { destroySecrets, keepSecrets, newSecretName } from './secrets.ts';
import { shuffled } from './shuffle.ts';
import { newKeyPair } from './signing.ts';
import type { KeyPair } from './signing.ts';

/**
 * Begins to issue papers: deals the voters into sets, makes a key pair for each, and tells everybody
 * who may vote. Lists stay as they are from now on. Refuses `evaluate`, `lists-closed`, `nobody-rated`,
 * `voters-too-few`, `rates-nobody`.
 */
export async function beginIssuing(
  actor: Actor,
  cycleId: number,
  command: Command,
): Promise<{ id: number }> {
  permit(mayAssess(actor, actor.communityId), 'evaluate');
  const keys = await keysFor(cycleId);
  const name = newSecretName();
  const issued = await once(command, 'begin-issuing', { cycleId }, async (tx) => {
    const cycle = await cycleOf(actor.communityId, cycleId, tx);
    const begun = await change(
      sql`UPDATE evaluation_cycles
             SET phase = 'issuing', secret_name = ${name}, issuing_at = ${now()}
           WHERE id = ${cycleId} AND phase = 'draft'`,
      tx,
    );
    if (begun === 0) throw new Refusal('conflict', 'lists-closed');
    const signing = await insertSets(cycle, keys, tx);
    await keepSecrets(name, signing);
    await tellVoters(cycle, 'evaluation-issuing', tx);
    await noteCycle(actor, cycleId, 'evaluation-issuing', tx);
    return { id: cycleId, name };
  }).catch(async (error: unknown) => {
    await destroySecrets(name);
    throw error;
  });
  return { id: issued.id };
}

// Made before the transaction, for they take long: one for a group, and another for colleagues.
async function keysFor(cycleId: number): Promise<KeyPair[]> {
  const kinds = (await weighedGroups(cycleId)).map(({ kind }) => kind);
  const length = kinds.length + (kinds.includes('colleagues') ? 1 : 0);
  return Promise.all(Array.from({ length }, newKeyPair));
}

// A group without weight has no say, and gets no papers.
const weighedGroups = async (cycleId: number, tx?: Transaction): Promise<Group[]> =>
  (await groupsOf(cycleId, tx)).filter(({ weight }) => weight > 0);

async function insertSets(
  cycle: Cycle,
  keys: readonly KeyPair[],
  tx: Transaction,
): Promise<Record<number, string>> {
  const rated = (await ratedOf(cycle.id, tx)).map(({ personId }) => personId);
  if (rated.length === 0) throw new Refusal('conflict', 'nobody-rated');
  const left = [...keys];
  const signing: Record<number, string> = {};
  for (const group of await weighedGroups(cycle.id, tx)) {
    for (const [place, set] of (await setsFor(cycle, group, rated, tx)).entries()) {
      const key = left.pop() as KeyPair;
      signing[await insertSet(cycle, group, place + 1, set, key, tx)] = key.privateKey;
    }
  }
  return signing;
}

async function setsFor(
  { id, ballotsMin }: Cycle,
  { id: groupId, kind, voters }: Group,
  rated: readonly number[],
  tx: Transaction,
): Promise<DealtSet[]> {
  const facts = { group: kind, min: ballotsMin };
  if (voters < ballotsMin) throw new Refusal('conflict', 'voters-too-few', facts);
  const seats = await rows<Seat>(
    sql`SELECT v.person_id AS "personId",
               (SELECT s.department_id FROM staff_posts s WHERE s.person_id = v.person_id
                 ORDER BY s.from_on DESC, s.id DESC LIMIT 1) AS "departmentId"
          FROM evaluation_voters v WHERE v.cycle_id = ${id} AND v.group_id = ${groupId}`,
    tx,
  );
  const sets = dealt(kind, shuffled(seats), rated, ballotsMin);
  if (sets.some((set) => set.rated.length === 0)) {
    throw new Refusal('conflict', 'rates-nobody', facts);
  }
  return sets;
}

async function insertSet(
  cycle: Cycle,
  group: Group,
  number: number,
  { voters, rated }: DealtSet,
  { publicKey }: KeyPair,
  tx: Transaction,
): Promise<number> {
  const made = await row<{ id: number }>(
    sql`INSERT INTO evaluation_sets (cycle_id, group_id, number, public_key, rated, state)
        VALUES (${cycle.id}, ${group.id}, ${number}, ${publicKey}, ${JSON.stringify(rated)},
                'issuing')
        RETURNING id`,
    tx,
  );
  const { id } = made as { id: number };
  for (const personId of voters) {
    await change(
      sql`UPDATE evaluation_voters SET set_id = ${id}
           WHERE cycle_id = ${cycle.id} AND person_id = ${personId}`,
      tx,
    );
  }
  return id;
}

/** Tells everybody who may vote in a cycle, or those of one set. */
export async function tellVoters(
  { id, streetId, title }: Cycle,
  kind: string,
  tx: Transaction,
  setIds?: readonly number[],
): Promise<void> {
  const voters = await rows<{ personId: number; setId: number | null }>(
    sql`SELECT person_id AS "personId", set_id AS "setId" FROM evaluation_voters
         WHERE cycle_id = ${id} AND set_id IS NOT NULL ORDER BY person_id`,
    tx,
  );
  await tell(
    voters
      .filter(({ setId }) => setIds === undefined || setIds.includes(setId ?? 0))
      .map(({ personId }) => ({
        communityId: streetId,
        personId,
        kind,
        facts: { title },
        href: `/papers/${id}`,
      })),
    tx,
  );
}
