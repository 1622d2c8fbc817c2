import sql from 'sql-template-tag';
import { note } from '../../base/audit.ts';
import { now } from '../../base/clock.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change, inTransaction } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { today } from '../../base/period.ts';
import type { Day } from '../../base/period.ts';
import { found, permit, Refusal } from '../../base/refusal.ts';
import type { Actor } from '../actor.ts';
import { isAdult, isChild } from '../households/child.ts';
import { holdHouseholds } from '../households/membership.ts';
import { settlePool } from '../households/pool.ts';
import { householdById } from '../households/queries.ts';
import { mayEndGuardianship, mayManagePerson, mayRecordGuardian } from '../policy.ts';
import { personById, visiblePerson } from '../queries.ts';
import type { PersonFacts } from '../queries.ts';
import { guardianshipById } from './queries.ts';

/** Who has the care of a child, and how their consent is known (PIPL, article 31). */
export interface NewGuardianship {
  readonly guardianId: number;
  readonly bornOn: Day;
  readonly consentHow: 'in-person' | 'paper';
  readonly consentedOn: Day;
}

/**
 * Records that a guardian consents and acts for a child until the child is fourteen. The day of birth
 * is kept for that alone. Refuses `no-person`, `manage-person`, `own-household`, `not-a-child`, `head-is-child`,
 * `consent-in-future`, `no-guardian`, `guardian-already`.
 */
export async function recordGuardian(
  actor: Actor,
  childId: number,
  wish: NewGuardianship,
  command: Command,
): Promise<{ childId: number }> {
  const child = await visiblePerson(actor, childId);
  permit(mayManagePerson(actor, child), 'manage-person');
  permit(mayRecordGuardian(actor, child), 'own-household');
  refuseOddDays(wish);
  return once(command, 'record-guardian', { childId, wish }, async (tx) => {
    await holdHouseholds([child.householdId], tx);
    await refuseNoGuardian(child, wish.guardianId, tx);
    await keepBirthday(actor, child, wish.bornOn, tx);
    const made = await change(
      sql`INSERT INTO guardianships (community_id, child_id, guardian_id, consent_how,
            consented_on, recorded_by_id, recorded_at)
          VALUES (${child.communityId}, ${childId}, ${wish.guardianId}, ${wish.consentHow},
            ${wish.consentedOn}, ${actor.personId}, ${now()})
          ON CONFLICT (child_id, guardian_id) WHERE ended_at IS NULL DO NOTHING`,
      tx,
    );
    if (made === 0) throw new Refusal('conflict', 'guardian-already', {}, 'guardianId');
    await noteOf(actor, child, 'guardian-recorded', tx);
    return { childId };
  });
}

function refuseOddDays({ bornOn, consentedOn }: NewGuardianship): void {
  if (bornOn > today() || !isChild(bornOn)) {
    throw new Refusal('invalid', 'not-a-child', {}, 'bornOn');
  }
  if (consentedOn > today()) throw new Refusal('invalid', 'consent-in-future', {}, 'consentedOn');
}

/** A grown-up who lives with the child and signs in for themselves. */
async function refuseNoGuardian(
  child: PersonFacts,
  guardianId: number,
  tx: Transaction,
): Promise<void> {
  const guardian = await personById(guardianId, tx);
  const fits =
    guardian?.active === true &&
    guardian.id !== child.id &&
    guardian.householdId !== null &&
    guardian.householdId === child.householdId &&
    !isChild(guardian.bornOn);
  if (!fits) throw new Refusal('invalid', 'no-guardian', {}, 'guardianId');
}

/** A child is head of no household, and no party to its pool. */
async function keepBirthday(
  actor: Actor,
  { id, householdId }: PersonFacts,
  bornOn: Day,
  tx: Transaction,
): Promise<void> {
  if (householdId === null) return;
  const { headId } = await householdById(householdId, tx);
  if (headId === id) throw new Refusal('conflict', 'head-is-child');
  await change(sql`UPDATE persons SET born_on = ${bornOn} WHERE id = ${id}`, tx);
  await settlePool(householdId, actor.personId, tx);
}

/**
 * Ends a guardianship: from then on the guardian does nothing more for the child. For the guardian
 * who withdraws the consent, or a keeper who is told. Refuses `no-guardian`, `end-guardianship`,
 * `ended-already`.
 */
export const endGuardianship = (
  actor: Actor,
  id: number,
  command: Command,
): Promise<{ id: number; childId: number }> =>
  once(command, 'end-guardianship', { id }, async (tx) => {
    const one = await guardianshipById(id, tx);
    const child = found(await personById(one.childId, tx), 'guardian');
    permit(mayEndGuardianship(actor, one.guardianId, child), 'end-guardianship');
    const ended = await change(
      sql`UPDATE guardianships SET ended_at = ${now()}, ended_by_id = ${actor.personId}
           WHERE id = ${id} AND ended_at IS NULL`,
      tx,
    );
    if (ended === 0) throw new Refusal('conflict', 'ended-already');
    await noteOf(actor, child, 'guardian-ended', tx);
    return { id, childId: one.childId };
  });

/**
 * Forgets the days of birth of those who are fourteen, and ends what was kept for them as children;
 * how many. What a guardian may do ended on the birthday, whenever this runs.
 */
export const letChildrenGrow = (): Promise<number> =>
  inTransaction(async (tx) => {
    const grown = sql`SELECT id FROM persons WHERE born_on IS NOT NULL AND ${isAdult()}`;
    await change(
      sql`UPDATE guardianships SET ended_at = ${now()}
           WHERE child_id IN (${grown}) AND ended_at IS NULL`,
      tx,
    );
    return change(sql`UPDATE persons SET born_on = NULL WHERE id IN (${grown})`, tx);
  });

const noteOf = (
  { personId }: Actor,
  { id, communityId }: PersonFacts,
  name: string,
  tx: Transaction,
): Promise<void> => note({ communityId, personId, name, subject: `person:${id}` }, tx);
