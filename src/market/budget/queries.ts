import sql from 'sql-template-tag';
import { row } from '../../base/db.ts';
import { today, yearDays } from '../../base/period.ts';
import { ceilingOf, outstandingPoints } from '../../ledger/index.ts';
import type { CeilingState } from '../../ledger/index.ts';
import { goodsCostSummary } from '../overview.ts';
import type { GoodsCost } from '../overview.ts';
import { stockSettings } from './settings.ts';

const FEN = 100;

/** Money for goods in this calendar year, in fen. */
export interface Budget {
  /** Null: none is set. */
  readonly totalFen: number | null;
  readonly spentFen: number;
  readonly leftFen: number | null;
  /** What a point cost on average, by the goods that were bought; null: nothing was. */
  readonly fenPerPoint: number | null;
  /** So many points what is left of the budget covers. */
  readonly covers: number | null;
}

/** What people may still spend, against what the community has for it. */
export interface StockOverview {
  readonly outstanding: number;
  readonly goods: GoodsCost;
  readonly budget: Budget;
  readonly ceiling: CeilingState | null;
}

/** Points outstanding beside goods, money and the ceiling of the month. */
export async function stockOverview(communityId: number): Promise<StockOverview> {
  const [outstanding, goods, budget, ceiling] = await Promise.all([
    outstandingPoints(communityId),
    goodsCostSummary(communityId),
    budgetOf(communityId),
    ceilingOf(communityId),
  ]);
  return { outstanding, goods, budget, ceiling };
}

interface Spent {
  readonly spentFen: number;
  /** What the bought pieces are worth in points. */
  readonly points: number;
}

/** The budget of this year and what documents spent of it. */
export async function budgetOf(communityId: number): Promise<Budget> {
  const { from, to } = yearDays(today());
  const [{ budgetYuan }, sums] = await Promise.all([
    stockSettings(communityId),
    row<Spent>(
      sql`SELECT CAST(COALESCE(SUM(CAST(l.quantity AS BIGINT) * l.price_fen), 0) AS BIGINT)
                   AS "spentFen",
                 CAST(COALESCE(SUM(CAST(l.quantity AS BIGINT) * g.points), 0) AS BIGINT) AS points
            FROM stock_ins d JOIN stock_in_lines l ON l.stock_in_id = d.id
            JOIN goods g ON g.id = l.good_id
           WHERE d.community_id = ${communityId} AND d.state = 'booked'
             AND d.came_on >= ${from} AND d.came_on < ${to} AND l.price_fen > 0`,
    ),
  ]);
  const { spentFen, points } = sums ?? { spentFen: 0, points: 0 };
  const totalFen = budgetYuan === null ? null : budgetYuan * FEN;
  const leftFen = totalFen === null ? null : Math.max(0, totalFen - spentFen);
  const fenPerPoint = points > 0 ? spentFen / points : null;
  const covers =
    leftFen === null || fenPerPoint === null ? null : Math.floor(leftFen / fenPerPoint);
  return { totalFen, spentFen, leftFen, fenPerPoint, covers };
}
