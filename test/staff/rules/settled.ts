import { today } from '../../../src/base/period.ts';
import type { Actor } from '../../../src/people/index.ts';
import { addRule, changeDetails, removeRule } from '../../../src/staff/rules/drafts.ts';
import { setsOf, wholeSet } from '../../../src/staff/rules/queries.ts';
import { asked } from '../../factories.ts';
import { aDraft } from './factories.ts';

/** The set in force, and a draft of the assessor in which everything differs that may. */
export async function rulesSettled(
  maker: Actor,
): Promise<Record<'ruleSet' | 'draft' | 'setRule', number>> {
  const [current] = await setsOf(maker.communityId, 'adopted');
  const draft = await aDraft(maker, '考核细则');
  const late = (await wholeSet(draft)).rules.find(({ code }) => code === 'late');
  const absent = (await wholeSet(draft)).rules.find(({ code }) => code === 'absent');
  await removeRule(maker, draft, absent?.id ?? 0, asked(maker));
  const rule = { code: 'absent', part: 'attendance', name: '旷工', points: -4 } as const;
  await addRule(maker, draft, rule, asked(maker));
  const limits = [{ part: 'attendance', floor: -8, cap: null } as const];
  const head = { name: '考核细则', effectiveFrom: today() };
  await changeDetails(maker, draft, head, limits, asked(maker));
  return { ruleSet: current?.id ?? 0, draft, setRule: late?.id ?? 0 };
}
