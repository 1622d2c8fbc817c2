import { today } from '../../../src/base/period.ts';
import type { Actor } from '../../../src/people/index.ts';
import { enterLine, enterTotals, makeSheet, rulesOf } from '../../../src/volunteering/index.ts';
import { asked } from '../../factories.ts';

/** A sheet that is being typed, with these people on it; its id. */
export async function settledSheet(clerk: Actor, people: readonly Actor[]): Promise<number> {
  const [rule] = (await rulesOf(clerk.communityId)).filter(({ points }) => points > 0);
  const form = {
    rule: rule?.code ?? '',
    activity: '周六大扫除',
    place: '一号楼前',
    occurredOn: today(),
  };
  const { id } = await makeSheet(clerk, form, asked(clerk));
  const totals = { people: people.length, hours: people.length, points: 0 };
  await enterTotals(clerk, id, totals, asked(clerk));
  for (const { personId } of people) {
    await enterLine(clerk, id, { personId, units: 1, hours: 1 }, asked(clerk));
  }
  return id;
}
