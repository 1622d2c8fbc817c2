import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import sharp from 'sharp';
import { drawDeed, drawGood } from '../../seeders/drawings.ts';
import { fingerprintDistance, readPhoto } from '../../src/base/images.ts';
import { Refusal } from '../../src/base/refusal.ts';

const RULES = (
  'photo-service clean-up building-patrol visit-elder civility mediation escort-clinic nursing ' +
  'small-wish policy-talk council tree organise blood honour-community honour-street ' +
  'honour-county bravery false-photo a-rule-of-tomorrow'
).split(' ');

const GOODS = '香皂 牙膏 毛巾 洗洁精 保温杯 一提卷纸 雨伞 洗衣液 一袋大米 食用油 公益理发'.split(
  ' ',
);

describe('drawings for the demo', () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drawings-'));
  });

  after(() => rm(folder, { recursive: true }));

  async function fingerprintOf(picture: Buffer): Promise<string> {
    const path = join(folder, 'picture');
    await writeFile(path, picture);
    return (await readPhoto(path, 'photos')).fingerprint;
  }

  /** How many pairs of these look alike. */
  function alike(fingerprints: readonly string[]): number {
    return fingerprints.flatMap((one, index) =>
      fingerprints.slice(index + 1).filter((other) => fingerprintDistance(one, other) <= 8),
    ).length;
  }

  for (const rule of RULES) {
    it(`show ${rule} as a JPEG of 384 × 288`, async () => {
      const { format, width, height } = await sharp(await drawDeed(rule, 7)).metadata();
      expect([format, width, height]).to.deep.equal(['jpeg', 384, 288]);
    });
  }

  it('are the same for the same seed, and others for another', async () => {
    const first = await drawDeed('clean-up', 3);
    expect(first.equals(await drawDeed('clean-up', 3))).to.equal(true);
    expect(first.equals(await drawDeed('clean-up', 4))).to.equal(false);
    expect(first.equals(await drawDeed('tree', 3))).to.equal(false);
  });

  for (const rule of ['photo-service', 'visit-elder']) {
    it(`of 30 seeds for ${rule} hardly ever look alike`, async () => {
      const fingerprints: string[] = [];
      for (let seed = 1; seed <= 30; seed += 1) {
        fingerprints.push(await fingerprintOf(await drawDeed(rule, seed)));
      }
      expect(alike(fingerprints)).to.be.at.most(((30 * 29) / 2) * 0.01);
    }).timeout(30_000);
  }

  it('show each of the goods as a picture of its own, and others as a parcel', async () => {
    const pictures = await Promise.all([...GOODS, '别的'].map((name) => drawGood(name)));
    for (const picture of pictures) {
      const { format, width, height } = await sharp(picture).metadata();
      expect([format, width, height]).to.deep.equal(['jpeg', 384, 384]);
    }
    expect(new Set(pictures.map((picture) => picture.toString('base64'))).size).to.equal(12);
    expect((await drawGood('无名')).equals(pictures[11] ?? Buffer.of())).to.equal(true);
  });

  it('leave an uploaded SVG refused in the same process', async () => {
    await drawGood('香皂');
    const path = join(folder, 'picture.png');
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>';
    for (const text of [svg, `<?xml version="1.0"?>${svg}`, `\n  ${svg}`]) {
      await writeFile(path, text);
      const outcome = await readPhoto(path, 'photos').catch((error: unknown) => error);
      expect(outcome).to.be.instanceOf(Refusal).with.property('code', 'photo-not-image');
    }
    await drawGood('香皂');
  });
});
