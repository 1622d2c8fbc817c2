import { fromNow, setClock } from '../src/base/clock.ts';
import { newKey } from '../src/base/command.ts';
import type { Command } from '../src/base/command.ts';
import { inTransaction } from '../src/base/db.ts';
import { addDays, at, dayOf, today } from '../src/base/period.ts';
import { statementOf } from '../src/ledger/index.ts';
import { markRead, messagesOf } from '../src/messages/index.ts';
import type { Actor } from '../src/people/index.ts';
import {
  approveCheckIns,
  contestTransfer,
  decideContest,
  enterCheckIns,
  rulesOf,
} from '../src/volunteering/index.ts';
import type { NewEntry } from '../src/volunteering/index.ts';
import type { Players } from './history.ts';

const NEW_MS = 3 * 24 * 3600_000;

const asking = ({ personId }: Actor): Command => ({ personId, key: newKey() });

/**
 * A manager enters a clean-up for some residents and another approves: one says that it was not
 * them and was right, one waits. Messages from before the last days were read.
 */
export async function playMessages(players: Players, end: string): Promise<void> {
  const morning = at(dayOf(end), '09:30');
  setClock(morning < end ? morning : end);
  await readOld(players);
  const [resident, second, third] = players.residents as [Actor, Actor, Actor];
  const [clerk, other] = players.managers as [Actor, Actor];
  const [, ofSecond, ofThird] = await enter(clerk, other, [resident, second, third]);
  await contest(second, ofSecond, '那天我在县医院陪护，没有参加。');
  const id = await contest(third, ofThird, '我没有去过，名字可能记错了。');
  const answer = '核对签到表，当天签名的是同名的另一位居民。';
  if (id) await decideContest(other, id, { outcome: 'upheld', answer }, asking(other));
}

async function enter(clerk: Actor, other: Actor, people: readonly Actor[]): Promise<number[]> {
  const { communityId } = clerk;
  const rule = (await rulesOf(communityId)).find(({ code }) => code === 'clean-up');
  if (!rule) return [];
  const entries: NewEntry[] = people.map(({ personId, householdId }) => ({
    ...{ personId, householdId, rule, quantity: 1, occurredOn: addDays(today(), -1) },
    ...{ place: '社区广场', note: '周末环境整治，按签到表录入' },
  }));
  const from = { source: 'staff', batch: null } as const;
  const ids = await inTransaction((tx) => enterCheckIns(clerk, communityId, entries, from, tx));
  await approveCheckIns(other, ids, asking(other));
  return ids;
}

/** Contests what was entered, unless the day's cap had left nothing of it; the id of the contest. */
async function contest(
  by: Actor,
  checkIn: number | undefined,
  reasons: string,
): Promise<number | null> {
  const { items } = await statementOf(by.personId, { limit: 5 });
  const entered = items.find(({ cause }) => cause === `check-in:${checkIn ?? 0}`);
  return entered ? (await contestTransfer(by, entered.id, reasons, asking(by))).id : null;
}

async function readOld({ residents, managers }: Players): Promise<void> {
  const before = fromNow(-NEW_MS);
  for (const one of [...residents, ...managers]) {
    const { items } = await messagesOf(one.personId);
    const last = items.find(({ createdAt }) => createdAt < before);
    if (last) await markRead(one, last.id, asking(one));
  }
}
