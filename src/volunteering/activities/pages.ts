import { now } from '../../base/clock.ts';
import { qrOf } from '../../base/qr.ts';
import { permit } from '../../base/refusal.ts';
import { timeOf, today } from '../../base/period.ts';
import { findPeople, peopleByIds, peopleMeant, placeShown } from '../../people/index.ts';
import type { Actor, Holder, KnownPerson } from '../../people/index.ts';
import { page } from '../../web/route.ts';
import type { Answer, Typed } from '../../web/route.ts';
import { mayReadCommunity } from '../policy.ts';
import { rulesOf } from '../rule-queries.ts';
import { readableActivity } from './activity.ts';
import type { Activity } from './activity.ts';
import { isOn } from './attendance.ts';
import { activityForm, codeForm, correctionForm, recordForm, whomForm } from './forms.ts';
import { isLate, lengthOf, minutesThere } from './hours.ts';
import { householdSignUps } from './household.ts';
import { photosOf } from './photos.ts';
import { mayKeepActivities, mayRunActivity } from './policy.ts';
import {
  comingActivities,
  draftActivities,
  participantOf,
  participantsOf,
  pastActivities,
  placesOf,
} from './queries.ts';
import { recordDueOn } from './reminder.ts';
import { codeNow } from './sign-in-code.ts';

type PublicActivity = Omit<Activity, 'recordedById' | 'inChargeId'> & { readonly isOver: boolean };

/** What everybody may know of an activity. */
const publicActivity = ({
  recordedById: _,
  inChargeId: __,
  ...activity
}: Activity): PublicActivity => ({
  ...activity,
  isOver: activity.endsAt <= now(),
});

const withPlaces = (all: readonly Activity[]): Promise<object[]> =>
  Promise.all(all.map(async (one) => ({ ...publicActivity(one), ...(await placesOf(one.id)) })));

export async function listPage(visitor: Actor | null, communityId: number): Promise<Answer> {
  const mayKeep = visitor !== null && mayKeepActivities(visitor, communityId);
  const [coming, past, place] = await Promise.all([
    comingActivities(communityId).then(withPlaces),
    pastActivities(communityId),
    placeShown(visitor, communityId),
  ]);
  const drafts = mayKeep ? await draftActivities(communityId) : [];
  const only = {
    past: past.map(publicActivity),
    drafts: drafts.map(publicActivity),
    mayKeep,
    ...place,
  };
  return page('activities/index', { items: coming, next: null }, { only });
}

export async function newPage(actor: Actor): Promise<Answer> {
  const rules = await rulesForActivities(actor.communityId);
  const values = { heldOn: today(), organiser: actor.community.name, inCharge: actor.name };
  return page('activities/new', {}, { form: activityForm, values, only: { rules } });
}

export async function editPage(actor: Actor, id: number): Promise<Answer> {
  const activity = await readableActivity(actor, id);
  permit(mayKeepActivities(actor, activity.communityId), 'keep-activities');
  const { startsAt, endsAt, signUpUntil: _, ruleCode, ...values } = activity;
  const times = { from: timeOf(startsAt), to: timeOf(endsAt), rule: ruleCode };
  const rules = await rulesForActivities(activity.communityId);
  const form = { form: activityForm, values: { ...values, ...times } };
  return page(
    'activities/edit',
    { activity: publicActivity(activity) },
    { ...form, only: { rules } },
  );
}

const rulesForActivities = async (communityId: number): Promise<object[]> =>
  (await rulesOf(communityId)).filter(({ points }) => points > 0);

/** The page of one activity, also after a press on it was refused. */
export async function showPage(
  visitor: Actor | null,
  id: number,
  typed: Typed = {},
): Promise<Answer> {
  const activity = await readableActivity(visitor, id);
  const [rules, photos, places] = await Promise.all([
    rulesOf(activity.communityId, activity.heldOn),
    photosOf(id),
    placesOf(id),
  ]);
  const isOpen = activity.state === 'announced' && activity.signUpUntil > now();
  const data = { activity: { ...publicActivity(activity), ...places }, photos };
  return page('activities/show', data, {
    form: whomForm,
    only: {
      rule: rules.find((one) => one.id === activity.ruleId) ?? null,
      isOpen,
      isOn: isOn(activity),
      hasBegun: activity.startsAt <= now(),
      isOver: activity.endsAt <= now(),
      ...(await ownPart(visitor, activity)),
      meant: await meantBy(visitor, activity, typed),
    },
  });
}

/** Whom a name may mean that was typed to put somebody in charge. */
async function meantBy(
  visitor: Actor | null,
  { communityId }: Activity,
  { q }: Typed,
): Promise<readonly Holder[]> {
  if (typeof q !== 'string' || !visitor || !mayKeepActivities(visitor, communityId)) return [];
  const meant = await peopleMeant(communityId, q.trim());
  return meant.length > 1 ? meant : [];
}

async function ownPart(visitor: Actor | null, activity: Activity): Promise<object> {
  if (!visitor) return { home: [], mayKeep: false, mayRun: false, mayReadList: false };
  const mayKeep = mayKeepActivities(visitor, activity.communityId);
  const isOwn = visitor.communityId === activity.communityId;
  return {
    home: isOwn ? await householdSignUps(visitor, activity.id) : [],
    mayKeep,
    mayRun: mayRunActivity(visitor, activity),
    mayReadList:
      mayRunActivity(visitor, activity) || mayReadCommunity(visitor, activity.communityId),
    mayApprove: mayKeep && activity.recordedById !== visitor.personId,
  };
}

/** Where one signs in and out by the code on the organiser's screen. */
export async function attendancePage(actor: Actor, id: number, code?: string): Promise<Answer> {
  const activity = await readableActivity(actor, id);
  const own = await participantOf(id, actor.personId);
  return page(
    'activities/attendance',
    { activity: publicActivity(activity), own },
    { form: codeForm, values: { code }, only: { isOn: isOn(activity) } },
  );
}

/** The organiser's screen: the code, and the list to tap on. */
export async function deskPage(
  actor: Actor,
  id: number,
  origin: string,
  found: readonly KnownPerson[] | null = null,
): Promise<Answer> {
  const activity = await readableActivity(actor, id);
  const mayKeep = mayRunActivity(actor, activity);
  permit(mayKeep || mayReadCommunity(actor, activity.communityId), 'run-activity');
  const people = (await participantsOf(id)).map((one) => ({
    ...one,
    late: isLate(activity, one),
    there: one.arrivedAt === null ? null : minutesThere(activity, one),
  }));
  const on = isOn(activity) && mayKeep;
  const mayAdd =
    mayKeepActivities(actor, activity.communityId) &&
    activity.state === 'announced' &&
    activity.signUpUntil > now();
  const shown = on ? await codeNow(id) : null;
  const address = `${origin}/activities/${id}/attendance?code=${shown?.code ?? ''}`;
  return page(
    'activities/desk',
    { activity: publicActivity(activity), people, shown },
    {
      form: correctionForm,
      scripts: ['desk'],
      only: {
        ...{ isOn: on, mayKeep, mayAdd, lengthMax: lengthOf(activity), found },
        qr: shown && qrOf(address),
      },
    },
  );
}

const FOUND_MAX = 8;

/** People of the community whose name, pinyin or number begins so, for who came along. */
export async function peopleFound(actor: Actor, id: number, q: string): Promise<KnownPerson[]> {
  const activity = await readableActivity(actor, id);
  permit(mayRunActivity(actor, activity), 'run-activity');
  const { communityId } = activity;
  return [...(await peopleByIds(await findPeople(communityId, q, FOUND_MAX))).values()];
}

export async function recordPage(actor: Actor, id: number): Promise<Answer> {
  const activity = await readableActivity(actor, id);
  permit(mayRunActivity(actor, activity), 'run-activity');
  const people = (await participantsOf(id))
    .filter(({ state }) => state === 'signed-up')
    .map((one) => ({ ...one, there: minutesThere(activity, one) }));
  const only = { dueOn: recordDueOn(activity.heldOn), isOver: activity.endsAt <= now() };
  const data = { activity: publicActivity(activity), people };
  return page('activities/record', data, { form: recordForm, only });
}
