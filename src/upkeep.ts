import { parseArgs } from 'node:util';
import { backup } from './backup.ts';
import { now } from './base/clock.ts';
import { pendingMigrations } from './base/migrator.ts';
import { isWeek, previousWeek, weekOf } from './base/period.ts';
import type { Week } from './base/period.ts';
import { Refusal } from './base/refusal.ts';
import { ConfigError } from './config.ts';
import { posters, postWeek } from './postings/index.ts';
import { restore } from './restore.ts';
import { linesOf, verifyAll } from './verify.ts';
import { textsIn } from './web/i18n.ts';
import { sentenceOf } from './web/problem.ts';

/** What the terminal commands of upkeep do and say; each sets the exit code when something is wrong. */

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

async function refuseUnmigrated(): Promise<void> {
  if ((await pendingMigrations()).length > 0) {
    throw new ConfigError('The database is not up to date: run npm run migrate first.');
  }
}

/** `verify`: a line for each difference, or that all is well; exit 1 if anything differs. */
export async function verifyCommand(): Promise<void> {
  await refuseUnmigrated();
  const verification = await verifyAll();
  linesOf(verification).forEach(say);
  if (verification.differences.length > 0) process.exitCode = 1;
}

/** `post-week --week 2026-W47`: posts it for every community and street office; without a week, the one that ended last. */
export async function postWeekCommand(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { week: { type: 'string' } } });
  const week = values.week ?? previousWeek(weekOf(now()));
  if (!isWeek(week)) throw new ConfigError(`There is no week ${week}: name it like 2026-W47.`);
  await refuseUnmigrated();
  for (const { id, name } of await posters()) say(`${name}: ${await posted(id, week)}`);
}

async function posted(communityId: number, week: Week): Promise<string> {
  try {
    const posting = await postWeek(communityId, week);
    return `${posting.number} ${posting.posted ? 'posted' : 'was posted before'}`;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code !== 'nothing-to-post') process.exitCode = 1;
    return sentenceOf(error, textsIn('en'));
  }
}

/** `backup`: a whole copy of the database, and where it is. */
export async function backupCommand(): Promise<void> {
  say(await backup());
}

/** `restore -- <file>`: puts a backup in the database's place, and says what it found. */
export async function restoreCommand([file]: readonly string[]): Promise<void> {
  if (file === undefined) throw new ConfigError('Name the backup: npm run restore -- <file>');
  const { asideIn, lines, missingPhotos } = await restore(file);
  lines.forEach(say);
  if (asideIn !== null) say(`The database of before is in ${asideIn}`);
  if (missingPhotos > 0) say(`${missingPhotos} photos of the backup are missing: copy them back.`);
}
