import Joi from 'joi';
import { csvOf } from '../../base/csv.ts';
import { addDays, quarterOfDay, startOfDay, today } from '../../base/period.ts';
import type { Quarter } from '../../base/period.ts';
import { permit } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { LANGUAGES, textsIn } from '../../web/i18n.ts';
import type { Language } from '../../web/i18n.ts';
import { page } from '../../web/route.ts';
import type { Answer } from '../../web/route.ts';
import { pageOfSubject } from '../evidence.ts';
import { departmentsOf, memberOf } from '../members/queries.ts';
import { mayAssess, mayReadScore, mayReadScores } from '../policy.ts';
import { PARTS } from '../rules/queries.ts';
import { settingsFor } from '../settings/settings.ts';
import { streetOf } from '../street.ts';
import { quarterField } from './forms.ts';
import type { QuarterQuery, SheetQuery } from './forms.ts';
import { pageOf } from './paging.ts';
import { quartersToChoose } from './quarters.ts';
import { entriesOf, scoreSheet, sumOf, sumsOf } from './queries.ts';

/** A file is in the language that its address says: it is kept and sent on. */
export type FileQuery = QuarterQuery & { readonly lang: Language };

export const fileQuery = Joi.object<FileQuery, true>({
  quarter: quarterField,
  lang: Joi.string()
    .valid(...LANGUAGES)
    .default(LANGUAGES[0]),
});

const thisQuarter = (): Quarter => quarterOfDay(today());

/** The street office of which the actor may see all scores. */
async function sheetStreet(actor: Actor): Promise<number> {
  const streetId = await streetOf(actor);
  permit(mayReadScores(actor, streetId), 'read-score');
  return streetId;
}

/** The sheet of a quarter: everybody, in the order of departments and staff numbers. */
export async function sheetPage(actor: Actor, asked: SheetQuery): Promise<Answer> {
  const { quarter = thisQuarter(), ...choice } = asked;
  const streetId = await sheetStreet(actor);
  const lines = await scoreSheet(streetId, quarter);
  const { items, next } = pageOf(lines, choice, { quarter });
  const { startScore } = await settingsFor(streetId, quarter);
  const only = {
    PARTS,
    quarters: quartersToChoose(),
    departments: await departmentsOf(streetId),
    choice,
    count: lines.length,
  };
  return page('staff/scores/index', { quarter, startScore, items, next }, { only });
}

/** The whole sheet as a file for a spreadsheet. */
export async function sheetFile(
  actor: Actor,
  lang: Language,
  quarter: Quarter = thisQuarter(),
): Promise<Answer> {
  const t = textsIn(lang);
  const streetId = await sheetStreet(actor);
  const { startScore } = await settingsFor(streetId, quarter);
  const lines = await scoreSheet(streetId, quarter);
  const columns = ['department', 'number', 'name', 'start', ...PARTS, 'total'];
  const body = csvOf([
    columns.map((column) => t(`staff.scores.column.${column}`)),
    ...lines.map(({ department, staffNumber, name, sums, score }) => [
      ...[department, staffNumber, name, startScore],
      ...PARTS.map((part) => sums[part]),
      score,
    ]),
  ]);
  const fileName = `scores-${quarter}.csv`;
  return { kind: 'file', type: 'text/csv; charset=utf-8', body, fileName };
}

/** One person's score of a quarter, opened to the entries behind each number. */
export async function scorePage(
  actor: Actor,
  personId: number,
  quarter: Quarter = thisQuarter(),
): Promise<Answer> {
  const streetId = await streetOf(actor);
  permit(mayReadScore(actor, streetId, personId), 'read-score');
  const { name, staffNumber, department, post } = await memberOf(personId, streetId);
  const { startScore, appealDays } = await settingsFor(streetId, quarter);
  const entries = (await entriesOf(streetId, personId, quarter)).map((one) => ({
    ...one,
    evidence: pageOfSubject(one.subject),
  }));
  const sums = sumsOf(entries);
  const member = { personId, name, staffNumber, department, post };
  const score = startScore + sumOf(sums);
  const only = {
    PARTS,
    quarters: quartersToChoose(),
    mayWithdraw: mayAssess(actor, streetId, personId),
    maySeeAll: mayReadScores(actor, streetId),
    isOwn: actor.personId === personId,
    appealableFrom: startOfDay(addDays(today(), -appealDays)),
    printedOn: today(),
  };
  return page('staff/scores/show', { quarter, startScore, member, sums, score, entries }, { only });
}
