import sql from 'sql-template-tag';
import { note } from '../../base/audit.ts';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change, inTransaction, rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { today } from '../../base/period.ts';
import type { Day } from '../../base/period.ts';
import { found, Refusal } from '../../base/refusal.ts';
import { switchSignIn } from '../../people/index.ts';
import type { Actor } from '../../people/index.ts';
import { refuseClosed } from '../scoring/quarters.ts';
import type { PostFields } from './forms.ts';
import { keptMember, noteOf, refuseStrangeDepartment } from './keeping.ts';
import { termsOf } from './queries.ts';
import type { Term } from './queries.ts';
import { insertPost, insertTerm } from './setting-up.ts';
import { refusingTaken } from './taken.ts';

/** Whom a change was done to. */
export interface Moved {
  readonly personId: number;
}

/** The last time of a member; of two who change it at once, the second waits here for the first. */
export async function lockedTerm(
  streetId: number,
  personId: number,
  tx: Transaction,
): Promise<Term> {
  await change(sql`UPDATE staff_members SET kind = kind WHERE person_id = ${personId}`, tx);
  const [last] = await termsOf(streetId, personId, tx);
  return found(last, 'member');
}

/**
 * Writes down the last day of a member; after it their sign-in ends. Refuses `no-member`,
 * `keep-member`, `administrator-leaves`, `left-already`, `leaves-before-coming`, `quarter-closed`.
 */
export async function leaveOffice(
  actor: Actor,
  personId: number,
  toOn: Day,
  command: Command,
): Promise<Moved> {
  const member = await keptMember(actor, personId);
  const { streetId, grants } = member;
  return once(command, 'leave-office', { personId, toOn }, async (tx) => {
    // Somebody has to keep the office: the role is given to another first.
    if (grants.some(({ role }) => role === 'administrator')) {
      throw new Refusal('conflict', 'administrator-leaves');
    }
    const term = await lockedTerm(streetId, personId, tx);
    if (term.toOn !== null) throw new Refusal('conflict', 'left-already');
    if (toOn < term.fromOn) throw new Refusal('invalid', 'leaves-before-coming', {}, 'toOn');
    await refuseClosed(streetId, toOn, 'toOn', tx);
    await change(sql`UPDATE staff_terms SET to_on = ${toOn} WHERE id = ${term.id}`, tx);
    if (toOn < today()) await switchSignIn(personId, false, tx);
    await noteOf(actor, member, 'member-left', { toOn }, tx);
    return { personId };
  });
}

/**
 * Takes back that a member leaves, or left: they stay, as if nothing had been said. Refuses
 * `no-member`, `keep-member`, `not-left`, `quarter-closed`.
 */
export async function withdrawDeparture(
  actor: Actor,
  personId: number,
  command: Command,
): Promise<Moved> {
  const member = await keptMember(actor, personId);
  const { streetId } = member;
  return once(command, 'withdraw-departure', { personId }, async (tx) => {
    const { id, toOn } = await lockedTerm(streetId, personId, tx);
    if (toOn === null) throw new Refusal('conflict', 'not-left');
    await refuseClosed(streetId, toOn, undefined, tx);
    await change(sql`UPDATE staff_terms SET to_on = NULL WHERE id = ${id}`, tx);
    await switchSignIn(personId, true, tx);
    await noteOf(actor, member, 'departure-withdrawn', { toOn }, tx);
    return { personId };
  });
}

/**
 * Begins another time of somebody who left, in the post that they take up. Refuses `no-member`,
 * `keep-member`, `not-left`, `returns-before-leaving`, `quarter-closed`, `no-department`.
 */
export async function returnToOffice(
  actor: Actor,
  personId: number,
  fields: PostFields,
  command: Command,
): Promise<Moved> {
  const member = await keptMember(actor, personId);
  const { streetId } = member;
  return once(command, 'return-to-office', { personId, fields }, async (tx) => {
    const { departmentId, post, fromOn } = fields;
    const { toOn } = await lockedTerm(streetId, personId, tx);
    if (toOn === null) throw new Refusal('conflict', 'not-left');
    if (fromOn <= toOn) throw new Refusal('invalid', 'returns-before-leaving', {}, 'fromOn');
    await refuseClosed(streetId, fromOn, 'fromOn', tx);
    await refuseStrangeDepartment(streetId, departmentId, tx);
    await insertTerm({ streetId, personId, fromOn }, tx);
    const held = { streetId, personId, departmentId, title: post, fromOn };
    await refusingTaken(insertPost(held, tx));
    await switchSignIn(personId, true, tx);
    await noteOf(actor, member, 'member-returned', { fromOn }, tx);
    return { personId };
  });
}

/** Ends the sign-in of those whose last day is over; twice is harmless. Answers how many. */
export const endSignIns = (): Promise<number> =>
  inTransaction(async (tx) => {
    const gone = await rows<{ personId: number; streetId: number }>(
      sql`SELECT m.person_id AS "personId", m.community_id AS "streetId"
            FROM staff_members m JOIN persons p ON p.id = m.person_id
           WHERE p.active = TRUE
             AND NOT EXISTS (SELECT 1 FROM staff_terms t
                              WHERE t.person_id = m.person_id
                                AND (t.to_on IS NULL OR t.to_on >= ${today()}))`,
      tx,
    );
    for (const { personId, streetId: communityId } of gone) {
      await switchSignIn(personId, false, tx);
      const event = { communityId, personId: null, name: 'member-signed-out' };
      await note({ ...event, subject: `person:${personId}` }, tx);
    }
    return gone.length;
  });
