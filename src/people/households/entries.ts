import sql, { raw } from 'sql-template-tag';
import { now } from '../../base/clock.ts';
import { change, row } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { endCard } from '../cards/keeping.ts';
import { keepAnAdministrator } from '../grants.ts';
import { insertGrant } from '../persons.ts';
import { forgetPin } from '../pins/keeping.ts';
import type { PersonFacts } from '../queries.ts';

/**
 * Makes somebody a resident of another community: roles in the old one end, the card goes along, and
 * so do the entries that became theirs. The caller has asked its policy. Refuses
 * `last-administrator`.
 */
export async function resettle(
  person: PersonFacts,
  communityId: number,
  byId: number,
  tx: Transaction,
): Promise<void> {
  const ending = person.grants.filter((one) => one.communityId === person.communityId);
  const administering = ending.filter(({ role }) => role === 'administrator');
  await keepAnAdministrator(
    administering.map(({ id }) => id),
    tx,
  );
  await change(
    sql`DELETE FROM grants WHERE person_id = ${person.id} AND community_id = ${person.communityId}`,
    tx,
  );
  await insertGrant(person.id, 'resident', communityId, byId, tx);
  await change(
    sql`UPDATE cards SET community_id = ${communityId}
         WHERE person_id = ${person.id} AND ended_at IS NULL`,
    tx,
  );
  await change(
    sql`UPDATE persons SET community_id = ${communityId} WHERE merged_into_id = ${person.id}`,
    tx,
  );
}

/**
 * Makes one entry of a person part of another, whoever asks. What the kept entry lacks of phone, card
 * and sign-in it takes over; the rest is freed, and the merged one signs in no more.
 */
export async function foldInto(
  kept: PersonFacts,
  merged: PersonFacts,
  byId: number,
  tx: Transaction,
): Promise<void> {
  await handOnCard(kept, merged, byId, tx);
  const secret = await row<{ hash: string | null; codeExpiresAt: string | null }>(
    sql`SELECT password_hash AS hash, code_expires_at AS "codeExpiresAt" FROM persons
         WHERE id = ${merged.id}`,
    tx,
  );
  await handOnCare(kept.id, merged.id, byId, tx);
  await handOnPin(kept.id, merged.id, tx);
  await close(kept.id, merged.id, tx);
  await change(
    sql`UPDATE persons SET phone = COALESCE(phone, ${merged.phone}),
               sign_in_name = COALESCE(sign_in_name, ${merged.signInName}),
               name_consent_at = COALESCE(name_consent_at, ${merged.nameConsentAt}),
               born_on = COALESCE(born_on, ${merged.bornOn})
         WHERE id = ${kept.id}`,
    tx,
  );
  await change(
    sql`UPDATE persons SET password_hash = ${secret?.hash ?? null},
               code_expires_at = ${secret?.codeExpiresAt ?? null}
         WHERE id = ${kept.id} AND password_hash IS NULL`,
    tx,
  );
}

async function handOnCard(
  kept: PersonFacts,
  merged: PersonFacts,
  byId: number,
  tx: Transaction,
): Promise<void> {
  if (merged.cardNumber === null) return;
  if (kept.cardNumber !== null) {
    await endCard({ personId: merged.id, byId }, 'replaced', tx);
    return;
  }
  await change(
    sql`UPDATE cards SET person_id = ${kept.id}
         WHERE person_id = ${merged.id} AND ended_at IS NULL`,
    tx,
  );
  await change(sql`UPDATE persons SET card_number = NULL WHERE id = ${merged.id}`, tx);
  await change(
    sql`UPDATE persons SET card_number = ${merged.cardNumber} WHERE id = ${kept.id}`,
    tx,
  );
}

/** Whoever acts for the child goes on, and so does who acts for others. */
async function handOnCare(
  keptId: number,
  mergedId: number,
  byId: number,
  tx: Transaction,
): Promise<void> {
  const standing = sql`ended_at IS NULL`;
  const end = sql`UPDATE guardianships SET ended_at = ${now()}, ended_by_id = ${byId}
                   WHERE ${standing}`;
  // The care of both for one another, and what stands for the kept one already.
  await change(
    sql`${end} AND ((child_id = ${mergedId} AND guardian_id IN
                      (SELECT guardian_id FROM guardianships
                        WHERE ${standing} AND child_id = ${keptId} UNION SELECT ${keptId}))
                 OR (guardian_id = ${mergedId} AND child_id IN
                      (SELECT child_id FROM guardianships
                        WHERE ${standing} AND guardian_id = ${keptId} UNION SELECT ${keptId})))`,
    tx,
  );
  for (const side of [raw('child_id'), raw('guardian_id')]) {
    await change(
      sql`UPDATE guardianships SET ${side} = ${keptId} WHERE ${side} = ${mergedId} AND ${standing}`,
      tx,
    );
  }
}

async function handOnPin(keptId: number, mergedId: number, tx: Transaction): Promise<void> {
  await change(
    sql`UPDATE pins SET person_id = ${keptId}
         WHERE person_id = ${mergedId}
           AND NOT EXISTS (SELECT 1 FROM pins WHERE person_id = ${keptId})`,
    tx,
  );
  await forgetPin(mergedId, tx);
}

async function close(keptId: number, mergedId: number, tx: Transaction): Promise<void> {
  await change(
    sql`UPDATE persons SET merged_into_id = ${keptId}, active = FALSE, phone = NULL,
               sign_in_name = NULL, password_hash = NULL, code_expires_at = NULL, born_on = NULL,
               name_consent_at = NULL, password_version = password_version + 1
         WHERE id = ${mergedId} OR merged_into_id = ${mergedId}`,
    tx,
  );
  await change(sql`DELETE FROM grants WHERE person_id = ${mergedId}`, tx);
  await change(sql`DELETE FROM tokens WHERE person_id = ${mergedId}`, tx);
}
