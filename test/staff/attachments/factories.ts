import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { config } from '../../../src/config.ts';
import type { AttachmentFile } from '../../../src/staff/attachments/reading.ts';

const folder = join(config.dataDir, 'chosen-files');

/** A file as it was uploaded, with these bytes. */
export function aFile(bytes: Buffer | string): AttachmentFile {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, randomUUID());
  const body = Buffer.from(bytes);
  writeFileSync(path, body);
  return { path, size: body.length };
}

/** The bytes of a small PDF, each time other ones. */
export const pdfBytes = (): Buffer =>
  Buffer.from(`%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n% ${randomUUID()}\ntrailer\n%%EOF\n`);

export const aPdf = (): AttachmentFile => aFile(pdfBytes());
