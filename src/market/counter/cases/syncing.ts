import sql, { join } from 'sql-template-tag';
import { now } from '../../../base/clock.ts';
import type { Instant } from '../../../base/clock.ts';
import { once } from '../../../base/command.ts';
import type { Command } from '../../../base/command.ts';
import { row } from '../../../base/db.ts';
import type { Transaction } from '../../../base/db.ts';
import { found, permit, Refusal } from '../../../base/refusal.ts';
import { tell } from '../../../messages/index.ts';
import { holdersOf, livedIn, personById } from '../../../people/index.ts';
import type { Actor, PersonFacts } from '../../../people/index.ts';
import { goodColumns, goodRows } from '../../good.ts';
import { mayServe } from '../../policy.ts';
import type { Redemption, RedemptionLine } from '../../redemption.ts';
import type { WantedLine } from '../../reservation.ts';
import { handOverAtCounter } from '../hand-over.ts';
import { caseWhere } from './case.ts';
import type { CounterCase } from './case.ts';

/** What was handed over while the network was gone; the person signed on the screen. */
export interface KeptHandOver {
  readonly personId: number;
  readonly lines: readonly WantedLine[];
  readonly signature: string;
  readonly takenAt: Instant;
}

/** What became of it: in the ledger, or a case to settle. */
export type Synced =
  | { readonly state: 'booked'; readonly redemption: Redemption }
  | { readonly state: 'case'; readonly case: CounterCase };

// What was kept longer than this is looked at by somebody before it is booked.
const LATE_DAYS_MAX = 7;
const DAY_MS = 24 * 3600_000;

/**
 * Books a hand-over that was made without network, under the key that was made with it. The goods
 * are gone already: what the ledger refuses is kept as a case, once, and the managers are told.
 * Refuses `serve`, and `no-person` for somebody who never lived in the community.
 */
export async function syncHandOver(
  actor: Actor,
  kept: KeptHandOver,
  command: Command,
): Promise<Synced> {
  const { communityId } = actor;
  permit(mayServe(actor, communityId), 'serve');
  const person = found(await personById(kept.personId), 'person');
  const isKnown = person.communityId === communityId || (await livedIn(person.id, communityId));
  if (!isKnown) throw new Refusal('missing', 'no-person');
  const before = await caseOfKey(command);
  if (before) return { state: 'case', case: before };
  try {
    return { state: 'booked', redemption: await booked(actor, kept, command) };
  } catch (error) {
    if (!(error instanceof Refusal) || !isOfLedger(error)) throw error;
    return { state: 'case', case: await openCase(actor, person, kept, error, command) };
  }
}

const caseOfKey = ({ personId, key }: Command, tx?: Transaction): Promise<CounterCase | null> =>
  caseWhere(sql`c.by_id = ${personId} AND c.key = ${key}`, tx);

async function booked(actor: Actor, kept: KeptHandOver, command: Command): Promise<Redemption> {
  const { personId, lines, signature, takenAt } = kept;
  // A tablet's clock may be a little fast.
  const days = (Date.parse(now()) - Date.parse(takenAt)) / DAY_MS;
  if (days > LATE_DAYS_MAX || days < -1) {
    throw new Refusal('conflict', 'taken-at', { days: LATE_DAYS_MAX });
  }
  const confirmation = { kind: 'signature', signature } as const;
  return handOverAtCounter(actor, { personId, lines, confirmation, takenAt }, command);
}

/** Whether asking again would be refused again, or settle nothing: a key in use is tried again. */
const isOfLedger = ({ kind, code }: Refusal): boolean =>
  kind !== 'busy' && kind !== 'too-many' && code !== 'key-reused';

/** The key is used up by the case: the same hand-over cannot be booked beside it. */
function openCase(
  actor: Actor,
  person: PersonFacts,
  kept: KeptHandOver,
  refusal: Refusal,
  command: Command,
): Promise<CounterCase> {
  return once(command, 'counter-case', kept, async (tx) => {
    const { communityId } = actor;
    const lines = await namedLines(communityId, kept.lines, tx);
    await row(
      sql`INSERT INTO counter_cases (community_id, key, by_id, person_id, taken_at, received_at,
            lines, signature, refusal, facts)
          VALUES (${communityId}, ${command.key}, ${actor.personId}, ${person.id},
            ${kept.takenAt}, ${now()}, ${JSON.stringify(lines)}, ${kept.signature},
            ${refusal.code}, ${JSON.stringify(refusal.facts)}) RETURNING id`,
      tx,
    );
    await tellManagers(communityId, tx);
    return found(await caseOfKey(command, tx), 'counter-case');
  });
}

async function namedLines(
  communityId: number,
  wanted: readonly WantedLine[],
  tx: Transaction,
): Promise<RedemptionLine[]> {
  const goods = await goodRows(
    sql`SELECT ${goodColumns} FROM goods g
         WHERE g.community_id = ${communityId} AND g.id IN (${join(wanted.map(({ good }) => good))})`,
    tx,
  );
  return wanted.map(({ good, quantity }) => {
    const { name, points } = found(
      goods.find(({ id }) => id === good),
      'good',
    );
    return { good, name, points, quantity };
  });
}

async function tellManagers(communityId: number, tx: Transaction): Promise<void> {
  const managers = await holdersOf(['manager'], communityId, tx);
  await tell(
    managers.map((personId) => ({
      communityId,
      personId,
      kind: 'counter-case',
      href: '/counter/cases',
    })),
    tx,
  );
}
