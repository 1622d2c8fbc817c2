import type { Actor } from '../../../src/people/index.ts';
import { confirmImport, importPreview } from '../../../src/staff/imports/booking.ts';
import type { Booked } from '../../../src/staff/imports/booking.ts';
import type { Absentees, Preview } from '../../../src/staff/imports/preview.ts';
import { takeIn } from '../../../src/staff/imports/uploading.ts';
import { fileOf } from '../../base/spreadsheet/files.ts';
import { asked } from '../../factories.ts';

export const HEADINGS = '工号,姓名,日期,上班时间,下班时间';

/** Takes in a CSV file of these lines, with the usual headings unless others are given. */
export async function takenIn(
  actor: Actor,
  lines: readonly string[],
  headings = HEADINGS,
): Promise<number> {
  const path = fileOf([headings, ...lines, ''].join('\n'));
  return (await takeIn(actor, { path, name: '考勤.csv' }, asked(actor))).id;
}

/** What an import means today. */
export const preview = (
  actor: Actor,
  id: number,
  absentees: Absentees = 'open',
): Promise<Preview> => importPreview(id, actor.communityId, { absentees });

/** Looks at an import and confirms it. */
export async function confirm(
  actor: Actor,
  id: number,
  absentees: Absentees = 'open',
): Promise<Booked> {
  const { digest } = await preview(actor, id, absentees);
  return confirmImport(actor, id, { absentees, seen: digest }, asked(actor));
}

/** Takes in, looks, and confirms. */
export const imported = async (actor: Actor, ...lines: readonly string[]): Promise<Booked> =>
  confirm(actor, await takenIn(actor, lines));
