import sql, { bulk, join } from 'sql-template-tag';
import { note } from '../../base/audit.ts';
import { now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change, row, rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { permit, Refusal } from '../../base/refusal.ts';
import { tell } from '../../messages/index.ts';
import type { Actor } from '../../people/index.ts';
import { addAttachments, letRead, withAttachments } from '../attachments/attachments.ts';
import { digestsOf } from '../attachments/reading.ts';
import type { AttachmentFile } from '../attachments/reading.ts';
import { mayAssess } from '../policy.ts';
import { adoptedSets, setOn } from '../rules/queries.ts';
import { settleIncidents } from '../scoring/incidents.ts';
import type { NewIncident } from '../scoring/incidents.ts';
import { conflictOf } from './conflicts.ts';
import type { Outcome, OutcomeForm } from './forms.ts';
import { takeTurns } from './moves.ts';
import { mayReadDuty } from './policy.ts';
import { dutyOf, knownAroundDays, movesOf, publishedDuty } from './queries.ts';
import type { Duty } from './queries.ts';

// Evidence of a duty is for those who may open its page.
letRead('duty', async (id, actor) => {
  const there = await row<{ streetId: number }>(
    sql`SELECT community_id AS "streetId" FROM duties WHERE id = ${id}`,
  );
  if (!there) return false;
  const duty = await dutyOf(id, there.streetId);
  return mayReadDuty(actor, there.streetId, duty, await movesOf(id));
});

/**
 * Says that duties that are over were kept, as far as nothing was said of them yet. Refuses
 * `assess-duty`, and `own-duty-outcome` when one's own is among them.
 */
export async function recordKept(
  actor: Actor,
  dutyIds: readonly number[],
  command: Command,
): Promise<{ recorded: number }> {
  const streetId = actor.communityId;
  permit(mayAssess(actor, streetId), 'assess-duty');
  return once(command, 'record-kept', { dutyIds }, async (tx) => {
    await takeTurns(streetId, tx);
    const some = sql`id IN (${join([...dutyIds])}) AND community_id = ${streetId}`;
    const own = await row(
      sql`SELECT id FROM duties WHERE ${some} AND person_id = ${actor.personId} LIMIT 1`,
      tx,
    );
    permit(own === null, 'own-duty-outcome');
    const kept = await rows<{ id: number }>(
      sql`UPDATE duties SET outcome = 'kept'
           WHERE ${some} AND state = 'assigned' AND outcome IS NULL AND ends_at <= ${now()}
             AND roster_id IN (SELECT r.id FROM duty_rosters r WHERE r.state = 'published')
          RETURNING id`,
      tx,
    );
    const said = kept.map(({ id }) => ({ id, outcome: 'kept' as const, note: '' }));
    await keepSaid(actor, said, tx);
    return { recorded: kept.length };
  });
}

interface Said extends OutcomeForm {
  readonly id: number;
}

async function keepSaid(actor: Actor, said: readonly Said[], tx: Transaction): Promise<void> {
  if (said.length === 0) return;
  const values = said.map((one) => [
    ...[actor.communityId, one.id, one.outcome, one.coveredById ?? null, one.note],
    ...[actor.personId, now()],
  ]);
  await change(
    sql`INSERT INTO duty_outcomes (community_id, duty_id, outcome, covered_by_id, note,
          recorded_by_id, recorded_at)
        VALUES ${bulk(values)}`,
    tx,
  );
}

/**
 * Says what became of a duty that is over, or says it anew: what it takes and gives follows from the
 * rules of its day, and what was booked for another word is undone by linked reversals. Refuses
 * `assess-duty`, `no-duty`, `duty-not-over`, `own-duty-outcome`, `covered-by-self`, and a cover by
 * who was no member or on duty then.
 */
export async function recordOutcome(
  actor: Actor,
  dutyId: number,
  { form, files = [] }: { form: OutcomeForm; files?: readonly AttachmentFile[] },
  command: Command,
): Promise<{ id: number; outcome: Outcome; booked: number; reversed: number }> {
  const streetId = actor.communityId;
  permit(mayAssess(actor, streetId), 'assess-duty');
  return withAttachments(files, (read) => {
    const input = { dutyId, form, files: digestsOf(read) };
    return once(command, 'record-outcome', input, async (tx) => {
      await takeTurns(streetId, tx);
      const before = await publishedDuty(dutyId, streetId, tx);
      const coveredById = form.outcome === 'covered' ? (form.coveredById ?? null) : null;
      await refuseWrong(actor, before, coveredById, tx);
      const after = { ...before, outcome: form.outcome, coveredById };
      await change(
        sql`UPDATE duties SET outcome = ${form.outcome}, covered_by_id = ${coveredById}
             WHERE id = ${dutyId}`,
        tx,
      );
      const said = { id: dutyId, outcome: form.outcome, note: form.note };
      await keepSaid(actor, [coveredById === null ? said : { ...said, coveredById }], tx);
      await addAttachments(streetId, `duty:${dutyId}`, read, actor.personId, tx);
      const settled = await settle(actor, before, after, form.note, tx);
      await tellOutcome(streetId, before, after, tx);
      const event = { communityId: streetId, personId: actor.personId, name: 'duty-outcome' };
      await note({ ...event, subject: `duty:${dutyId}`, facts: { outcome: form.outcome } }, tx);
      return { id: dutyId, outcome: form.outcome, ...settled };
    });
  });
}

async function refuseWrong(
  actor: Actor,
  duty: Duty,
  coveredById: number | null,
  tx: Transaction,
): Promise<void> {
  // Nobody says what costs or gives themselves points, nor takes back what gave them some.
  const concerned = [duty.personId, duty.coveredById, coveredById];
  permit(!concerned.includes(actor.personId), 'own-duty-outcome');
  if (duty.state !== 'assigned' || duty.endsAt > now()) {
    throw new Refusal('conflict', 'duty-not-over');
  }
  if (coveredById === null) return;
  if (coveredById === duty.personId) {
    throw new Refusal('invalid', 'covered-by-self', {}, 'coveredById');
  }
  const known = await knownAroundDays(actor.communityId, [duty.day], tx);
  const conflict = conflictOf({ ...duty, personId: coveredById }, known);
  if (conflict) throw new Refusal('invalid', conflict, {}, 'coveredById');
}

type Judged = Pick<Duty, 'id' | 'day' | 'personId' | 'outcome' | 'coveredById'>;

/** The facts that a duty's outcome makes; a duty that was kept, or swapped by agreement, makes none. */
function factsOf({ id, day, personId, outcome, coveredById }: Judged, leftCode: string) {
  const fact = { part: 'duty', occurredOn: day, subject: `duty:${id}` } as const;
  if (outcome === 'covered' && coveredById !== null) {
    const key = `duty:${id}:covered:${coveredById}`;
    return [{ ...fact, key, personId: coveredById, ruleCode: 'duty-covered' }];
  }
  const ruleCode = { missed: 'duty-missed', left: leftCode, kept: null, covered: null };
  const code = outcome && ruleCode[outcome];
  return code ? [{ ...fact, key: `duty:${id}`, personId, ruleCode: code }] : [];
}

async function settle(
  actor: Actor,
  before: Judged,
  after: Judged,
  reason: string,
  tx: Transaction,
): Promise<{ booked: number; reversed: number }> {
  const rules = setOn(await adoptedSets(actor.communityId, tx), after.day)?.rules;
  const leftCode = rules?.has('duty-left') ? 'duty-left' : 'duty-missed';
  const stand: NewIncident[] = factsOf(after, leftCode).map((fact) => ({
    ...fact,
    note: reason,
    enteredById: actor.personId,
  }));
  const lift = factsOf(before, leftCode)
    .filter(({ key }) => !stand.some((one) => one.key === key))
    .map(({ key }) => ({ key, why: 'outcome-changed' }));
  const by = { personId: actor.personId, reason };
  return settleIncidents(actor.communityId, { stand, lift }, by, tx);
}

/** Who had a duty is told what was said of it, unless it is that all was well; so is who covered. */
async function tellOutcome(
  communityId: number,
  before: Duty,
  after: Duty,
  tx: Transaction,
): Promise<void> {
  const facts = { day: after.day, shift: after.shift };
  const href = `/staff/duties/${after.id}`;
  const isNews = after.outcome !== 'kept' || before.outcome !== null;
  const told = [
    ...(isNews ? [{ personId: after.personId, kind: `duty-was-${after.outcome ?? ''}` }] : []),
    ...(after.coveredById === null || after.coveredById === before.coveredById
      ? []
      : [{ personId: after.coveredById, kind: 'duty-cover-counted' }]),
    ...(before.coveredById === null || after.coveredById === before.coveredById
      ? []
      : [{ personId: before.coveredById, kind: 'duty-cover-uncounted' }]),
  ];
  await tell(
    told.map((one) => ({ communityId, ...one, facts, href })),
    tx,
  );
}
