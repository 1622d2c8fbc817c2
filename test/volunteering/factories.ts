import { createHash } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Actor } from '../../src/people/index.ts';
import { createRule, submitCheckIn } from '../../src/volunteering/index.ts';
import type { CheckInInput, CheckInView, PhotoFile, Rule } from '../../src/volunteering/index.ts';
import type { RuleWish } from '../../src/volunteering/index.ts';
import { aManager, asked, unique } from '../factories.ts';
import type { TestCommunity } from '../factories.ts';

/** Things of volunteering that tests need, made through the same verbs as in service. */
export async function aRule(
  community: TestCommunity,
  wish: Partial<RuleWish & { code: string }> = {},
): Promise<Rule> {
  const keeper = await aManager(community);
  const rule = {
    code: unique('rule'),
    category: '志愿服务',
    name: '随手拍志愿服务',
    unit: '次',
    points: 2,
    evidence: 'photo' as const,
    photoRequired: false,
    countsServiceHours: true,
    effectiveFrom: '2020-01-01',
    ...wish,
  };
  return createRule(keeper, community.id, rule, asked(keeper));
}

/** A submitted check-in of that person by that rule. */
export const aCheckIn = (
  actor: Actor,
  rule: Rule,
  wish: Partial<CheckInInput> = {},
  photos: readonly PhotoFile[] = [],
): Promise<CheckInView> =>
  submitCheckIn(actor, { rule: rule.code, place: '社区广场', ...wish }, photos, asked(actor));

let folder: Promise<string> | undefined;

/** Bytes as an upload that has just arrived. */
export async function anUpload(bytes: Buffer): Promise<PhotoFile> {
  folder ??= mkdtemp(join(tmpdir(), 'jifenbu-uploads-'));
  const path = join(await folder, unique('upload'));
  await writeFile(path, bytes);
  return { path };
}

const SIDE = 320;
const TILE = 40;

/** A picture of grey tiles; each `scene` is another picture, each `size` the same one again. */
export function aPicture(scene: number, size = SIDE): Promise<Buffer> {
  const pixels = Buffer.alloc(SIDE * SIDE * 3);
  for (let y = 0; y < SIDE; y += 1) {
    for (let x = 0; x < SIDE; x += 1) {
      const shade = shadeOf(scene, Math.floor(x / TILE), Math.floor(y / TILE));
      pixels.set([shade, shade, 90], (y * SIDE + x) * 3);
    }
  }
  return sharp(pixels, { raw: { width: SIDE, height: SIDE, channels: 3 } })
    .resize(size, size)
    .jpeg({ quality: 90 })
    .toBuffer();
}

const shadeOf = (scene: number, column: number, row: number): number =>
  createHash('sha256').update(`${scene} ${column} ${row}`).digest()[0] ?? 0;
