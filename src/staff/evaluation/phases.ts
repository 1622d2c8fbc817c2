import sql, { bulk } from 'sql-template-tag';
import { now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change, rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { permit, Refusal } from '../../base/refusal.ts';
import { tell } from '../../messages/index.ts';
import type { Actor } from '../../people/index.ts';
import { mayAssess } from '../policy.ts';
import { opened } from './box.ts';
import { noteCycle } from './drafting.ts';
import { tellVoters } from './issuing.ts';
import { cycleOf, setsOf } from './queries.ts';
import type { Cycle } from './queries.ts';
import { boxKey, destroySecrets, destroySigningKeys } from './secrets.ts';
import { newMark, shuffled } from './shuffle.ts';

/**
 * Ends issuing and opens the ballot box: from here on nobody gets a paper, and the keys that sign
 * them are destroyed. A set in which too few papers were issued could not keep its ballots secret:
 * it is left out when the assessor says so. Refuses `evaluate`, `no-cycle`, `not-issuing`,
 * `papers-too-few`, `no-set-left`.
 */
export async function beginCasting(
  actor: Actor,
  cycleId: number,
  leaveOut: boolean,
  command: Command,
): Promise<{ id: number }> {
  permit(mayAssess(actor, actor.communityId), 'evaluate');
  const begun = await once(command, 'begin-casting', { cycleId, leaveOut }, async (tx) => {
    const cycle = await turn(actor, cycleId, { from: 'issuing', to: 'casting' }, tx);
    await leaveOutSmall(cycle, leaveOut, tx);
    await noteCycle(actor, cycleId, 'evaluation-casting', tx);
    return { id: cycleId, secretName: cycle.secretName };
  });
  await destroySigningKeys(begun.secretName);
  return { id: begun.id };
}

async function leaveOutSmall(cycle: Cycle, leaveOut: boolean, tx: Transaction): Promise<void> {
  const sets = await setsOf(cycle.id, tx);
  const small = sets.filter(({ papers }) => papers < cycle.ballotsMin);
  if (small.length === sets.length) {
    throw new Refusal('conflict', 'no-set-left', { min: cycle.ballotsMin });
  }
  if (small.length > 0 && !leaveOut) {
    const facts = { group: small[0]?.kind ?? '', min: cycle.ballotsMin };
    throw new Refusal('conflict', 'papers-too-few', facts, 'leaveOut');
  }
  for (const { id } of small) {
    await change(sql`UPDATE evaluation_sets SET state = 'left-out' WHERE id = ${id}`, tx);
  }
  const left = sets.filter((set) => !small.includes(set)).map(({ id }) => id);
  await tellVoters(cycle, 'evaluation-casting', tx, left);
  await tellVoters(
    cycle,
    'evaluation-left-out',
    tx,
    small.map(({ id }) => id),
  );
}

interface Turn {
  readonly from: 'issuing' | 'casting';
  readonly to: 'casting' | 'closed';
}

/** Turns a cycle and its sets, the sets first: who takes a paper or casts waits for their rows. */
async function turn(
  actor: Actor,
  cycleId: number,
  { from, to }: Turn,
  tx: Transaction,
): Promise<Cycle> {
  const cycle = await cycleOf(actor.communityId, cycleId, tx);
  await change(
    sql`UPDATE evaluation_sets SET state = ${to} WHERE cycle_id = ${cycleId} AND state = ${from}`,
    tx,
  );
  const at = to === 'closed' ? sql`closed_at = ${now()}` : sql`casting_at = ${now()}`;
  const turned = await change(
    sql`UPDATE evaluation_cycles SET phase = ${to}, ${at}
         WHERE id = ${cycleId} AND phase = ${from}`,
    tx,
  );
  if (turned === 0) throw new Refusal('conflict', `not-${from}`);
  return cycle;
}

/**
 * Closes a cycle: every envelope is opened at once, answers and remarks are shuffled apart from each
 * other and published, and the key of the box is destroyed. Refuses `evaluate`, `no-cycle`,
 * `not-casting`, `ballot-keys-lost`.
 */
export async function closeCycle(
  actor: Actor,
  cycleId: number,
  command: Command,
): Promise<{ id: number }> {
  permit(mayAssess(actor, actor.communityId), 'evaluate');
  const closed = await once(command, 'close-evaluation', { cycleId }, async (tx) => {
    const cycle = await turn(actor, cycleId, { from: 'casting', to: 'closed' }, tx);
    await publish(cycle, tx);
    await emptyBox(cycleId, tx);
    await tellRated(cycle, tx);
    await noteCycle(actor, cycleId, 'evaluation-closed', tx);
    return { id: cycleId, secretName: cycle.secretName };
  });
  await destroySecrets(closed.secretName);
  return { id: closed.id };
}

interface Envelope {
  readonly setId: number;
  readonly sealed: string;
}

const ROWS_AT_ONCE = 500;

async function publish({ id, secretName }: Cycle, tx: Transaction): Promise<void> {
  const box = await boxKey(secretName);
  const envelopes = await rows<Envelope>(
    sql`SELECT e.set_id AS "setId", e.sealed
          FROM evaluation_envelopes e JOIN evaluation_sets s ON s.id = e.set_id
         WHERE s.cycle_id = ${id}`,
    tx,
  );
  const contents = envelopes.map(({ setId, sealed }) => ({ setId, ...opened(box, sealed) }));
  const ballots = shuffled(contents).map(({ setId, answers }) => [newMark(), setId, answers]);
  for (const some of inPortions(ballots)) {
    await change(
      sql`INSERT INTO evaluation_ballots (mark, set_id, answers) VALUES ${bulk(some)}`,
      tx,
    );
  }
  const remarks = shuffled(contents.filter(({ remark }) => remark !== ''));
  for (const some of inPortions(remarks.map(({ remark }) => [newMark(), id, remark]))) {
    await change(
      sql`INSERT INTO evaluation_remarks (mark, cycle_id, remark) VALUES ${bulk(some)}`,
      tx,
    );
  }
}

const inPortions = <T>(list: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(list.length / ROWS_AT_ONCE) }, (_, portion) =>
    list.slice(portion * ROWS_AT_ONCE, (portion + 1) * ROWS_AT_ONCE),
  );

async function emptyBox(cycleId: number, tx: Transaction): Promise<void> {
  const sets = sql`SELECT id FROM evaluation_sets WHERE cycle_id = ${cycleId}`;
  await change(sql`DELETE FROM evaluation_envelopes WHERE set_id IN (${sets})`, tx);
  await change(sql`DELETE FROM evaluation_slips WHERE set_id IN (${sets})`, tx);
}

async function tellRated({ id, streetId, title }: Cycle, tx: Transaction): Promise<void> {
  const rated = await rows<{ personId: number }>(
    sql`SELECT person_id AS "personId" FROM evaluation_rated WHERE cycle_id = ${id}
         ORDER BY person_id`,
    tx,
  );
  await tell(
    rated.map(({ personId }) => ({
      communityId: streetId,
      personId,
      kind: 'evaluation-closed',
      facts: { title },
      href: '/staff/evaluation',
    })),
    tx,
  );
}

/**
 * Gives a cycle up, with whatever was cast in it. Refuses `evaluate`, `no-cycle`,
 * `evaluation-over`.
 */
export async function cancelCycle(
  actor: Actor,
  cycleId: number,
  command: Command,
): Promise<{ id: number }> {
  permit(mayAssess(actor, actor.communityId), 'evaluate');
  const cancelled = await once(command, 'cancel-evaluation', { cycleId }, async (tx) => {
    const { secretName } = await cycleOf(actor.communityId, cycleId, tx);
    await change(
      sql`UPDATE evaluation_sets SET state = 'left-out'
           WHERE cycle_id = ${cycleId} AND state IN ('issuing', 'casting')`,
      tx,
    );
    const over = await change(
      sql`UPDATE evaluation_cycles SET phase = 'cancelled'
           WHERE id = ${cycleId} AND phase IN ('draft', 'issuing', 'casting')`,
      tx,
    );
    if (over === 0) throw new Refusal('conflict', 'evaluation-over');
    await emptyBox(cycleId, tx);
    await noteCycle(actor, cycleId, 'evaluation-cancelled', tx);
    return { id: cycleId, secretName };
  });
  await destroySecrets(cancelled.secretName);
  return { id: cancelled.id };
}
