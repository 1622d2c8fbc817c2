import writeXlsxFile from 'write-excel-file/node';
import { today } from '../../base/period.ts';
import { addDays } from '../../base/period.ts';
import type { Actor } from '../../people/index.ts';
import { permit } from '../../base/refusal.ts';
import { calendarOf } from '../calendar/days.ts';
import type { DayPlan } from '../calendar/days.ts';
import { membersOf } from '../members/queries.ts';
import { mayReadScores } from '../policy.ts';
import { SAMPLE_HEADINGS } from './headings.ts';

/** Rows of text, the headings first. */
export type Lines = readonly (readonly string[])[];

const WORKDAYS = 5;
const DAYS_BACK = 21;

/**
 * An export as a machine would write it: the office's own members on the last working days, all on
 * time, so that nobody loses points by trying it. Refuses `read-imports`.
 */
export async function sampleLines(actor: Actor): Promise<Lines> {
  const streetId = actor.communityId;
  permit(mayReadScores(actor, streetId), 'read-imports');
  const span = { from: addDays(today(), -DAYS_BACK), to: today() };
  const plans = [...(await calendarOf(streetId, span)).values()];
  const days = plans.filter(({ isWorkday }) => isWorkday).slice(-WORKDAYS);
  const members = await membersOf(streetId);
  const rows = members.flatMap(({ staffNumber, name, department }) =>
    days.map((plan) => [staffNumber, name, department, plan.day, ...hoursOf(plan)]),
  );
  return [SAMPLE_HEADINGS, ...rows];
}

const hoursOf = ({ hours }: DayPlan): [string, string] => [hours.start, hours.end];

/** As XLSX; text stays text, so that no cell is a formula. */
export const asWorkbook = async (lines: Lines): Promise<Buffer> =>
  (
    writeXlsxFile(lines.map((line) => line.map((value) => ({ value, type: String })))) as {
      toBuffer(): Promise<Buffer>;
    }
  ).toBuffer();

/** As CSV with a mark, so that Excel reads it as UTF-8; what would be a formula is made text. */
export const asCsv = (lines: Lines): string =>
  `\ufeff${lines.map((line) => `${line.map(quoted).join(',')}\r\n`).join('')}`;

function quoted(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
