import sql from 'sql-template-tag';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change, row } from '../../base/db.ts';
import type { Day } from '../../base/period.ts';
import { Refusal } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { refuseClosed } from '../scoring/quarters.ts';
import type { PostFields } from './forms.ts';
import { keptMember, noteOf, refuseStrangeDepartment } from './keeping.ts';
import { insertPost } from './setting-up.ts';
import { refusingTaken } from './taken.ts';
import { lockedTerm } from './terms.ts';
import type { Moved } from './terms.ts';

/**
 * Puts a member into another post or department from a day on. Refuses `no-member`, `keep-member`,
 * `no-department`, `not-member-then`, `quarter-closed`, `post-that-day`.
 */
export async function changePost(
  actor: Actor,
  personId: number,
  fields: PostFields,
  command: Command,
): Promise<Moved> {
  const member = await keptMember(actor, personId);
  const { streetId } = member;
  return once(command, 'change-post', { personId, fields }, async (tx) => {
    const { departmentId, post, fromOn } = fields;
    const term = await lockedTerm(streetId, personId, tx);
    if (fromOn < term.fromOn || (term.toOn !== null && fromOn > term.toOn)) {
      throw new Refusal('invalid', 'not-member-then', {}, 'fromOn');
    }
    await refuseClosed(streetId, fromOn, 'fromOn', tx);
    await refuseStrangeDepartment(streetId, departmentId, tx);
    const held = { streetId, personId, departmentId, title: post, fromOn };
    await refusingTaken(insertPost(held, tx));
    await noteOf(actor, member, 'post-changed', { fromOn }, tx);
    return { personId };
  });
}

/**
 * Takes back a post that was written down by mistake; the one before holds on. Refuses `no-post`,
 * `keep-member`, `first-post`, `quarter-closed`.
 */
export async function withdrawPost(actor: Actor, postId: number, command: Command): Promise<Moved> {
  const post = await postById(postId);
  if (!post) return repeated(command, postId);
  const { personId, fromOn } = post;
  const member = await keptMember(actor, personId);
  return once(command, 'withdraw-post', { postId }, async (tx) => {
    await refuseClosed(member.streetId, fromOn, undefined, tx);
    const withdrawn = await change(
      sql`DELETE FROM staff_posts
           WHERE id = ${postId}
             AND EXISTS (SELECT 1 FROM staff_posts l
                          WHERE l.person_id = ${personId} AND l.from_on < ${fromOn})`,
      tx,
    );
    if (withdrawn === 0) throw new Refusal('conflict', 'first-post');
    await noteOf(actor, member, 'post-withdrawn', { fromOn }, tx);
    return { personId };
  });
}

const postById = (id: number): Promise<{ personId: number; fromOn: Day } | null> =>
  row<{ personId: number; fromOn: Day }>(
    sql`SELECT person_id AS "personId", from_on AS "fromOn" FROM staff_posts WHERE id = ${id}`,
  );

/** A post that is gone: the first answer of a repeated command, or none. */
const repeated = (command: Command, postId: number): Promise<Moved> =>
  once(command, 'withdraw-post', { postId }, () => {
    throw new Refusal('missing', 'no-post');
  });
