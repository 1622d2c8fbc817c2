import { addDays, quarterOfDay, today } from '../../base/period.ts';
import { permit } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { LANGUAGES, textsIn } from '../../web/i18n.ts';
import type { Language } from '../../web/i18n.ts';
import { page } from '../../web/route.ts';
import type { Answer } from '../../web/route.ts';
import { figuresOf, quarterResults, quartersNotClosed } from '../appraisals/figures.ts';
import { shownTo } from '../appraisals/page.ts';
import { appraisalsOf, WAITING } from '../appraisals/queries.ts';
import { topsMax } from '../appraisals/quota.ts';
import { progressOf, reviewOf, reviewsOf } from '../appraisals/reviews.ts';
import { attachmentsOf } from '../attachments/attachments.ts';
import { departmentsOf, membersOf } from '../members/queries.ts';
import { mayAssess, mayLead, mayReadScore, mayReadScores } from '../policy.ts';
import type { ListQuery } from '../review/forms.ts';
import { streetOf } from '../street.ts';
import { yearWorkbook } from './export.ts';
import { deedForm, yearForm } from './forms.ts';
import { deedById, deedsOf } from './queries.ts';

const SUMMARY_DAYS = 14;

/** The years that may be summed up: this one from October on, and those before. */
async function yearsToReview(streetId: number): Promise<number[]> {
  const reviewed = new Set((await reviewsOf(streetId, 'year')).map(({ period }) => period));
  const year = Number(today().slice(0, 4));
  const first = quarterOfDay(today()).endsWith('4') ? year : year - 1;
  return [first, first - 1].filter((one) => !reviewed.has(String(one)));
}

export async function newYearPage(actor: Actor): Promise<Answer> {
  const years = await yearsToReview(await streetOf(actor));
  const values = { year: years[0], dueOn: addDays(today(), SUMMARY_DAYS) };
  return page('staff/annual/new', {}, { form: yearForm, values, only: { years } });
}

/** A year by department: its quarters, what is proposed, and how far it is. */
export async function yearPage(
  actor: Actor,
  id: number,
  { department, waiting }: ListQuery = {},
): Promise<Answer> {
  const streetId = await streetOf(actor);
  permit(mayReadScores(actor, streetId), 'read-appraisal');
  const review = await reviewOf(streetId, 'year', id);
  const current = await figuresOf(review);
  const results = await quarterResults(streetId, review.period);
  const appraisals = await appraisalsOf(id, { department, waiting });
  const items = appraisals.map((one) => ({
    ...shownTo(actor, one, current(one.personId)),
    quarters: results.filter(({ personId }) => personId === one.personId),
  }));
  const progress = await progressOf(review);
  const leads = mayLead(actor, streetId);
  const only = {
    departments: await departmentsOf(streetId),
    department: department ?? null,
    waiting: waiting ?? null,
    waits: WAITING,
    topsMax: topsMax(review),
    missing: await quartersNotClosed(streetId, review.period),
    mayPost: leads && review.state === 'open' && progress.confirmed === progress.all,
    maySettle: leads && review.state === 'posted' && today() > (review.postedUntil ?? ''),
  };
  return page('staff/annual/show', { review, progress, items, next: null }, { only });
}

/** A file is in the language that its address says: it is kept and sent on. */
export async function yearFile(
  actor: Actor,
  id: number,
  lang: Language = LANGUAGES[0],
): Promise<Answer> {
  const streetId = await streetOf(actor);
  permit(mayReadScores(actor, streetId), 'read-appraisal');
  const review = await reviewOf(streetId, 'year', id);
  const t = textsIn(lang);
  const fileName = t('staff.annual.fileName', { year: review.period });
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  return { kind: 'file', type, body: await yearWorkbook(review, (key) => t(key)), fileName };
}

/** The special deeds of a year, those that wait first. */
export async function deedsPage(actor: Actor, year = today().slice(0, 4)): Promise<Answer> {
  const streetId = await streetOf(actor);
  permit(mayReadScores(actor, streetId), 'read-appraisal');
  const deeds = await deedsOf(streetId, year);
  const items = [
    ...deeds.filter(({ state }) => state === 'submitted'),
    ...deeds.filter(({ state }) => state !== 'submitted').reverse(),
  ];
  const thisYear = Number(today().slice(0, 4));
  const only = { years: [thisYear, thisYear - 1], mayEnter: mayAssess(actor, streetId) };
  return page('staff/annual/deeds', { year, items, next: null }, { only });
}

export async function newDeedPage(actor: Actor): Promise<Answer> {
  const streetId = await streetOf(actor);
  const members = await membersOf(streetId);
  const only = { members: members.filter(({ personId }) => personId !== actor.personId) };
  const values = { happenedOn: today() };
  return page('staff/annual/new-deed', {}, { form: deedForm, values, only });
}

export async function deedPage(actor: Actor, id: number): Promise<Answer> {
  const streetId = await streetOf(actor);
  const deed = await deedById(streetId, id);
  permit(mayReadScore(actor, streetId, deed.personId), 'read-appraisal');
  const isOther = deed.enteredById !== actor.personId;
  const only = {
    seesAll: mayReadScores(actor, streetId),
    mayDecide: deed.state === 'submitted' && isOther && mayLead(actor, streetId, deed.personId),
  };
  const attachments = await attachmentsOf(`deed:${id}`);
  return page('staff/annual/deed', { deed, attachments }, { only });
}
