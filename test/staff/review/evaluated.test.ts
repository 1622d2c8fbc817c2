import { expect } from 'chai';
import sql, { join } from 'sql-template-tag';
import { randomUUID } from 'node:crypto';
import { setClock } from '../../../src/base/clock.ts';
import { change, inTransaction, row } from '../../../src/base/db.ts';
import type { Transaction } from '../../../src/base/db.ts';
import { at } from '../../../src/base/period.ts';
import type { Actor } from '../../../src/people/index.ts';
import { stillOpen } from '../../../src/staff/review/still-open.ts';
import '../../../src/staff/review/warnings.ts';
import { anOffice, aReview, confirmed, sheetOf } from './factories.ts';
import type { Office } from './factories.ts';

const inserted = async (statement: ReturnType<typeof sql>, tx: Transaction): Promise<number> =>
  (await row<{ id: number }>(sql`${statement} RETURNING id`, tx))?.id ?? 0;

/** A cycle of the third quarter in which one group has cast these ballots on a person. */
function aCycle(
  { street }: Office,
  { personId }: Actor,
  ballots: readonly string[],
  phase = 'closed',
): Promise<void> {
  return inTransaction(async (tx) => {
    const at9 = '2026-10-09T01:00:00.000Z';
    const cycle = await inserted(
      sql`INSERT INTO evaluation_cycles (community_id, title, quarter, phase, questions,
            takes_remarks, ballots_min, made_at, closed_at)
          VALUES (${street.id}, '测评', '2026-Q3', ${phase}, '["总体"]', FALSE, 5, ${at9}, ${at9})`,
      tx,
    );
    const group = await inserted(
      sql`INSERT INTO evaluation_groups (cycle_id, kind, weight) VALUES (${cycle}, 'leaders', 100)`,
      tx,
    );
    const set = await inserted(
      sql`INSERT INTO evaluation_sets (cycle_id, group_id, number, public_key, rated, state, papers,
            slips, ballots)
          VALUES (${cycle}, ${group}, 1, 'x', ${JSON.stringify([personId])}, ${phase},
            ${ballots.length}, 0, ${ballots.length})`,
      tx,
    );
    const rows = ballots.map((answers) => sql`(${randomUUID().slice(0, 22)}, ${set}, ${answers})`);
    await change(
      sql`INSERT INTO evaluation_ballots (mark, set_id, answers) VALUES ${join(rows)}`,
      tx,
    );
  });
}

describe('the review of a quarter with an evaluation', () => {
  let office: Office;
  let person: Actor;
  let review: number;

  beforeEach(async () => {
    setClock(at('2026-09-01', '10:00'));
    office = await anOffice();
    [person] = office.members as [Actor];
    review = await aReview(office);
  });

  afterEach(() => setClock());

  it('weighs points and evaluation as its settings said', async () => {
    await aCycle(office, person, ['4', '4', '4', '3', '3']);
    await confirmed(office, await sheetOf(review, person));
    // 100 points by 70 %, and an evaluation of 92 by 30 %.
    expect(await sheetOf(review, person)).to.include({ evaluation: 9200, score: 9760 });
  });

  it('is the points alone for who has too few ballots to be shown, and for who was not rated', async () => {
    await aCycle(office, person, ['1', '1', '1', '1']);
    for (const one of [person, office.leader]) {
      await confirmed(office, await sheetOf(review, one));
      expect(await sheetOf(review, one)).to.include({ evaluation: null, score: 10_000 });
    }
  });

  it('warns while a cycle of that quarter is open', async () => {
    expect(await stillOpen(office.street.id, '2026-Q3')).to.deep.equal([]);
    await aCycle(office, person, ['4'], 'casting');
    const [open] = await stillOpen(office.street.id, '2026-Q3');
    expect(open).to.include({ count: 1, href: '/staff/evaluations' });
    expect(await stillOpen(office.street.id, '2026-Q2')).to.deep.equal([]);
  });
});
