import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import exifr from 'exifr';
import pLimit from 'p-limit';
import sharp from 'sharp';
import type { OutputInfo } from 'sharp';
import { Refusal } from './refusal.ts';

/** A photo as it is kept: re-encoded, upright, without metadata, and what is known about it. */
export interface Photo {
  readonly webp: Buffer;
  readonly thumb: Buffer;
  /** Of `webp`, in pixels. */
  readonly width: number;
  readonly height: number;
  /** Hex digest of the bytes that were uploaded: equal for an exact copy. */
  readonly sha256: string;
  /** 64 bits as 16 hex digits, close for pictures that look alike; see `fingerprintDistance`. */
  readonly fingerprint: string;
  /** What the camera's clock said, as local text without a zone: a hint, easily forged. */
  readonly capturedAt: string | null;
}

type Format = 'jpeg' | 'png' | 'webp' | 'heif';

interface Pixels {
  readonly data: Buffer;
  readonly raw: {
    readonly width: number;
    readonly height: number;
    readonly channels: 1 | 2 | 3 | 4;
  };
}

const MEGABYTES_MAX = 15;
const MEGAPIXELS_MAX = 60;
const PHOTO = { side: 1600, bytesMax: 250_000 };
const THUMB = { side: 320, bytesMax: 15_000 };
// Of 0 to 6; twice as fast as the library's 4, for a few per cent more bytes.
const EFFORT = 2;
const QUALITIES = [80, 50, 20];
const HEIF_BRANDS = [
  'heic',
  'heix',
  'heim',
  'heis',
  'hevc',
  'hevx',
  'hevm',
  'hevs',
  'mif1',
  'msf1',
];

// Two photos at a time with one thread each fill two cores and bound the memory; no photo is read
// twice, so a cache would only hold on to pixels.
const inTurn = pLimit(2);
sharp.concurrency(1);
sharp.cache(false);
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Heif'].map((loader) => `VipsForeignLoad${loader}`),
});

/**
 * Reads an uploaded file as a photo, whatever its name claims, or refuses it for a reason that
 * the person can act on. Waits its turn when many photos arrive at once.
 */
export function readPhoto(path: string, field: string): Promise<Photo> {
  return inTurn(async () => {
    const { size } = await stat(path);
    if (size > MEGABYTES_MAX * 1024 * 1024) {
      throw new Refusal('too-large', 'photo-too-big', { max: MEGABYTES_MAX }, field);
    }
    const bytes = await readFile(path);
    const { pixels, exif } = await decode(bytes, field);
    const stored = await encode(pixels, PHOTO);
    return {
      webp: stored.data,
      thumb: (await encode(pixels, THUMB)).data,
      width: stored.info.width,
      height: stored.info.height,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      fingerprint: await fingerprintOf(pixels),
      capturedAt: await captureTime(exif),
    };
  });
}

/** In how many of their 64 bits two fingerprints differ; up to 8 the pictures look alike. */
export function fingerprintDistance(a: string, b: string): number {
  const others = fingerprintBands(b);
  return fingerprintBands(a)
    .map((band, index) => bitsSet(band ^ (others[index] ?? 0)))
    .reduce((sum, bits) => sum + bits, 0);
}

/** The four 16-bit parts of a fingerprint, kept apart so that each can be indexed. */
export function fingerprintBands(hex: string): [number, number, number, number] {
  const band = (index: number): number => parseInt(hex.slice(index * 4, index * 4 + 4), 16);
  return [band(0), band(1), band(2), band(3)];
}

/**
 * Every band within 2 bits of this one, itself first: 137 in all. Eight differing bits cannot put
 * three into each of four bands, so fingerprints within 8 bits always meet in one of these.
 */
export function bandNeighbours(band: number): number[] {
  const bits = Array.from({ length: 16 }, (_, index) => 1 << index);
  const pairs = bits.flatMap((one, index) => bits.slice(index + 1).map((other) => one | other));
  return [0, ...bits, ...pairs].map((change) => band ^ change);
}

/** Upright sRGB pixels on white, no larger than what is kept, and the raw EXIF block. */
async function decode(bytes: Buffer, field: string): Promise<{ pixels: Pixels; exif?: Buffer }> {
  const format = formatOf(bytes);
  if (!format) throw new Refusal('unsupported', 'photo-not-image', {}, field);
  try {
    const header = await sharp(bytes, { limitInputPixels: false }).metadata();
    if (header.format !== format) throw new Refusal('unsupported', 'photo-not-image', {}, field);
    if (header.width * header.height > MEGAPIXELS_MAX * 1e6) {
      throw new Refusal('invalid', 'photo-too-many-pixels', { max: MEGAPIXELS_MAX }, field);
    }
    return { pixels: await pixelsOf(bytes), exif: header.exif };
  } catch (error) {
    if (error instanceof Refusal) throw error;
    // The library fails here for what the bytes are; it has no finer word that could be relied on.
    throw format === 'heif'
      ? new Refusal('unsupported', 'photo-heic-unreadable', {}, field)
      : new Refusal('invalid', 'photo-truncated', {}, field);
  }
}

/** The format that the first bytes show. */
function formatOf(bytes: Buffer): Format | null {
  const text = (from: number, to: number): string => bytes.toString('latin1', from, to);
  if (text(0, 3) === '\xff\xd8\xff') return 'jpeg';
  if (text(0, 8) === '\x89PNG\r\n\x1a\n') return 'png';
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'webp';
  if (text(4, 8) === 'ftyp' && HEIF_BRANDS.includes(text(8, 12))) return 'heif';
  return null;
}

async function pixelsOf(bytes: Buffer): Promise<Pixels> {
  const options = { limitInputPixels: MEGAPIXELS_MAX * 1e6, failOn: 'error' } as const;
  const { data, info } = await sharp(bytes, options)
    .autoOrient()
    .resize(PHOTO.side, PHOTO.side, { fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#fff' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, raw: { width: info.width, height: info.height, channels: info.channels } };
}

/** A WebP that keeps to the limit: at lower quality first, at smaller size where that is no help. */
async function encode(
  { data, raw }: Pixels,
  { side, bytesMax }: typeof PHOTO,
): Promise<{ data: Buffer; info: OutputInfo }> {
  for (const quality of QUALITIES) {
    const webp = await sharp(data, { raw })
      .resize(side, side, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality, effort: EFFORT })
      .toBuffer({ resolveWithObject: true });
    if (webp.data.length <= bytesMax) return webp;
  }
  return encode({ data, raw }, { side: Math.ceil(side * 0.6), bytesMax });
}

/** Difference hash: is each of 8 × 8 cells darker than the one on its right? */
async function fingerprintOf({ data, raw }: Pixels): Promise<string> {
  const grey = await sharp(data, { raw })
    .resize(9, 8, { fit: 'fill' })
    .toColourspace('b-w')
    .raw()
    .toBuffer();
  let hash = 0n;
  for (let row = 0; row < 8; row += 1) {
    for (let column = 0; column < 8; column += 1) {
      const cell = row * 9 + column;
      hash = (hash << 1n) | ((grey[cell] ?? 0) < (grey[cell + 1] ?? 0) ? 1n : 0n);
    }
  }
  return hash.toString(16).padStart(16, '0');
}

async function captureTime(exif: Buffer | undefined): Promise<string | null> {
  if (!exif) return null;
  const block = exif.toString('latin1', 0, 6) === 'Exif\0\0' ? exif.subarray(6) : exif;
  const pick = ['DateTimeOriginal', 'CreateDate'];
  // Damaged EXIF is common and the time only a hint, so a photo is never refused for it.
  const read = exifr.parse(block, { pick, reviveValues: false }) as Promise<unknown>;
  const tags = (await read.catch(() => null)) as Record<string, unknown> | null | undefined;
  return wallClock(tags?.['DateTimeOriginal']) ?? wallClock(tags?.['CreateDate']);
}

/** EXIF's '2026:11:22 08:05:09' as '2026-11-22T08:05:09'; null when no clock could show it. */
function wallClock(value: unknown): string | null {
  const parts = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)/.exec(
    typeof value === 'string' ? value : '',
  );
  if (!parts) return null;
  const text = `${parts[1]}-${parts[2]}-${parts[3]}T${parts[4]}`;
  const time = new Date(`${text}Z`);
  const real = !Number.isNaN(time.getTime()) && time.toISOString().startsWith(text);
  return real ? text : null;
}

function bitsSet(value: number): number {
  let count = 0;
  for (let rest = value; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}
