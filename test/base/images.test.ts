import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { expect } from 'chai';
import fc from 'fast-check';
import sharp from 'sharp';
import type { Sharp } from 'sharp';
import {
  bandNeighbours,
  fingerprintBands,
  fingerprintDistance,
  readPhoto,
} from '../../src/base/images.ts';
import type { Photo } from '../../src/base/images.ts';
import { Refusal } from '../../src/base/refusal.ts';

async function read(bytes: Buffer, name = 'upload'): Promise<Photo> {
  const folder = await mkdtemp(join(tmpdir(), 'images-'));
  try {
    await writeFile(join(folder, name), bytes);
    return await readPhoto(join(folder, name), 'photos');
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function refusalOf(bytes: Buffer, name?: string): Promise<Refusal> {
  const outcome = await read(bytes, name).catch((error: unknown) => error);
  expect(outcome).to.be.instanceOf(Refusal);
  return outcome as Refusal;
}

/** A view with enough in it to be told from others, and a soft texture as photos have. */
function aView(width = 1200, height = 900, hue = 200): Sharp {
  const data = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 3;
      data[at] = 128 + 100 * Math.sin((x / width) * 11 + hue);
      data[at + 1] = 128 + 100 * Math.cos((y / height) * 7 + (x / width) * hue * 0.05);
      data[at + 2] = ((x * y) / 500) % 255;
    }
  }
  return sharp(data, { raw: { width, height, channels: 3 } });
}

function pngHeader(width: number, height: number): Buffer {
  const header = Buffer.alloc(25);
  header.writeUInt32BE(13, 0);
  header.write('IHDR', 4, 'latin1');
  header.writeUInt32BE(width, 8);
  header.writeUInt32BE(height, 12);
  header.set([8, 2, 0, 0, 0], 16);
  header.writeUInt32BE(crc32(header.subarray(4, 21)), 21);
  const data = Buffer.from('0000000049444154789c030000000001', 'hex');
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([signature, header, data]);
}

/** The box that opens every HEIC file, and then nothing that could be decoded. */
function heicHeader(): Buffer {
  const box = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1');
  return Buffer.concat([box, randomBytes(4000)]);
}

describe('reading a photo', () => {
  for (const format of ['jpeg', 'png', 'webp'] as const) {
    it(`keeps a ${format} as WebP of at most 1600 px with a thumbnail`, async () => {
      const photo = await read(await aView(2400, 1200).toFormat(format).toBuffer());
      expect([photo.width, photo.height]).to.deep.equal([1600, 800]);
      expect(photo.webp.length).to.be.at.most(250_000);
      expect(photo.thumb.length).to.be.at.most(15_000);
      const kept = await sharp(photo.webp).metadata();
      const thumb = await sharp(photo.thumb).metadata();
      expect([kept.format, kept.width, kept.height]).to.deep.equal(['webp', 1600, 800]);
      expect([thumb.format, thumb.width, thumb.height]).to.deep.equal(['webp', 320, 160]);
      expect(photo.sha256).to.match(/^[0-9a-f]{64}$/);
      expect(photo.fingerprint).to.match(/^[0-9a-f]{16}$/);
      expect(photo.capturedAt).to.equal(null);
    });
  }

  it('reads a file of the HEIC family where the library can decode it', async () => {
    const avif = await aView(300, 200).avif({ effort: 0 }).toBuffer();
    avif.write('mif1', 8, 'latin1');
    expect(await read(avif)).to.include({ width: 300, height: 200 });
  });

  it('does not enlarge a small photo', async () => {
    expect(await read(await aView(1, 1).png().toBuffer())).to.include({ width: 1, height: 1 });
    expect(await read(await aView(200, 100).png().toBuffer())).to.include({ width: 200 });
  });

  it('takes the name for nothing', async () => {
    const jpeg = await aView(60, 40).jpeg().toBuffer();
    expect(await read(jpeg, 'holiday.txt')).to.include({ width: 60 });
  });

  it('turns it upright, notes when it was taken and forgets where', async () => {
    const jpeg = await aView(400, 300)
      .withExif({
        IFD0: { Model: 'SecretPhone' },
        IFD2: { DateTimeOriginal: '2026:11:20 08:05:09' },
        IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '27/1 50/1 0/1' },
      })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    expect((await sharp(jpeg).metadata()).orientation).to.equal(6);
    expect(jpeg.includes('SecretPhone')).to.equal(true);

    const photo = await read(jpeg);
    expect(photo).to.include({ width: 300, height: 400, capturedAt: '2026-11-20T08:05:09' });
    for (const kept of [photo.webp, photo.thumb]) {
      const { exif, xmp, icc, orientation } = await sharp(kept).metadata();
      expect([exif, xmp, icc, orientation]).to.deep.equal(Array(4).fill(undefined));
      expect(kept.includes('SecretPhone')).to.equal(false);
    }
  });

  it('falls back to the time of digitising, also in WebP and PNG', async () => {
    for (const format of ['webp', 'png'] as const) {
      const exif = { IFD2: { DateTimeDigitized: '2026:01:02 23:59:00' } };
      const photo = await read(await aView(30, 30).withExif(exif).toFormat(format).toBuffer());
      expect(photo.capturedAt).to.equal('2026-01-02T23:59:00');
    }
  });

  for (const stamp of ['0000:00:00 00:00:00', '2026:02:31 10:00:00', 'yesterday']) {
    it(`believes no clock that says ${stamp}`, async () => {
      const exif = { IFD2: { DateTimeOriginal: stamp } };
      const photo = await read(await aView(30, 30).withExif(exif).jpeg().toBuffer());
      expect(photo.capturedAt).to.equal(null);
    });
  }

  it('keeps to the limits however much detail there is', async () => {
    const raw = { width: 1600, height: 1600, channels: 3 } as const;
    const noise = await sharp(randomBytes(1600 * 1600 * 3), { raw })
      .jpeg({ quality: 90 })
      .toBuffer();
    const photo = await read(noise);
    expect(photo.webp.length).to.be.at.most(250_000);
    expect(photo.thumb.length).to.be.at.most(15_000);
    expect((await sharp(photo.webp).metadata()).width).to.equal(photo.width);
  }).timeout(20_000);

  it('reads a CMYK JPEG in true colours', async () => {
    const raw = { width: 64, height: 64, channels: 3 } as const;
    const red = sharp(Buffer.alloc(64 * 64 * 3).fill('dc1e1e', 'hex'), { raw });
    const photo = await read(await red.toColourspace('cmyk').jpeg().toBuffer());
    const [r, g, b] = (await sharp(photo.webp).stats()).channels.map(({ mean }) => mean);
    expect(r).to.be.above(150);
    expect(Math.max(g ?? 255, b ?? 255)).to.be.below(90);
  });

  it('lays a 16-bit PNG with transparency on white', async () => {
    const clear = { r: 0, g: 0, b: 0, alpha: 0 };
    const png = await sharp({ create: { width: 50, height: 50, channels: 4, background: clear } })
      .toColourspace('rgb16')
      .png()
      .toBuffer();
    expect((await sharp(png).metadata()).depth).to.equal('ushort');
    const kept = sharp((await read(png)).webp);
    expect((await kept.metadata()).hasAlpha).to.equal(false);
    expect((await kept.stats()).channels[0]?.mean).to.be.above(253);
  });

  it('takes the first frame of an animated WebP', async () => {
    const frames = Buffer.concat([Buffer.alloc(7500, 255), Buffer.alloc(7500, 0)]);
    const animated = await sharp(frames, {
      raw: { width: 50, height: 100, channels: 3, pageHeight: 50 },
    })
      .webp({ loop: 0, delay: [100, 100] })
      .toBuffer();
    expect((await sharp(animated, { animated: true }).metadata()).pages).to.equal(2);
    const photo = await read(animated);
    expect(photo).to.include({ width: 50, height: 50 });
    expect((await sharp(photo.webp).stats()).channels[0]?.mean).to.be.above(253);
  });

  it('reads many at once', async () => {
    const jpeg = await aView(640, 480).jpeg().toBuffer();
    const names = Array.from({ length: 12 }, (_, index) => `many-${index}`);
    const photos = await Promise.all(names.map((name) => read(jpeg, name)));
    expect(new Set(photos.map(({ sha256 }) => sha256)).size).to.equal(1);
  });
});

describe('refusing what is no photo', () => {
  const page = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>';
  const strangers: Record<string, string | Buffer> = {
    'an empty file': '',
    'text named .jpg': 'not a picture at all',
    'an SVG': page,
    'an SVG with an XML head': `<?xml version="1.0"?>\n${page}`,
    'a PDF': '%PDF-1.7\n1 0 obj\n<<>>\nendobj',
    'a page': '<!doctype html><script>alert(1)</script>',
    'a GIF': Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64'),
    'a TIFF': Buffer.from('49492a0008000000', 'hex'),
  };
  for (const [name, content] of Object.entries(strangers)) {
    it(`tells ${name} apart by its content`, async () => {
      const refusal = await refusalOf(Buffer.from(content), 'photo.jpg');
      expect(refusal).to.include({ kind: 'unsupported', code: 'photo-not-image', field: 'photos' });
    });
  }

  for (const format of ['jpeg', 'png', 'webp'] as const) {
    it(`says that a ${format} did not arrive whole`, async () => {
      const whole = await aView().toFormat(format).toBuffer();
      for (const part of [0.999, 0.7, 0.3]) {
        const refusal = await refusalOf(whole.subarray(0, Math.floor(whole.length * part)));
        expect(refusal).to.include({ kind: 'invalid', code: 'photo-truncated', field: 'photos' });
      }
    });
  }

  it('says so of a header with nothing behind it', async () => {
    const refusal = await refusalOf(Buffer.from('ffd8ffe000104a464946', 'hex'));
    expect(refusal).to.include({ kind: 'invalid', code: 'photo-truncated' });
  });

  it('refuses more than 15 MB unread', async () => {
    const refusal = await refusalOf(Buffer.alloc(15 * 1024 * 1024 + 1));
    expect(refusal).to.include({ kind: 'too-large', code: 'photo-too-big', field: 'photos' });
    expect(refusal.facts).to.deep.equal({ max: 15 });
  });

  it('refuses a header that claims 60000 × 60000, and at once', async () => {
    const begun = performance.now();
    const refusal = await refusalOf(pngHeader(60_000, 60_000));
    expect(refusal).to.include({ kind: 'invalid', code: 'photo-too-many-pixels' });
    expect(refusal.facts).to.deep.equal({ max: 60 });
    expect(performance.now() - begun).to.be.below(500);
  });

  it('refuses a real picture of 64 megapixels', async () => {
    const black = { width: 8000, height: 8000, channels: 3, background: '#000' } as const;
    const refusal = await refusalOf(await sharp({ create: black }).jpeg().toBuffer());
    expect(refusal).to.include({ code: 'photo-too-many-pixels', field: 'photos' });
  });

  it('names a HEIC that it cannot decode', async () => {
    const refusal = await refusalOf(heicHeader());
    expect(refusal).to.include({ kind: 'unsupported', code: 'photo-heic-unreadable' });
  });

  it('answers damage of any kind with a refusal or a photo', async () => {
    const wholes = await Promise.all(
      (['jpeg', 'png', 'webp'] as const).map((format) =>
        aView(160, 120).toFormat(format).toBuffer(),
      ),
    );
    const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...wholes), damage, async (whole, changes) => {
        const bytes = Buffer.from(whole);
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        const outcome = await read(bytes, 'damaged').catch((error: unknown) => error);
        expect(outcome).to.satisfy((it: unknown) => it instanceof Refusal || 'webp' in Object(it));
      }),
      { numRuns: 150 },
    );
  }).timeout(20_000);
});

describe('fingerprints', () => {
  const fingerprint = fc.bigInt(0n, 2n ** 64n - 1n);
  const hex = (value: bigint): string => value.toString(16).padStart(16, '0');

  it('stay close when a photo is sent on and shrunk, and far between photos', async () => {
    const original = await read(await aView(1200, 900, 3).jpeg().toBuffer());
    const sentOn = await read(
      await aView(1200, 900, 3).resize(720).jpeg({ quality: 40 }).toBuffer(),
    );
    const other = await read(await aView(1200, 900, 90).jpeg().toBuffer());
    expect(fingerprintDistance(original.fingerprint, sentOn.fingerprint)).to.be.at.most(8);
    expect(fingerprintDistance(original.fingerprint, other.fingerprint)).to.be.above(8);
  });

  it('are the same for a photo and its copy turned by EXIF', async () => {
    const upright = await aView(400, 300).png().toBuffer();
    const turned = await sharp(upright)
      .rotate(270)
      .withMetadata({ orientation: 6 })
      .png()
      .toBuffer();
    const [a, b] = [await read(upright), await read(turned)];
    expect(b).to.include({ width: 400, height: 300, fingerprint: a.fingerprint });
  });

  it('differ by the bits that were flipped', () => {
    const flips = fc.uniqueArray(fc.nat(63), { maxLength: 64 });
    fc.assert(
      fc.property(fingerprint, flips, (value, bits) => {
        const other = bits.reduce((hash, bit) => hash ^ (1n << BigInt(bit)), value);
        expect(fingerprintDistance(hex(value), hex(other))).to.equal(bits.length);
      }),
    );
  });

  it('have 137 neighbours to a band, all different and within 2 bits', () => {
    fc.assert(
      fc.property(fc.nat(0xffff), (band) => {
        const neighbours = bandNeighbours(band);
        expect(new Set(neighbours).size).to.equal(137);
        for (const neighbour of neighbours) {
          expect(neighbour).to.be.within(0, 0xffff);
          const [a, b] = [BigInt(band), BigInt(neighbour)];
          expect(fingerprintDistance(hex(a), hex(b))).to.be.at.most(2);
        }
      }),
    );
  });

  it('within 8 bits always share a neighbouring band, so that a look-up misses none', () => {
    const flips = fc.uniqueArray(fc.nat(63), { maxLength: 8 });
    fc.assert(
      fc.property(fingerprint, flips, (value, bits) => {
        const other = bits.reduce((hash, bit) => hash ^ (1n << BigInt(bit)), value);
        const others = fingerprintBands(hex(other));
        const met = fingerprintBands(hex(value)).some((band, index) =>
          bandNeighbours(band).includes(others[index] ?? -1),
        );
        expect(met).to.equal(true);
      }),
      { numRuns: 2000 },
    );
  });
});
