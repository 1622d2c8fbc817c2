import { today } from '../../base/period.ts';
import type { Actor } from '../../people/index.ts';
import { communityById } from '../../people/index.ts';
import { page } from '../../web/route.ts';
import type { Answer } from '../../web/route.ts';
import { attachmentsOf } from '../attachments/attachments.ts';
import { mayReadScores, mayReconsider } from '../policy.ts';
import { settingsOf } from '../settings/settings.ts';
import { streetOf } from '../street.ts';
import { appealableIncident, appealableUntil } from './appealing.ts';
import { appealDecisionForm, appealForm, OUTCOMES } from './forms.ts';
import type { AppealQuery } from './forms.ts';
import { readableNotice, shownNotices } from './notices.ts';
import { appealSteps, ownAppeals, readableAppeal, readableAppeals } from './queries.ts';

/** The appeals to decide, for who may; and one's own. */
export async function appealsPage(actor: Actor, query: AppealQuery): Promise<Answer> {
  const streetId = await streetOf(actor);
  const seesAll = mayReadScores(actor, streetId);
  const shown = seesAll
    ? await readableAppeals(actor, streetId, query)
    : await ownAppeals(actor, query);
  const own = seesAll ? (await ownAppeals(actor, {})).items : [];
  const only = { own, seesAll, state: query.state ?? null, today: today() };
  return page('staff/appeals/index', shown, { only });
}

export async function newAppealPage(actor: Actor, incidentId: number): Promise<Answer> {
  const contested = await appealableIncident(actor, incidentId);
  const { appealDays, appealDecisionDays } = await settingsOf(contested.streetId);
  const until = appealableUntil(contested, appealDays);
  const only = { contested, until, decisionDays: appealDecisionDays };
  return page('staff/appeals/new', {}, { form: appealForm, only });
}

export async function appealPage(actor: Actor, id: number): Promise<Answer> {
  const streetId = await streetOf(actor);
  const appeal = await readableAppeal(actor, streetId, id);
  const isOpen = appeal.state === 'open';
  const isOwn = appeal.personId === actor.personId;
  const data = {
    appeal,
    attachments: await attachmentsOf(`appeal:${id}`),
    steps: await appealSteps(id),
  };
  const only = {
    isOwn,
    isLate: isOpen && appeal.dueOn < today(),
    mayWithdraw: isOpen && isOwn,
    mayDecide: isOpen && mayReconsider(actor, appeal),
    // To clear an addition would take it away; of what is undone already, nothing is to be upheld.
    outcomes: OUTCOMES.filter((one) =>
      one === 'cleared' ? appeal.booked <= 0 : appeal.booked !== 0,
    ),
  };
  return page('staff/appeals/show', data, { form: appealDecisionForm, only });
}

export async function noticePage(actor: Actor, id: number): Promise<Answer> {
  const { personId, ...notice } = await readableNotice(actor, await streetOf(actor), id);
  return page('staff/appeals/notice', { notice }, { only: { isOwn: personId === actor.personId } });
}

export async function noticesPage(actor: Actor): Promise<Answer> {
  const streetId = await streetOf(actor);
  const { shortName } = await communityById(streetId);
  const items = await shownNotices(streetId);
  return page('staff/appeals/notices', { items, next: null }, { only: { shortName } });
}
