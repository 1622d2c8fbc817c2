import sql from 'sql-template-tag';
import type { Instant } from '../base/clock.ts';
import { row, rows } from '../base/db.ts';
import type { Transaction } from '../base/db.ts';
import type { Day } from '../base/period.ts';
import { found } from '../base/refusal.ts';
import { balancesOf } from '../ledger/index.ts';
import { entriesIn, entriesOf, personById } from '../people/index.ts';
import type { Actor, PersonFacts } from '../people/index.ts';
import { ruleNames } from '../volunteering/index.ts';
import { mayPrintPassbook } from './policy.ts';

/** Whose passbook it is, when the actor may print it; an entry that became another's has none. Refuses `no-person`. */
export async function ownerOf(
  actor: Actor,
  personId: number,
  tx?: Transaction,
): Promise<PersonFacts> {
  const person = await personById(personId, tx);
  const isTheirs = person?.communityKind === 'community' && mayPrintPassbook(actor, person);
  const isOne = person?.erasedAt === null && person.mergedIntoId === null;
  return found(isTheirs && isOne ? person : null, 'person');
}

/** A page that was printed, in a line. */
export interface PrintedPage {
  readonly number: number;
  readonly printedAt: Instant;
  readonly printedBy: string;
  readonly lines: number;
  readonly balance: number;
}

/** The printed pages of a person, the last first. */
const printedPages = (personId: number): Promise<PrintedPage[]> =>
  rows<PrintedPage>(
    sql`SELECT p.number, p.printed_at AS "printedAt", b.name AS "printedBy",
               CAST((SELECT COUNT(*) FROM passbook_lines l WHERE l.page_id = p.id) AS INTEGER)
                 AS lines,
               (SELECT l.balance FROM passbook_lines l WHERE l.page_id = p.id
                 ORDER BY l.id DESC LIMIT 1) AS balance
          FROM passbook_pages p JOIN persons b ON b.id = p.printed_by_id
         WHERE p.person_id = ${personId} ORDER BY p.number DESC`,
  );

/** A passbook as its cover tells it. */
export interface Passbook {
  readonly person: { readonly id: number; readonly name: string };
  readonly available: number;
  /** What the last printed line says; 0 before the first. */
  readonly printedBalance: number;
  readonly isUpToDate: boolean;
  readonly pages: readonly PrintedPage[];
}

/** How far a person's passbook is printed. Refuses `no-person`. */
export async function passbookOf(actor: Actor, personId: number): Promise<Passbook> {
  const { id, name } = await ownerOf(actor, personId);
  const [{ available }, pages, left] = await Promise.all([
    balancesOf(await entriesOf(id)),
    printedPages(id),
    linesLeft(id),
  ]);
  const printedBalance = pages[0]?.balance ?? 0;
  return { person: { id, name }, available, printedBalance, isUpToDate: left === 0, pages };
}

/** How many transfers of a person's entries are not printed yet; what went between those is no line. */
async function linesLeft(personId: number): Promise<number> {
  const own = sql`(SELECT id FROM accounts
    WHERE owner_kind = 'person' AND owner_id IN ${entriesIn(personId)} AND kind = 'available')`;
  const sums = await row<{ count: number }>(
    sql`SELECT CAST(COUNT(*) AS INTEGER) AS count
          FROM accounts a
          JOIN transfers t ON t.to_account_id = a.id OR t.from_account_id = a.id
          LEFT JOIN passbook_lines l ON l.person_id = ${personId} AND l.transfer_id = t.id
         WHERE a.id IN ${own} AND l.id IS NULL
           AND NOT (t.to_account_id IN ${own} AND t.from_account_id IN ${own})`,
  );
  return sums?.count ?? 0;
}

/** A line as it stands on paper. */
export interface PassbookLine {
  readonly kind: string;
  readonly rule: string | null;
  readonly points: number;
  readonly balance: number;
  readonly occurredOn: Day;
}

export interface PassbookPage {
  readonly number: number;
  readonly printedAt: Instant;
  /** What was available before its first line. */
  readonly opening: number;
  readonly lines: readonly PassbookLine[];
}

interface KeptLine extends Omit<PassbookLine, 'rule'> {
  readonly number: number;
  readonly printedAt: Instant;
  readonly ruleVersionId: number | null;
}

/** Printed pages of a person, as they were printed. Refuses `no-page` when there are none. */
export async function pagesOf(
  personId: number,
  from: number,
  to: number,
): Promise<readonly PassbookPage[]> {
  const kept = await rows<KeptLine>(
    sql`SELECT p.number, p.printed_at AS "printedAt", l.points, l.balance, t.kind,
               t.occurred_on AS "occurredOn", t.rule_version_id AS "ruleVersionId"
          FROM passbook_pages p
          JOIN passbook_lines l ON l.page_id = p.id
          JOIN transfers t ON t.id = l.transfer_id
         WHERE p.person_id = ${personId} AND p.number >= ${from} AND p.number <= ${to}
         ORDER BY p.number, l.id`,
  );
  const names = await ruleNames(kept.flatMap(({ ruleVersionId }) => ruleVersionId ?? []));
  const numbers = [...new Set(kept.map(({ number }) => number))];
  return numbers.map((number) =>
    pageFrom(
      kept.filter((one) => one.number === number),
      names,
    ),
  );
}

function pageFrom(kept: readonly KeptLine[], names: ReadonlyMap<number, string>): PassbookPage {
  const first = kept[0] as KeptLine;
  return {
    number: first.number,
    printedAt: first.printedAt,
    opening: first.balance - first.points,
    lines: kept.map(({ kind, points, balance, occurredOn, ruleVersionId }) => ({
      ...{ kind, points, balance, occurredOn },
      rule: ruleVersionId === null ? null : (names.get(ruleVersionId) ?? null),
    })),
  };
}
