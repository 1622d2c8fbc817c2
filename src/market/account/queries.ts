import sql from 'sql-template-tag';
import { rows } from '../../base/db.ts';
import { monthDays, startOfDay } from '../../base/period.ts';
import type { Month, Span } from '../../base/period.ts';

/** What became of one good in a month, in pieces; opening and all that moved make closing. */
export interface AccountLine {
  readonly id: number;
  readonly name: string;
  readonly opening: number;
  readonly bought: number;
  readonly donated: number;
  /** Came in without a document. */
  readonly other: number;
  readonly handedOver: number;
  readonly writtenOff: number;
  /** Found more (above 0) or less when it was counted. */
  readonly counted: number;
  readonly closing: number;
  /** What the bought pieces cost, in fen. */
  readonly costFen: number;
}

/** Who brought how much in a month. A donor who did not agree has no name. */
export interface Giver {
  readonly kind: 'supplier' | 'donor';
  readonly name: string | null;
  readonly pieces: number;
  readonly costFen: number;
}

export interface GoodsAccount {
  readonly month: Month;
  readonly lines: readonly AccountLine[];
  readonly givers: readonly Giver[];
  readonly totals: Omit<AccountLine, 'id' | 'name'>;
}

/** The goods in and out of a community in a month, for everybody to read. */
export async function goodsAccount(communityId: number, month: Month): Promise<GoodsAccount> {
  const { from, to } = monthDays(month);
  const span = { from: startOfDay(from), to: startOfDay(to) };
  const [moved, documented, givers] = await Promise.all([
    movedIn(communityId, span),
    documentedIn(communityId, span),
    giversIn(communityId, span),
  ]);
  const papers = new Map(documented.map((one) => [one.goodId, one]));
  const lines = moved
    .map((one) => lineOf(one, papers.get(one.id)))
    .filter(({ id: _id, name: _name, ...figures }) => Object.values(figures).some(Boolean));
  return { month, lines, givers, totals: totalsOf(lines) };
}

interface Moved {
  readonly id: number;
  readonly name: string;
  readonly lying: number;
  readonly since: number;
  readonly arrived: number;
  readonly handedOver: number;
  readonly writtenOff: number;
  readonly counted: number;
}

// What a move changes of all that lies there, reserved pieces included.
const change = sql`CASE WHEN s.kind IN ('reservation', 'return') THEN 0
  WHEN s.kind IN ('hand-over', 'stock-out', 'write-off') THEN -s.quantity ELSE s.quantity END`;

/** From what lies there now back to the month: only what moved since is read. */
const movedIn = (communityId: number, { from, to }: Span): Promise<Moved[]> =>
  rows<Moved>(
    sql`SELECT g.id, g.name, g.stock + g.set_aside AS lying, COALESCE(m.since, 0) AS since,
               COALESCE(m.arrived, 0) AS arrived, COALESCE(m.handed_over, 0) AS "handedOver",
               COALESCE(m.written_off, 0) AS "writtenOff", COALESCE(m.counted, 0) AS counted
          FROM goods g LEFT JOIN (
            SELECT s.good_id,
                   CAST(SUM(CASE WHEN s.at >= ${to} THEN ${change} ELSE 0 END) AS INTEGER) AS since,
                   ${within(to, sql`s.kind IN ('stock-in', 'stock-out')`, change)} AS arrived,
                   ${within(to, sql`s.kind = 'write-off'`, sql`s.quantity`)} AS written_off,
                   ${within(to, sql`s.kind = 'stocktake'`, sql`s.quantity`)} AS counted,
                   ${within(
                     to,
                     sql`s.kind NOT IN ('stock-in', 'stock-out', 'write-off', 'stocktake')`,
                     sql`-(${change})`,
                   )} AS handed_over
              FROM stock_moves s
             WHERE s.community_id = ${communityId} AND s.at >= ${from}
               AND s.id >= (SELECT MIN(f.id) FROM stock_moves f
                             WHERE f.good_id = s.good_id AND f.kind IN ('stock-in', 'stocktake'))
             GROUP BY s.good_id) AS m ON m.good_id = g.id
         WHERE g.community_id = ${communityId} AND g.stock IS NOT NULL
         ORDER BY g.name, g.id`,
  );

const within = (
  to: string,
  kind: ReturnType<typeof sql>,
  amount: ReturnType<typeof sql>,
): ReturnType<typeof sql> =>
  sql`CAST(SUM(CASE WHEN s.at < ${to} AND ${kind} THEN ${amount} ELSE 0 END) AS INTEGER)`;

interface Documented {
  readonly goodId: number;
  readonly bought: number;
  readonly donated: number;
  readonly costFen: number;
}

// A document counts in the month of its booking, and against it in the month of its undoing.
const booked = ({ from, to }: Span): ReturnType<typeof sql> =>
  sql`(CASE WHEN d.booked_at >= ${from} AND d.booked_at < ${to} THEN 1 ELSE 0 END
     - CASE WHEN d.undone_at >= ${from} AND d.undone_at < ${to} THEN 1 ELSE 0 END)`;

const documentsIn = (communityId: number, { from, to }: Span): ReturnType<typeof sql> =>
  sql`stock_ins d JOIN suppliers p ON p.id = d.supplier_id
      JOIN stock_in_lines l ON l.stock_in_id = d.id
      WHERE d.community_id = ${communityId} AND d.booked_at < ${to}
        AND (d.booked_at >= ${from} OR d.undone_at >= ${from})`;

const documentedIn = (communityId: number, span: Span): Promise<Documented[]> =>
  rows<Documented>(
    sql`SELECT l.good_id AS "goodId",
               CAST(SUM(CASE p.kind WHEN 'supplier' THEN l.quantity * ${booked(span)} ELSE 0 END)
                 AS INTEGER) AS bought,
               CAST(SUM(CASE p.kind WHEN 'donor' THEN l.quantity * ${booked(span)} ELSE 0 END)
                 AS INTEGER) AS donated,
               ${cost(span)} AS "costFen"
          FROM ${documentsIn(communityId, span)} GROUP BY l.good_id`,
  );

const cost = (span: Span): ReturnType<typeof sql> =>
  sql`CAST(SUM(CAST(l.quantity AS BIGINT) * COALESCE(l.price_fen, 0) * ${booked(span)}) AS BIGINT)`;

/** Those who brought something, purchases first; donors who did not agree count together. */
const giversIn = (communityId: number, span: Span): Promise<Giver[]> =>
  rows<Giver>(
    sql`SELECT p.kind, CASE WHEN p.kind = 'supplier' OR p.named = TRUE THEN p.name END AS name,
               CAST(SUM(l.quantity * ${booked(span)}) AS INTEGER) AS pieces,
               ${cost(span)} AS "costFen"
          FROM ${documentsIn(communityId, span)}
         GROUP BY 1, 2 HAVING SUM(l.quantity * ${booked(span)}) <> 0
         ORDER BY 1 DESC, 3 DESC, 2`,
  );

function lineOf(moved: Moved, paper: Documented | undefined): AccountLine {
  const { id, name, lying, since, arrived, handedOver, writtenOff, counted } = moved;
  const { bought, donated, costFen } = paper ?? { bought: 0, donated: 0, costFen: 0 };
  const closing = lying - since;
  return {
    ...{ id, name, bought, donated, handedOver, writtenOff, counted, closing, costFen },
    opening: closing - arrived + handedOver + writtenOff - counted,
    other: arrived - bought - donated,
  };
}

function totalsOf(lines: readonly AccountLine[]): GoodsAccount['totals'] {
  const sum = (of: (line: AccountLine) => number): number =>
    lines.reduce((total, line) => total + of(line), 0);
  return {
    opening: sum(({ opening }) => opening),
    bought: sum(({ bought }) => bought),
    donated: sum(({ donated }) => donated),
    other: sum(({ other }) => other),
    handedOver: sum(({ handedOver }) => handedOver),
    writtenOff: sum(({ writtenOff }) => writtenOff),
    counted: sum(({ counted }) => counted),
    closing: sum(({ closing }) => closing),
    costFen: sum(({ costFen }) => costFen),
  };
}
