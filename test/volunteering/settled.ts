import { inTransaction } from '../../src/base/db.ts';
import { today } from '../../src/base/period.ts';
import { statementOf } from '../../src/ledger/index.ts';
import type { Actor } from '../../src/people/index.ts';
import {
  approveCheckIns,
  contestTransfer,
  enterCheckIns,
  rulesOf,
} from '../../src/volunteering/index.ts';
import type { NewEntry, Rule } from '../../src/volunteering/index.ts';
import { asked } from '../factories.ts';

/** What the `:id` of a contest, or of a transfer that may be contested, may be. */
export interface EnteredIds {
  readonly entered: number;
  readonly contest: number;
}

const entryOf = ({ personId, householdId }: Actor, rule: Rule): NewEntry => ({
  ...{ personId, householdId, rule, quantity: 1, occurredOn: today() },
  ...{ place: '社区广场', note: '' },
});

/** What the resident writes, in Chinese whatever language the reader has chosen. */
export const NOT_ME = '那天我不在家';

/** Two entries for the resident by the shopkeeper: the later is contested. */
export async function enteredFor(
  people: Readonly<Record<'resident' | 'manager' | 'shopkeeper', Actor>>,
): Promise<EnteredIds> {
  const { resident, manager, shopkeeper } = people;
  const rules = (await rulesOf(resident.communityId)).filter(({ points }) => points > 0);
  for (const rule of rules.slice(-2)) {
    const ids = await inTransaction((tx) =>
      enterCheckIns(
        shopkeeper,
        resident.communityId,
        [entryOf(resident, rule)],
        { source: 'staff', batch: null },
        tx,
      ),
    );
    await approveCheckIns(manager, ids, asked(manager));
  }
  const { items } = await statementOf(resident.personId, { limit: 2 });
  const [contested, entered] = items.map(({ id }) => id) as [number, number];
  const { id } = await contestTransfer(resident, contested, NOT_ME, asked(resident));
  return { entered, contest: id };
}
