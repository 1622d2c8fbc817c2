import sql from 'sql-template-tag';
import { rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import type { Quarter } from '../../base/period.ts';
import { figuresOf } from './tally.ts';
import type { GroupKind, PersonFigure, SetBallots, Weighed } from './tally.ts';

/** What a closed cycle says, of each person who is on its ballots. */
export interface CycleResult {
  readonly cycleId: number;
  readonly title: string;
  readonly questions: readonly string[];
  readonly ballotsMin: number;
  readonly figures: readonly PersonFigure[];
}

/**
 * The evaluation of a quarter by person, in whole hundredths of 0 to 100 (9250 is 92.5); null where
 * it is hidden. Who is missing was on no ballot. Of several closed cycles, the last one counts.
 */
export async function evaluationOf(
  streetId: number,
  quarter: Quarter,
  tx?: Transaction,
): Promise<ReadonlyMap<number, number | null>> {
  const closed = await rows<{ id: number }>(
    sql`SELECT id FROM evaluation_cycles
         WHERE community_id = ${streetId} AND quarter = ${quarter} AND phase = 'closed'
         ORDER BY closed_at, id`,
    tx,
  );
  const scores = new Map<number, number | null>();
  for (const { id } of closed) {
    const { figures } = await resultOf(id, tx);
    for (const { personId, score } of figures) scores.set(personId, score);
  }
  return scores;
}

/** The figures of a closed cycle. */
export async function resultOf(cycleId: number, tx?: Transaction): Promise<CycleResult> {
  const [cycle] = await rows<{ title: string; questions: string; ballotsMin: number }>(
    sql`SELECT title, questions, ballots_min AS "ballotsMin" FROM evaluation_cycles
         WHERE id = ${cycleId} AND phase = 'closed'`,
    tx,
  );
  if (!cycle) throw new Error('a cycle that is not closed has no result');
  const questions = JSON.parse(cycle.questions) as string[];
  const { title, ballotsMin } = cycle;
  const groups = await rows<Weighed>(
    sql`SELECT kind, weight FROM evaluation_groups WHERE cycle_id = ${cycleId} ORDER BY id`,
    tx,
  );
  const rules = { questions: questions.length, groups, ballotsMin };
  const figures = figuresOf(await setsOf(cycleId, tx), rules);
  return { cycleId, title, questions, ballotsMin, figures };
}

async function setsOf(cycleId: number, tx: Transaction | undefined): Promise<SetBallots[]> {
  const sets = await rows<{ id: number; group: GroupKind; rated: string }>(
    sql`SELECT s.id, g.kind AS "group", s.rated
          FROM evaluation_sets s JOIN evaluation_groups g ON g.id = s.group_id
         WHERE s.cycle_id = ${cycleId} AND s.state = 'closed' ORDER BY s.id`,
    tx,
  );
  const ballots = await rows<{ setId: number; answers: string }>(
    sql`SELECT b.set_id AS "setId", b.answers
          FROM evaluation_ballots b JOIN evaluation_sets s ON s.id = b.set_id
         WHERE s.cycle_id = ${cycleId}`,
    tx,
  );
  return sets.map(({ id, group, rated }) => ({
    group,
    rated: JSON.parse(rated) as number[],
    ballots: ballots.filter(({ setId }) => setId === id).map(({ answers }) => answers),
  }));
}
