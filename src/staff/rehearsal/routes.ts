import { csvOf } from '../../base/csv.ts';
import { previousQuarter, quarterOfDay, today } from '../../base/period.ts';
import type { Quarter } from '../../base/period.ts';
import { permit } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { textsIn } from '../../web/i18n.ts';
import { page, route } from '../../web/route.ts';
import type { Answer, Route } from '../../web/route.ts';
import { departmentsOf } from '../members/queries.ts';
import { mayReadScores } from '../policy.ts';
import { draftFor } from '../rules/drafts.ts';
import { PARTS } from '../rules/queries.ts';
import type { WholeSet } from '../rules/queries.ts';
import { quarterQuery, sheetQuery } from '../scoring/forms.ts';
import type { SheetQuery } from '../scoring/forms.ts';
import { fileQuery } from '../scoring/pages.ts';
import type { FileQuery } from '../scoring/pages.ts';
import { pageOf } from '../scoring/paging.ts';
import { quartersToChoose } from '../scoring/quarters.ts';
import { sumOf } from '../scoring/queries.ts';
import { rehearsalFor, rehearsalOf } from './queries.ts';

const READERS = ['assessor', 'leader', 'auditor'] as const;

const lastQuarter = (): Quarter => previousQuarter(quarterOfDay(today()));

/** A set for who may see its draft and everybody's scores. */
async function rehearsable(actor: Actor, setId: number): Promise<WholeSet> {
  const set = await draftFor(actor, setId);
  permit(mayReadScores(actor, set.streetId), 'read-score');
  return set;
}

async function rehearsalPage(actor: Actor, setId: number, asked: SheetQuery): Promise<Answer> {
  const { quarter = lastQuarter(), ...choice } = asked;
  const set = await rehearsable(actor, setId);
  const { lines, summary } = await rehearsalOf(set, quarter);
  const { items, next } = pageOf(lines, choice, { quarter });
  const only = {
    PARTS,
    quarters: quartersToChoose(),
    departments: await departmentsOf(set.streetId),
    choice,
    sums: { before: sumOf(summary.before), after: sumOf(summary.after) },
  };
  return page('staff/rehearsal/show', { set, quarter, summary, items, next }, { only });
}

async function personPage(
  actor: Actor,
  setId: number,
  personId: number,
  quarter: Quarter = lastQuarter(),
): Promise<Answer> {
  const set = await rehearsable(actor, setId);
  const { line, differences } = await rehearsalFor(set, quarter, personId);
  const sums = { before: sumOf(line.before), after: sumOf(line.after) };
  const data = { set, quarter, line, differences };
  return page('staff/rehearsal/person', data, { only: { PARTS, sums } });
}

async function file(
  actor: Actor,
  setId: number,
  { quarter = lastQuarter(), lang }: FileQuery,
): Promise<Answer> {
  const t = textsIn(lang);
  const set = await rehearsable(actor, setId);
  const { lines } = await rehearsalOf(set, quarter);
  const columns = PARTS.flatMap((part) =>
    ['before', 'after'].map((side) =>
      t(`staff.rehearsal.side.${side}`, { part: t(`staff.scores.column.${part}`) }),
    ),
  );
  const body = csvOf([
    [
      ...['department', 'number', 'name'].map((column) => t(`staff.scores.column.${column}`)),
      ...columns,
      ...['sumBefore', 'sumAfter', 'change'].map((column) => t(`staff.rehearsal.${column}`)),
    ],
    ...lines.map(({ department, staffNumber, name, before, after, change }) => [
      department,
      staffNumber,
      name,
      ...PARTS.flatMap((part) => [before[part], after[part]]),
      sumOf(before),
      sumOf(after),
      change,
    ]),
  ]);
  const fileName = `rehearsal-${setId}-${quarter}.csv`;
  return { kind: 'file', type: 'text/csv; charset=utf-8', body, fileName };
}

/** What a changed set would have made of a quarter; nothing is booked. */
export const rehearsalRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/staff/rules/:id/rehearsal',
    door: READERS,
    summary: 'What a changed set of rules would have made of a quarter',
    query: sheetQuery,
    handle: ({ actor, id, query }) => rehearsalPage(actor, id, query),
  }),
  route({
    method: 'get',
    path: '/staff/rules/:id/rehearsal.csv',
    door: READERS,
    summary: 'A rehearsal as a file for a spreadsheet',
    query: fileQuery,
    handle: ({ actor, id, query }) => file(actor, id, query),
  }),
  route({
    method: 'get',
    path: '/staff/rules/:id/rehearsal/:person',
    door: READERS,
    summary: 'A rehearsal for one person, opened to its incidents',
    query: quarterQuery,
    handle: ({ actor, id, number, query }) =>
      personPage(actor, id, number('person'), query.quarter),
  }),
];
