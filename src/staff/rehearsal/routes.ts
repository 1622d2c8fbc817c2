import Joi from 'joi';
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
import { quarterQuery, sheetFields } from '../scoring/forms.ts';
import type { SheetQuery } from '../scoring/forms.ts';
import { fileQuery } from '../scoring/pages.ts';
import type { FileQuery } from '../scoring/pages.ts';
import { pageOf } from '../scoring/paging.ts';
import { quartersToChoose } from '../scoring/quarters.ts';
import { sumOf } from '../scoring/queries.ts';
import { rehearsalFor, rehearsalOf } from './queries.ts';
import type { RehearsalLine } from './rehearsal.ts';

const READERS = ['assessor', 'leader', 'auditor'] as const;

/** By default those alone whose score would differ in some part. */
type RehearsalQuery = SheetQuery & { readonly show: 'changed' | 'all' };

const rehearsalQuery = Joi.object<RehearsalQuery, true>({
  ...sheetFields,
  show: Joi.string().valid('changed', 'all').default('changed'),
});

const differs = ({ before, after }: RehearsalLine): boolean =>
  PARTS.some((part) => before[part] !== after[part]);

const lastQuarter = (): Quarter => previousQuarter(quarterOfDay(today()));

/** A set for who may see its draft and everybody's scores. */
async function rehearsable(actor: Actor, setId: number): Promise<WholeSet> {
  const set = await draftFor(actor, setId);
  permit(mayReadScores(actor, set.streetId), 'read-score');
  return set;
}

async function rehearsalPage(actor: Actor, setId: number, asked: RehearsalQuery): Promise<Answer> {
  const { quarter = lastQuarter(), show, ...choice } = asked;
  const set = await rehearsable(actor, setId);
  const { lines, summary } = await rehearsalOf(set, quarter);
  const wanted = show === 'all' ? lines : lines.filter(differs);
  const { items, next } = pageOf(wanted, choice, { quarter, show });
  const only = {
    PARTS,
    quarters: quartersToChoose(),
    departments: await departmentsOf(set.streetId),
    choice,
    show,
    counts: { all: lines.length, changed: lines.filter(differs).length },
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
    query: rehearsalQuery,
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
