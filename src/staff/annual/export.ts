import { workbookOf } from '../../base/spreadsheet/write.ts';
import type { SheetColumn, SheetOf } from '../../base/spreadsheet/write.ts';
import { dayOf } from '../../base/period.ts';
import { figuresOf, quarterResults } from '../appraisals/figures.ts';
import type { Figures, QuarterResult } from '../appraisals/figures.ts';
import { appraisalsOf } from '../appraisals/queries.ts';
import type { Appraisal } from '../appraisals/queries.ts';
import type { Review } from '../appraisals/reviews.ts';
import { deedsOf, honoursOf } from './queries.ts';

/** A text of the reader's language by its key; the file is in the language that its address says. */
type Texts = (key: string) => string;

const QUARTERS = [1, 2, 3, 4] as const;

/** The whole year as a workbook, one sheet for each department. */
export async function yearWorkbook(review: Review, t: Texts): Promise<Buffer> {
  const sheets = await yearSheets(review, t);
  return workbookOf(sheets);
}

interface Behind {
  readonly figures: (personId: number) => Figures;
  readonly results: readonly QuarterResult[];
  /** What to remember of each person, in words. */
  readonly deeds: ReadonlyMap<number, string[]>;
}

async function yearSheets(review: Review, t: Texts): Promise<SheetOf[]> {
  const { id, streetId, period } = review;
  const appraisals = await appraisalsOf(id);
  const behind = {
    figures: await figuresOf(review),
    results: await quarterResults(streetId, period),
    deeds: await wordsOf(streetId, period),
  };
  const columns = columnsOf(t);
  const departments = [...new Set(appraisals.map(({ departmentId }) => departmentId))];
  return departments.map((departmentId) => {
    const own = appraisals.filter((one) => one.departmentId === departmentId);
    const rows = own.map((one) => rowOf(one, behind, t));
    return { name: own[0]?.department ?? '', columns, rows };
  });
}

async function wordsOf(streetId: number, year: string): Promise<Map<number, string[]>> {
  const words = new Map<number, string[]>();
  const add = (personId: number, text: string): void => {
    words.set(personId, [...(words.get(personId) ?? []), text]);
  };
  for (const one of await honoursOf(streetId, year)) {
    add(one.personId, `${one.occurredOn} ${one.note ?? one.rule}`);
  }
  for (const one of await deedsOf(streetId, year)) {
    if (one.state === 'approved') add(one.personId, `${one.happenedOn} ${one.words}`);
  }
  return words;
}

function columnsOf(t: Texts): SheetColumn[] {
  const column = (name: string, kind: SheetColumn['kind'], width?: number): SheetColumn => ({
    header: t(`staff.annual.column.${name}`),
    kind,
    ...(width === undefined ? {} : { width }),
  });
  return [
    column('staffNumber', 'text'),
    column('name', 'text'),
    column('post', 'text', 16),
    column('kind', 'text', 16),
    ...QUARTERS.flatMap((quarter) => [
      column(`score${quarter}`, 'hundredths'),
      column(`grade${quarter}`, 'text'),
    ]),
    ...['attendance', 'duty', 'discipline', 'keyWork'].map((part) => column(part, 'number')),
    column('mean', 'hundredths'),
    column('deeds', 'text', 40),
    column('grade', 'text'),
    column('reason', 'text', 40),
    column('confirmation', 'text', 40),
    column('confirmedOn', 'day'),
    column('signedOn', 'day'),
  ];
}

function rowOf(
  one: Appraisal,
  { figures, results, deeds }: Behind,
  t: Texts,
): (string | number | null)[] {
  const { attendance, duty, discipline, keyWork, score } = figures(one.personId);
  const gradeOf = (grade: string | null): string | null =>
    grade === null ? null : t(`staff.appraisals.grade.${grade}`);
  const quarters = QUARTERS.flatMap((quarter) => {
    const result = results.find(
      ({ personId, quarter: period }) =>
        personId === one.personId && period === `${one.period}-Q${quarter}`,
    );
    return [result?.score ?? null, gradeOf(result?.grade ?? null)];
  });
  return [
    ...[one.staffNumber, one.name, one.post, t(`staff.annual.kind.${one.staffKind}`)],
    ...quarters,
    ...[attendance, duty, discipline, keyWork, score],
    (deeds.get(one.personId) ?? []).join('\n') || null,
    ...[gradeOf(one.grade), one.reason, one.confirmation],
    one.confirmedAt && dayOf(one.confirmedAt),
    one.signedAt && dayOf(one.signedAt),
  ];
}
