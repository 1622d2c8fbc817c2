import { expect } from 'chai';
import fc from 'fast-check';
import sql from 'sql-template-tag';
import { inTransaction, row } from '../../src/base/db.ts';
import { balancesOf, reverse, transferById, verifyLedger } from '../../src/ledger/index.ts';
import type { Move } from '../../src/ledger/index.ts';
import type { Actor } from '../../src/people/index.ts';
import { Refusal } from '../../src/base/refusal.ts';
import { aCommunity, aResident } from '../factories.ts';
import { booked, returnHeld } from './factories.ts';

interface Sums {
  available: number;
  held: number;
  earned: number;
}

type Step =
  | { readonly do: Move; readonly who: number; readonly points: number }
  | { readonly do: 'reverse'; readonly which: number };

const EFFECTS: Record<Move, readonly [available: number, held: number, earned: number]> = {
  award: [1, 0, 1],
  deduction: [-1, 0, -1],
  reservation: [-1, 1, 0],
  'hand-over': [0, -1, 0],
  return: [1, -1, 0],
  undo: [1, 0, 0],
};

const moves = Object.keys(EFFECTS) as Move[];
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom(...moves, 'award' as const, 'award' as const),
      who: fc.nat(2),
      points: fc.integer({ min: 1, max: 12 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reverse' as const), which: fc.nat(40) }) },
);

/** What the ledger should hold: computed in the plainest way, to be held against it. */
class Book {
  readonly sums: Sums[];
  readonly done: { id: number; who: number; move: Move; points: number; reversed: boolean }[] = [];

  constructor(people: number) {
    this.sums = Array.from({ length: people }, () => ({ available: 0, held: 0, earned: 0 }));
  }

  /** Applies a move, or answers false when a balance would go below 0. */
  apply(who: number, move: Move, points: number): boolean {
    const sums = this.sums[who] as Sums;
    const [available, held, earned] = EFFECTS[move];
    const next = {
      available: sums.available + available * points,
      held: sums.held + held * points,
      earned: sums.earned + earned * points,
    };
    if (next.available < 0 || next.held < 0) return false;
    this.sums[who] = next;
    return true;
  }
}

async function wentThrough(work: Promise<number>): Promise<number | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

async function play(book: Book, people: readonly Actor[], one: Step): Promise<void> {
  if (one.do !== 'reverse') {
    const person = people[one.who] as Actor;
    const id = await wentThrough(booked(person, one.do, one.points));
    expect(id !== null).to.equal(book.apply(one.who, one.do, one.points));
    if (id !== null) {
      book.done.push({ id, who: one.who, move: one.do, points: one.points, reversed: false });
    }
    return;
  }
  const past = book.done[one.which % Math.max(1, book.done.length)];
  if (!past) return;
  const id = await wentThrough(
    inTransaction(async (tx) =>
      reverse(await transferById(past.id, tx), { personId: 1, reason: 'test' }, tx),
    ),
  );
  const back = { award: 'deduction', deduction: 'award' } as const;
  const opposite = back[past.move as keyof typeof back] as Move | undefined;
  const allowed =
    opposite !== undefined && !past.reversed && book.apply(past.who, opposite, past.points);
  expect(id !== null).to.equal(allowed);
  if (allowed) past.reversed = true;
}

async function sumOfAll(communityId: number): Promise<number> {
  const found = await row<{ sum: number }>(sql`
    SELECT SUM(CASE WHEN a.id = t.to_account_id THEN t.points ELSE -t.points END) AS sum
      FROM transfers t JOIN accounts a ON a.id IN (t.from_account_id, t.to_account_id)
     WHERE t.community_id = ${communityId}`);
  return found?.sum ?? 0;
}

describe('the ledger under thousands of random commands', function () {
  this.timeout(60_000);
  after(returnHeld);

  it('always agrees with a plain model, adds up to 0, and never goes below 0', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 30, maxLength: 60 }), async (steps) => {
        const community = await aCommunity();
        const people = [0, 1, 2].map(() => aResident(community));
        const actors = await Promise.all(people);
        const book = new Book(actors.length);
        for (const one of steps) {
          await play(book, actors, one);
          expect(await sumOfAll(community.id)).to.equal(0);
        }
        for (const [index, actor] of actors.entries()) {
          expect(await balancesOf(actor.personId)).to.deep.equal(book.sums[index]);
        }
      }),
      { numRuns: 60 },
    );
    expect(await verifyLedger()).to.deep.equal([]);
  });
});
