import { mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import multer from 'multer';
import type { Request, Response } from 'express';
import { config } from '../config.ts';
import { Refusal } from '../base/refusal.ts';
import type { Upload, UploadedFile } from './route.ts';

const MEGABYTE = 1024 * 1024;
export const FILE_MAX_MB = 15;

const folder = join(config.dataDir, 'incoming');

/**
 * Reads a multipart body: text to `req.body`, files to a temporary folder, removed when the answer
 * is out. Refuses `photo-too-big`, `photos-too-many`, `file-too-big`, `files-too-many`,
 * `upload-broken`.
 */
export async function receiveFiles(
  req: Request,
  res: Response,
  upload: Upload,
): Promise<UploadedFile[]> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const receive = multer({
    dest: folder,
    defParamCharset: 'utf8',
    limits: {
      fileSize: FILE_MAX_MB * MEGABYTE,
      files: upload.filesMax,
      fields: 60,
      fieldSize: 65_536,
    },
  }).array(upload.field, upload.filesMax);
  const error = await new Promise<unknown>((resolve) => {
    void receive(req, res, resolve);
  });
  const files = ((req.files as Express.Multer.File[] | undefined) ?? []).map((file) => ({
    field: file.fieldname,
    path: file.path,
    size: file.size,
    name: nameOf(file.originalname),
  }));
  res.once('close', () => {
    for (const { path } of files) void rm(path, { force: true });
  });
  if (error) throw uploadRefusal(error, upload);
  // A browser sends an empty part for a file field that was left alone.
  return files.filter(({ size }) => size > 0);
}

const NAME_MAX = 120;

/** The last part of a file's name, of what can be printed; an upload that breaks off has none. */
const nameOf = (given: string | undefined): string =>
  (given ?? '')
    .replace(/^.*[/\\]/, '')
    .replace(/[\p{Cc}\p{Cs}\ufffd]+/gu, '')
    .slice(-NAME_MAX);

function uploadRefusal(error: unknown, upload: Upload): Refusal {
  const code = (error as { code?: string }).code;
  const areFiles = upload.of === 'files';
  if (code === 'LIMIT_FILE_SIZE') {
    const refusal = areFiles ? 'file-too-big' : 'photo-too-big';
    return new Refusal('too-large', refusal, { max: FILE_MAX_MB }, upload.field);
  }
  if (code === 'LIMIT_FILE_COUNT' || code === 'LIMIT_UNEXPECTED_FILE') {
    const refusal = areFiles ? 'files-too-many' : 'photos-too-many';
    return new Refusal('invalid', refusal, { max: upload.filesMax }, upload.field);
  }
  if (code?.startsWith('LIMIT_')) return new Refusal('too-large', 'body-too-large');
  return new Refusal('incomplete', 'upload-broken');
}
