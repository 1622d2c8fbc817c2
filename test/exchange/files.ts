import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bookImport, importPreview, takeInFile } from '../../src/exchange/index.ts';
import type { Actor } from '../../src/people/index.ts';
import { asked } from '../factories.ts';

type Kind = Parameters<typeof takeInFile>[1];
type Lines = readonly (readonly (string | number)[])[];

/** A file as a clerk saves it. */
export const csv = (lines: Lines): string => lines.map((line) => line.join(',')).join('\n');

/** Uploads a file, which is looked at and not yet booked; its id. */
export async function uploaded(actor: Actor, kind: Kind, lines: Lines): Promise<number> {
  const path = join(await mkdtemp(join(tmpdir(), 'import-')), 'file.csv');
  await writeFile(path, csv(lines));
  return (await takeInFile(actor, kind, { path, name: 'file.csv' }, asked(actor))).id;
}

/** What each row of an upload comes to: `new`, `same`, or what is wrong with it. */
export async function meaningOf(actor: Actor, id: number): Promise<string[]> {
  const { rows } = await importPreview(id, actor.communityId);
  return rows.map(({ outcome, problem }) => problem ?? outcome);
}

/** Confirms an upload as it is seen now. */
export async function confirmed(
  actor: Actor,
  id: number,
  command = asked(actor),
): ReturnType<typeof bookImport> {
  const { digest } = await importPreview(id, actor.communityId);
  return bookImport(actor, id, digest, command);
}
