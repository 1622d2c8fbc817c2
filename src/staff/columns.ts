import { columnsOf, day, instant, number, text, word } from '../base/spreadsheet/columns.ts';
import type { Deed } from './annual/queries.ts';
import type { ShownNotice } from './appeals/notices.ts';
import type { Appeal } from './appeals/queries.ts';
import type { Exchange } from './duty/exchange-queries.ts';
import type { AttendanceImport } from './imports/queries.ts';
import type { TaskLine } from './key-work/queries.ts';
import type { Leave } from './leave/queries.ts';
import type { Member } from './members/queries.ts';
import type { Stage } from './proposals/policy.ts';
import type { Proposal } from './proposals/queries.ts';
import { sumOf } from './scoring/queries.ts';
import type { SheetLine } from './scoring/queries.ts';

/** The lists of a street office as they go out. */
export const memberColumns = columnsOf<Member>({
  staffNumber: text(({ staffNumber }) => staffNumber),
  name: text(({ name }) => name),
  department: text(({ department }) => department),
  post: text(({ post }) => post),
  staffKind: word('staff.members.kind', ({ kind }) => kind),
  fromOn: day(({ fromOn }) => fromOn),
  toOn: day(({ toOn }) => toOn),
});

export const scoreColumns = columnsOf<SheetLine>({
  staffNumber: text(({ staffNumber }) => staffNumber),
  name: text(({ name }) => name),
  department: text(({ department }) => department),
  start: number(({ sums, score }) => score - sumOf(sums)),
  attendance: number(({ sums }) => sums.attendance),
  duty: number(({ sums }) => sums.duty),
  discipline: number(({ sums }) => sums.discipline),
  keyWork: number(({ sums }) => sums['key-work']),
  score: number(({ score }) => score),
});

export const leaveColumns = columnsOf<Leave>({
  id: number(({ id }) => id),
  name: text(({ name }) => name),
  kind: word('staff.leaves.kind', ({ kind }) => kind),
  fromOn: day(({ fromOn }) => fromOn),
  toOn: day(({ toOn }) => toOn),
  reason: text(({ reason }) => reason),
  state: word('staff.leaves.state', ({ state }) => state),
  askedBy: text(({ askedBy }) => askedBy),
  askedAt: instant(({ askedAt }) => askedAt),
  decidedBy: text(({ decidedBy }) => decidedBy),
  decidedAt: instant(({ decidedAt }) => decidedAt),
});

export const attendanceImportColumns = columnsOf<AttendanceImport>({
  id: number(({ id }) => id),
  file: text(({ fileName }) => fileName),
  rows: number(({ rowCount }) => rowCount),
  state: word('staff.imports.state', ({ state }) => state),
  by: text(({ uploadedBy }) => uploadedBy),
  at: instant(({ uploadedAt }) => uploadedAt),
  decidedBy: text(({ bookedBy }) => bookedBy),
  decidedAt: instant(({ bookedAt }) => bookedAt),
});

export const proposalColumns = columnsOf<Proposal & { readonly stage: Stage }>({
  id: number(({ id }) => id),
  name: text(({ person }) => person),
  rule: text(({ rule }) => rule),
  points: number(({ worth }) => worth),
  occurredOn: day(({ occurredOn }) => occurredOn),
  note: text(({ text: said }) => said),
  state: word('staff.proposals.stage', ({ stage }) => stage),
  enteredBy: text(({ enteredBy }) => enteredBy),
  at: instant(({ enteredAt }) => enteredAt),
});

export const taskColumns = columnsOf<TaskLine>({
  id: number(({ id }) => id),
  title: text(({ title }) => title),
  inCharge: text(({ owner }) => owner),
  dueOn: day(({ dueOn }) => dueOn),
  state: word('staff.key-work.state', ({ state }) => state),
  by: text(({ madeBy }) => madeBy),
  madeAt: instant(({ madeAt }) => madeAt),
  decidedBy: text(({ confirmedBy }) => confirmedBy),
  decidedAt: instant(({ confirmedAt }) => confirmedAt),
});

export const appealColumns = columnsOf<Appeal>({
  id: number(({ id }) => id),
  name: text(({ person }) => person),
  rule: text(({ rule }) => rule),
  occurredOn: day(({ occurredOn }) => occurredOn),
  reasons: text(({ reasons }) => reasons),
  before: number(({ pointsBefore }) => pointsBefore),
  after: number(({ pointsAfter }) => pointsAfter),
  state: word('staff.appeals.state', ({ state }) => state),
  madeAt: instant(({ madeAt }) => madeAt),
  dueOn: day(({ dueOn }) => dueOn),
  decidedBy: text(({ decidedBy }) => decidedBy),
  decidedAt: instant(({ decidedAt }) => decidedAt),
});

export const exchangeColumns = columnsOf<Exchange>({
  id: number(({ id }) => id),
  name: text(({ fromName }) => fromName),
  day: day(({ day: on }) => on),
  shift: text(({ shift }) => shift),
  with: text(({ toName }) => toName),
  otherDay: day(({ otherDay }) => otherDay),
  otherShift: text(({ otherShift }) => otherShift),
  state: word('staff.duty.exchange.state', ({ state }) => state),
  note: text(({ note }) => note),
  madeAt: instant(({ proposedAt }) => proposedAt),
  decidedAt: instant(({ decidedAt }) => decidedAt),
});

export const deedColumns = columnsOf<Deed>({
  id: number(({ id }) => id),
  name: text(({ name }) => name),
  department: text(({ department }) => department),
  day: day(({ happenedOn }) => happenedOn),
  note: text(({ words }) => words),
  state: word('staff.annual.deedState', ({ state }) => state),
  enteredBy: text(({ enteredBy }) => enteredBy),
  at: instant(({ enteredAt }) => enteredAt),
  decidedBy: text(({ decidedBy }) => decidedBy),
  decidedAt: instant(({ decidedAt }) => decidedAt),
  reason: text(({ reason }) => reason),
});

export const noticeColumns = columnsOf<ShownNotice>({
  year: number(({ year }) => year),
  serial: number(({ number: serial }) => serial),
  name: text(({ person }) => person),
  rule: text(({ rule }) => rule),
  decidedAt: instant(({ decidedAt }) => decidedAt),
});
