import { now } from '../base/clock.ts';
import { weekOf, weekSpan } from '../base/period.ts';
import { balancesOf, earnedSince, statementOf } from '../ledger/index.ts';
import type { StatementLine } from '../ledger/index.ts';
import { entriesOf } from '../people/index.ts';
import type { Actor } from '../people/index.ts';
import { ruleNames } from '../volunteering/index.ts';

/** Who asks, and what they have: whole points. */
export interface Me {
  readonly person: {
    readonly id: number;
    readonly name: string;
    readonly communityId: number;
    readonly roles: readonly string[];
  };
  readonly points: {
    readonly available: number;
    readonly held: number;
    readonly earnedThisWeek: number;
    readonly earnedTotal: number;
  };
}

export async function meOf(actor: Actor): Promise<Me> {
  const week = weekSpan(weekOf(now()));
  const entries = await entriesOf(actor.personId);
  const [balances, earnedThisWeek] = await Promise.all([
    balancesOf(entries),
    earnedSince(entries, week.from),
  ]);
  return {
    person: {
      id: actor.personId,
      name: actor.name,
      communityId: actor.communityId,
      roles: actor.roles,
    },
    points: {
      available: balances.available,
      held: balances.held,
      earnedThisWeek,
      earnedTotal: balances.earned,
    },
  };
}

/** A line of one's own statement, with the name of the rule that it was for. */
export interface OwnTransfer extends Pick<
  StatementLine,
  'id' | 'kind' | 'points' | 'balance' | 'occurredOn' | 'bookedAt' | 'cause'
> {
  readonly rule?: string;
  readonly reason?: string;
  readonly reverses?: number;
  readonly reversedBy?: number;
}

const PAGE = 20;

/** A page of one's own statement, newest first; `next` is the query of the next page, or null. */
export async function ownTransfers(
  actor: Actor,
  before: number | undefined,
): Promise<{ items: OwnTransfer[]; next: string | null }> {
  const page = await statementOf(await entriesOf(actor.personId), { before, limit: PAGE });
  const versions = page.items.flatMap(({ ruleVersionId }) => ruleVersionId ?? []);
  const names = await ruleNames(versions);
  return {
    items: page.items.map((line) => ownTransfer(line, names)),
    next: page.nextBefore === null ? null : `?before=${page.nextBefore}`,
  };
}

function ownTransfer(line: StatementLine, names: ReadonlyMap<number, string>): OwnTransfer {
  const { id, kind, points, balance, occurredOn, bookedAt, cause } = line;
  const rule = line.ruleVersionId === null ? undefined : names.get(line.ruleVersionId);
  return {
    ...{ id, kind, points, balance, occurredOn, bookedAt, cause },
    ...(rule === undefined ? {} : { rule }),
    ...(line.reason === null ? {} : { reason: line.reason }),
    ...(line.reverses === null ? {} : { reverses: line.reverses }),
    ...(line.reversedBy === null ? {} : { reversedBy: line.reversedBy }),
  };
}
