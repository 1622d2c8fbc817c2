import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newKey } from '../src/base/command.ts';
import type { Command } from '../src/base/command.ts';
import { readPhoto } from '../src/base/images.ts';
import { createGood } from '../src/market/index.ts';
import type { Actor } from '../src/people/index.ts';
import { createRule } from '../src/volunteering/index.ts';
import { drawGood } from './drawings.ts';
import type { GoodFigure, RuleFigure } from './figures.ts';

/** A new command of the actor. */
export const ask = (actor: Actor): Command => ({ personId: actor.personId, key: newKey() });

/** Writes a picture to a temporary file for as long as `work` needs it. */
export async function withFile<T>(picture: Buffer, work: (path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'jifenbu-demo-'));
  const path = join(folder, 'photo.jpg');
  try {
    await writeFile(path, picture);
    return await work(path);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const PHOTO_EVIDENCE = new Set(['photo', 'photo or second person', 'activity', 'sign-in sheet']);

/** Puts the rules of a community in force. */
export async function makeRules(manager: Actor, rules: readonly RuleFigure[]): Promise<void> {
  for (const { caps, source, evidence, ...rule } of rules) {
    const wish = {
      ...rule,
      evidence: evidence as Parameters<typeof createRule>[2]['evidence'],
      capPerDay: caps.day,
      capPerWeek: caps.week,
      capPerYear: caps.year,
      photoRequired: PHOTO_EVIDENCE.has(evidence),
      // Deductions stay off until a community switches them on.
      active: rule.points > 0,
    };
    await createRule(manager, manager.communityId, wish, ask(manager));
  }
}

/** Fills the shelf; the picture of each good is drawn. */
export async function makeGoods(
  shopkeeper: Actor,
  goods: readonly GoodFigure[],
): Promise<Map<string, number>> {
  const ids = new Map<string, number>();
  for (const { name, points, stock, limitPerQuarter } of goods) {
    const good = await withFile(await drawGood(name), async (path) => {
      const photo = await readPhoto(path, 'photo');
      const wish = { name, points, stock, limitPerQuarter, photo };
      return createGood(shopkeeper, wish, ask(shopkeeper));
    });
    ids.set(name, good.id);
  }
  return ids;
}
