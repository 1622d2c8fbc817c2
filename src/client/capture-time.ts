/**
 * The capture time of a photo, which a canvas forgets: read from the original, and written into the
 * smaller JPEG as its only metadata, so that neither place nor phone is sent.
 */
const TIME = /\d{4}:\d\d:\d\d \d\d:\d\d:\d\d/g;

/** What the camera's clock said, as EXIF writes it, or null. The second of several is the shutter's. */
export function captureTimeOf(start: ArrayBuffer): string | null {
  const text = new TextDecoder('latin1').decode(start);
  const found = text.match(TIME) ?? [];
  return found[1] ?? found[0] ?? null;
}

/** A JPEG with an EXIF block that holds DateTimeOriginal and nothing else. */
export function withCaptureTime(jpeg: ArrayBuffer, time: string): Uint8Array<ArrayBuffer>[] {
  const bytes = new Uint8Array(jpeg);
  return [bytes.slice(0, 2), exifOf(time), bytes.slice(2)];
}

// Two directories of one entry each: the first leads to the second (tag 8769), which holds
// DateTimeOriginal (tag 9003) as 20 characters behind it.
function exifOf(time: string): Uint8Array<ArrayBuffer> {
  const head = [0xff, 0xe1, 0, 72, 0x45, 0x78, 0x69, 0x66, 0, 0];
  const tiff = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8];
  const first = [0, 1, 0x87, 0x69, 0, 4, 0, 0, 0, 1, 0, 0, 0, 26, 0, 0, 0, 0];
  const second = [0, 1, 0x90, 0x03, 0, 2, 0, 0, 0, 20, 0, 0, 0, 44, 0, 0, 0, 0];
  const text = [...time].map((letter) => letter.charCodeAt(0));
  return Uint8Array.from([...head, ...tiff, ...first, ...second, ...text, 0]);
}
