import { randomInt } from 'node:crypto';
import sql, { bulk } from 'sql-template-tag';
import { once } from '../../base/command.ts';
import type { Command } from '../../base/command.ts';
import { change } from '../../base/db.ts';
import { permit, Refusal } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { mayAssess } from '../policy.ts';
import { noteCycle } from './drafting.ts';
import { cycleOf } from './queries.ts';
import { digestOf } from './signing.ts';
import { shuffled } from './shuffle.ts';

// Crockford's letters: none is taken for a digit. 16 of 32 are 80 bits.
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 16;

/** What a typed code means: without spaces and dashes, O read as 0, I and L as 1. */
export const codeTyped = (text: string): string =>
  text
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');

/** A code in groups of four. */
const newCode = (): string =>
  Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)] ?? '')
    .join('')
    .replace(/(.{4})(?!$)/g, '$1-');

/**
 * Makes codes to be printed, cut and drawn from a bag. They are shown in this answer and never
 * again: only their digests are kept, in no order, and the record of the command holds none. Refuses
 * `evaluate`, `no-cycle`, `not-issuing`, and `slips-shown` when the command is repeated.
 */
export async function printSlips(
  actor: Actor,
  cycleId: number,
  { set, count }: { readonly set: number; readonly count: number },
  command: Command,
): Promise<{ codes: readonly string[] }> {
  permit(mayAssess(actor, actor.communityId), 'evaluate');
  let codes: readonly string[] = [];
  await once(command, 'print-slips', { cycleId, set, count }, async (tx) => {
    await cycleOf(actor.communityId, cycleId, tx);
    const counted = await change(
      sql`UPDATE evaluation_sets SET slips = slips + ${count}
           WHERE id = ${set} AND cycle_id = ${cycleId} AND state = 'issuing'`,
      tx,
    );
    if (counted === 0) throw new Refusal('conflict', 'not-issuing');
    codes = Array.from({ length: count }, newCode);
    const digests = shuffled(codes.map((code) => digestOf(codeTyped(code))));
    await change(
      sql`INSERT INTO evaluation_slips (digest, set_id)
          VALUES ${bulk(digests.map((digest) => [digest, set]))}`,
      tx,
    );
    await noteCycle(actor, cycleId, 'evaluation-slips-printed', tx);
    return { count };
  });
  if (codes.length === 0) throw new Refusal('conflict', 'slips-shown');
  return { codes };
}
