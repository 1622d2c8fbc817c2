import { today } from '../../base/period.ts';
import { permit } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { page } from '../../web/route.ts';
import type { Answer, Data } from '../../web/route.ts';
import { yearBehind } from '../annual/queries.ts';
import { mayLead, mayPropose, mayReadScore, mayReadScores } from '../policy.ts';
import { streetOf } from '../street.ts';
import { figuresOf, isOutdated } from './figures.ts';
import type { Figures } from './figures.ts';
import { GRADES } from './grades.ts';
import { appraisalOf, neighboursOf } from './queries.ts';
import type { Appraisal } from './queries.ts';
import { topsMax } from './quota.ts';
import { isTold } from './signature.ts';
import { stepsOf } from './steps.ts';

/** An appraisal with its figures, as a reader may see it. */
export interface Shown {
  readonly appraisal: Appraisal;
  readonly figures: Figures;
  /** What the ledger says now is not what was confirmed. */
  readonly isOutdated: boolean;
}

const UNDECIDED = {
  ...{ comment: null, commentBy: null, commentAt: null, grade: null, reason: null },
  ...{ proposedById: null, proposedBy: null, proposedAt: null, confirmation: null },
  ...{ confirmedBy: null, confirmedAt: null, score: null },
} as const;

/** What is not told yet is no matter of the person whom it is about. */
const isHidden = (actor: Actor, one: Appraisal): boolean =>
  one.personId === actor.personId && !isTold(one);

/** Hides from a reader what they are not told yet, and adds the figures: confirmed, or as of now. */
export function shownTo(actor: Actor, one: Appraisal, current: Figures): Shown {
  const { attendance, duty, discipline, keyWork, evaluation, score } = one;
  const confirmed = { attendance, duty, discipline, keyWork, evaluation, score };
  return {
    appraisal: isHidden(actor, one) ? { ...one, ...UNDECIDED } : one,
    figures: one.state === 'confirmed' ? (confirmed as Figures) : current,
    isOutdated: isOutdated(one, current),
  };
}

/** What the actor may do with an appraisal as it stands: only these forms are drawn. */
function mayDo(actor: Actor, one: Appraisal): Readonly<Record<string, boolean>> {
  const isOwn = one.personId === actor.personId;
  const isOpen = one.state !== 'confirmed';
  const leads = mayLead(actor, one.streetId, one.personId);
  const isHeld = one.kind === 'year' && one.reviewState !== 'open';
  return {
    summary: isOwn && isOpen && today() <= one.dueOn,
    comment: leads && isOpen,
    propose: isOpen && mayPropose(actor, one.streetId, one.personId),
    confirm: leads && one.state === 'proposed' && one.proposedById !== actor.personId,
    reopen: leads && one.state !== 'open' && !isHeld,
    sign: isOwn && isTold(one) && one.signedAt === null,
  };
}

async function readable(actor: Actor, id: number): Promise<Appraisal> {
  const streetId = await streetOf(actor);
  const one = await appraisalOf(streetId, id);
  permit(mayReadScore(actor, streetId, one.personId), 'read-appraisal');
  return one;
}

/** The forms of the page, each with an address of its own. */
export type FormName =
  'summary' | 'comment' | 'proposal' | 'confirmation' | 'reopening' | 'signature';

/** The page of an appraisal; `sent` is the form that was refused, so that it keeps what was typed. */
export async function appraisalPage(actor: Actor, id: number, sent?: FormName): Promise<Answer> {
  const one = await readable(actor, id);
  const current = (await figuresOf(one))(one.personId);
  const steps = await stepsOf(id);
  const isWithheld = isHidden(actor, one);
  const seesAll = mayReadScores(actor, one.streetId);
  const behind = one.kind === 'year' ? await yearBehind(one) : null;
  const may = mayDo(actor, one);
  const data: Data = {
    ...shownTo(actor, one, current),
    steps: isWithheld ? steps.filter(({ kind }) => kind === 'summary') : steps,
    ...behind,
  };
  const only = {
    // A year is graded when its quarters are.
    may: { ...may, propose: may['propose'] === true && !behind?.missing.length },
    sent: sent ?? null,
    grades: GRADES[one.kind],
    topsMax: topsMax(one),
    isOwn: one.personId === actor.personId,
    isWithheld,
    seesAll,
    neighbours: seesAll ? await neighboursOf(one) : null,
  };
  return page('staff/appraisals/show', data, { only });
}

/** One person at a time, large, for the wall of the meeting room. */
export async function meetingPage(actor: Actor, id: number): Promise<Answer> {
  const one = await readable(actor, id);
  permit(mayPropose(actor, one.streetId), 'hold-meeting');
  const current = (await figuresOf(one))(one.personId);
  const { appraisal, figures } = shownTo(actor, one, current);
  const only = { neighbours: await neighboursOf(one) };
  return page('staff/appraisals/meeting', { appraisal, figures }, { only, scripts: ['meeting'] });
}

/** The official sheets of appraisals of one review, each on a page of its own. */
export async function sheetsPage(
  actor: Actor,
  appraisals: readonly Appraisal[],
  back: string,
): Promise<Answer> {
  const [first] = appraisals;
  const current = first ? await figuresOf(first) : null;
  const sheets = appraisals.map((one) =>
    shownTo(actor, one, (current as NonNullable<typeof current>)(one.personId)),
  );
  return page('staff/appraisals/sheets', { sheets }, { only: { back } });
}

/** The official sheet of one person; of a year the notice that tells them. */
export async function sheetPage(actor: Actor, id: number): Promise<Answer> {
  const one = await readable(actor, id);
  const back = `/staff/appraisals/${id}`;
  if (one.kind === 'quarter') return sheetsPage(actor, [one], back);
  const current = (await figuresOf(one))(one.personId);
  const shown = shownTo(actor, one, current);
  return page('staff/annual/notice', { ...shown, isTold: isTold(one) }, { only: { back } });
}
