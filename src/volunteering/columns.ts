import { columnsOf, day, instant, number, text, word, yesNo } from '../base/spreadsheet/columns.ts';
import type { Activity } from './activities/activity.ts';
import type { ListedCertificate, ServiceEntry } from './certificates/queries.ts';
import type { CheckInView } from './check-in-view.ts';
import type { ClerkTally } from './contests/clerks.ts';
import type { Contest } from './contests/queries.ts';
import type { Rule } from './models.ts';
import type { Sheet } from './sheets/queries.ts';

/** The lists of this module as they go out. */
export const checkInColumns = columnsOf<CheckInView>({
  id: number(({ id }) => id),
  name: text(({ person }) => person.name),
  rule: text(({ rule }) => rule.name),
  quantity: number(({ quantity }) => quantity),
  unit: word('volunteering.unit', ({ rule }) => rule.unit),
  occurredOn: day(({ occurredOn }) => occurredOn),
  place: text(({ place }) => place),
  note: text(({ note }) => note),
  photos: number(({ photos }) => photos.length),
  state: word('shared.state', ({ state }) => state),
  points: number(({ points }) => points),
  submittedAt: instant(({ submittedAt }) => submittedAt),
  decidedBy: text(({ decision }) => decision?.by),
  decidedAt: instant(({ decision }) => decision?.at ?? null),
  reason: text(({ decision }) => decision?.reason),
  reversedAt: instant(({ reversedAt }) => reversedAt),
});

export const ruleColumns = columnsOf<Rule>({
  code: text(({ code }) => code),
  category: text(({ category }) => category),
  rule: text(({ name }) => name),
  unit: word('volunteering.unit', ({ unit }) => unit),
  points: number(({ points }) => points),
  capDay: number(({ caps }) => caps.day),
  capWeek: number(({ caps }) => caps.week),
  capYear: number(({ caps }) => caps.year),
  evidence: word('volunteering.evidence', ({ evidence }) => evidence),
  countsHours: yesNo(({ countsServiceHours }) => countsServiceHours),
  fromOn: day(({ effectiveFrom }) => effectiveFrom),
  toOn: day(({ effectiveTo }) => effectiveTo),
});

export const activityColumns = columnsOf<Activity>({
  id: number(({ id }) => id),
  title: text(({ title }) => title),
  place: text(({ place }) => place),
  startsAt: instant(({ startsAt }) => startsAt),
  endsAt: instant(({ endsAt }) => endsAt),
  places: number(({ places }) => places),
  organiser: text(({ organiser }) => organiser),
  inCharge: text(({ inCharge }) => inCharge),
});

export const contestColumns = columnsOf<Contest>({
  id: number(({ id }) => id),
  name: text(({ person }) => person),
  rule: text(({ rule }) => rule),
  points: number(({ points }) => points),
  occurredOn: day(({ occurredOn }) => occurredOn),
  enteredBy: text(({ enteredBy }) => enteredBy),
  reasons: text(({ reasons }) => reasons),
  madeAt: instant(({ madeAt }) => madeAt),
  state: word('volunteering.contest.state', ({ state }) => state),
  answer: text(({ answer }) => answer),
  decidedBy: text(({ decidedBy }) => decidedBy),
  decidedAt: instant(({ decidedAt }) => decidedAt),
});

export const clerkColumns = columnsOf<ClerkTally>({
  name: text(({ name }) => name),
  entries: number(({ entries }) => entries),
  people: number(({ people }) => people),
  points: number(({ points }) => points),
  reversed: number(({ reversed }) => reversed),
  contested: number(({ contested }) => contested),
  upheld: number(({ upheld }) => upheld),
});

export const certificateColumns = columnsOf<ListedCertificate>({
  year: number(({ year }) => year),
  serial: number(({ serial }) => serial),
  name: text(({ name }) => name),
  fromOn: day(({ from }) => from),
  toOn: day(({ to }) => to),
  minutes: number(({ minutes }) => minutes),
  issuedOn: day(({ issuedOn }) => issuedOn),
  withdrawnAt: instant(({ withdrawnAt }) => withdrawnAt),
  reason: text(({ reason }) => reason),
});

export const serviceColumns = columnsOf<ServiceEntry>({
  occurredOn: day(({ day: on }) => on),
  title: text(({ title }) => title),
  rule: text(({ rule }) => rule),
  minutes: number(({ minutes }) => minutes),
  source: word('certificates.source', ({ source }) => source),
  bookedAt: instant(({ bookedAt }) => bookedAt),
});

export const sheetColumns = columnsOf<Sheet>({
  number: text(({ number: printed }) => printed),
  title: text(({ activity }) => activity),
  place: text(({ place }) => place),
  occurredOn: day(({ occurredOn }) => occurredOn),
  code: text(({ ruleCode }) => ruleCode),
  people: number(({ peopleTotal }) => peopleTotal),
  minutes: number(({ minutesTotal }) => minutesTotal),
  points: number(({ pointsTotal }) => pointsTotal),
  state: word('sheets.state', ({ state }) => state),
  enteredBy: text(({ handedInBy }) => handedInBy),
  decidedBy: text(({ decidedBy }) => decidedBy),
  decidedAt: instant(({ decidedAt }) => decidedAt),
});
