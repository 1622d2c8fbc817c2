import { createHash } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { readPhoto } from '../../base/images.ts';
import { Refusal } from '../../base/refusal.ts';

/** How many files go with one form. */
export const ATTACHMENTS_MAX = 6;
/** The field of a form that files come in, and how many. */
export const attachmentUpload = { field: 'files', filesMax: ATTACHMENTS_MAX } as const;

const DOCUMENT_MEGABYTES_MAX = 10;
const PDF_START = '%PDF-';
const PDF_END = '%%EOF';
// Readers of PDF look for its end here; what stands behind it is no document of ours.
const PDF_END_WITHIN = 1024;

/** A file as it was uploaded, in a temporary place. */
export interface AttachmentFile {
  readonly path: string;
  readonly size: number;
}

/** An upload that was looked at and may be kept. `put` collects where its bytes went. */
export interface ReadAttachment {
  readonly kind: 'photo' | 'document';
  readonly body: Buffer;
  readonly thumb: Buffer | null;
  readonly width: number | null;
  readonly height: number | null;
  /** Of the bytes that were uploaded. */
  readonly sha256: string;
  readonly put: string[];
}

/**
 * Looks at uploads before a transaction begins: photos are re-encoded without metadata, documents
 * are PDF by their bytes, whatever their names claim. Refuses `attachments-too-many`,
 * `attachment-unsupported`, `document-too-big`, `document-broken`, and bad photos.
 */
export async function readAttachments(
  files: readonly AttachmentFile[],
  field: string = attachmentUpload.field,
): Promise<ReadAttachment[]> {
  if (files.length > ATTACHMENTS_MAX) {
    throw new Refusal('invalid', 'attachments-too-many', { max: ATTACHMENTS_MAX }, field);
  }
  return Promise.all(
    files.map(async (file) =>
      (await isPdf(file.path)) ? readDocument(file, field) : readPicture(file, field),
    ),
  );
}

/** What tells one set of files from another, for the digest of a command. */
export const digestsOf = (read: readonly ReadAttachment[]): string[] =>
  read.map(({ sha256 }) => sha256);

async function isPdf(path: string): Promise<boolean> {
  const file: FileHandle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(PDF_START.length));
    return buffer.toString('latin1', 0, bytesRead) === PDF_START;
  } finally {
    await file.close();
  }
}

async function readDocument(
  { path, size }: AttachmentFile,
  field: string,
): Promise<ReadAttachment> {
  if (size > DOCUMENT_MEGABYTES_MAX * 1024 * 1024) {
    throw new Refusal('too-large', 'document-too-big', { max: DOCUMENT_MEGABYTES_MAX }, field);
  }
  const body = await readFile(path);
  if (!body.subarray(-PDF_END_WITHIN).includes(PDF_END)) {
    throw new Refusal('invalid', 'document-broken', {}, field);
  }
  const sha256 = createHash('sha256').update(body).digest('hex');
  return { kind: 'document', body, thumb: null, width: null, height: null, sha256, put: [] };
}

async function readPicture({ path }: AttachmentFile, field: string): Promise<ReadAttachment> {
  try {
    const { webp: body, thumb, width, height, sha256 } = await readPhoto(path, field);
    return { kind: 'photo', body, thumb, width, height, sha256, put: [] };
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'photo-not-image') throw error;
    throw new Refusal('unsupported', 'attachment-unsupported', {}, field);
  }
}
