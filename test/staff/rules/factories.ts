import { newKey } from '../../../src/base/command.ts';
import type { Actor } from '../../../src/people/index.ts';
import { adoptDraft, digestOf } from '../../../src/staff/rules/adoption.ts';
import { makeDraft } from '../../../src/staff/rules/drafts.ts';
import { wholeSet } from '../../../src/staff/rules/queries.ts';
import { asked } from '../../factories.ts';

/** A draft of the rules in force, as its maker begins it. */
export async function aDraft(maker: Actor, name = '考核细则（草案）'): Promise<number> {
  const wish = { name, effectiveFrom: '2026-10-01' };
  return (await makeDraft(maker, maker.communityId, wish, asked(maker))).id;
}

/** Puts a draft in force as it stands. */
export async function adopt(by: Actor, setId: number, effectiveFrom: string, key = newKey()) {
  const seen = digestOf(await wholeSet(setId));
  const wish = { effectiveFrom, reason: '试行一年后修订', seen };
  return adoptDraft(by, setId, wish, { personId: by.personId, key });
}
