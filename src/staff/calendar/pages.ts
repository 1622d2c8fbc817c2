import {
  addDays,
  monthDays,
  monthOfDay,
  nextMonth,
  previousMonth,
  today,
} from '../../base/period.ts';
import type { Day, DaySpan, Month } from '../../base/period.ts';
import { permit } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { page } from '../../web/route.ts';
import type { Answer } from '../../web/route.ts';
import { mayKeepStaff } from '../policy.ts';
import { streetOf } from '../street.ts';
import { calendarOf, hoursOf, hoursOn, overridesOf, USUAL_HOURS } from './days.ts';
import type { DayPlan } from './days.ts';
import { hoursForm, overrideForm } from './forms.ts';
import { stretchesOf, weeksOf, workdaysIn } from './layout.ts';

/** A month, day by day. */
export async function monthPage(actor: Actor, month: Month = monthOfDay(today())): Promise<Answer> {
  const streetId = await streetOf(actor);
  const span = monthDays(month);
  const plans = await calendarOf(streetId, span);
  const days = [...plans.values()];
  const only = {
    weeks: weeksOf(month, plans),
    stretches: stretchesOf(days),
    overrides: await overridesOf(streetId, span),
    hours: hoursOn(addDays(span.to, -1), await hoursOf(streetId)),
    previous: previousMonth(month),
    next: nextMonth(month),
    year: month.slice(0, 4),
    number: Number(month.slice(5)),
    today: today(),
    mayKeep: mayKeepStaff(actor, streetId),
  };
  return page('staff/calendar/index', { month, workdays: workdaysIn(days), days }, { only });
}

const MONTHS = Array.from({ length: 12 }, (_, index) => String(index + 1).padStart(2, '0'));

/** A year on one sheet: working days month by month, holidays, and what the office says itself. */
export async function yearPage(
  actor: Actor,
  year: number = Number(today().slice(0, 4)),
): Promise<Answer> {
  const streetId = await streetOf(actor);
  const plans = await calendarOf(streetId, yearSpan(year));
  const days = [...plans.values()];
  const inMonth = (month: Month): DayPlan[] => days.filter(({ day }) => day.startsWith(month));
  const months = MONTHS.map((number) => {
    const month = `${year}-${number}`;
    return { month, days: inMonth(month).length, workdays: workdaysIn(inMonth(month)) };
  });
  const stretches = stretchesOf(days);
  const hours = (await hoursOf(streetId)).filter(({ fromOn }) => fromOn <= `${year}-12-31`);
  const only = { place: actor.community };
  return page(
    'staff/calendar/year',
    { year, months, stretches, workdays: workdaysIn(days), hours },
    { only },
  );
}

const yearSpan = (year: number): DaySpan => ({ from: `${year}-01-01`, to: `${year + 1}-01-01` });

/** The form for days that the office works or rests against the calendar. */
export async function newOverridePage(actor: Actor, day: Day = today()): Promise<Answer> {
  const streetId = await streetOf(actor);
  permit(mayKeepStaff(actor, streetId), 'keep-calendar');
  const extras = { form: overrideForm, values: { day } };
  return page('staff/calendar/override', {}, extras);
}

/** The working hours, season by season, and the form for others. */
export async function hoursPage(actor: Actor): Promise<Answer> {
  const streetId = await streetOf(actor);
  const items = (await hoursOf(streetId)).reverse();
  const current = items.find(({ fromOn }) => fromOn <= today());
  const only = {
    currentId: current?.id ?? null,
    usual: USUAL_HOURS,
    mayKeep: mayKeepStaff(actor, streetId),
  };
  const values = { ...(current ?? USUAL_HOURS), fromOn: '' };
  return page('staff/calendar/hours', { items, next: null }, { form: hoursForm, values, only });
}
