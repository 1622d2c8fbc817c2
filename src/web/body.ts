import express from 'express';
import type { Request, RequestHandler, Response } from 'express';
import { promised } from '../base/promised.ts';
import { Refusal } from '../base/refusal.ts';
import { receiveFiles } from './upload.ts';
import type { Upload, UploadedFile } from './route.ts';

const urlencoded = express.urlencoded({ extended: false, limit: '256kb', parameterLimit: 1200 });
const json = express.json({ limit: '256kb', strict: true });

/** Reads the body of a change, by its type. Refuses `type-unknown` (415) for any other. */
export async function readBody(
  req: Request,
  res: Response,
  upload: Upload | undefined,
): Promise<UploadedFile[]> {
  const type = req.is(['urlencoded', 'json', 'multipart']);
  if (type === 'multipart') {
    if (!upload) throw new Refusal('unsupported', 'type-unknown');
    const files = await receiveFiles(req, res, upload);
    refuseUnprintable(req.body);
    return files;
  }
  if (type === 'urlencoded') await run(urlencoded, req, res);
  else if (type === 'json') await run(json, req, res);
  else if (hasBody(req)) throw new Refusal('unsupported', 'type-unknown');
  refuseUnprintable(req.body);
  return [];
}

const hasBody = (req: Request): boolean =>
  req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length'] ?? 0) > 0;

const run = (parse: RequestHandler, req: Request, res: Response): Promise<void> =>
  promised((done) => {
    void parse(req, res, done);
  });

// Control characters but for tab and line ends, and halves of surrogate pairs.
const UNPRINTABLE = /[\p{Cs}]|(?![\t\n\r])\p{Cc}/u;

/** Refuses text that no keyboard types: NUL, control characters, halves of a surrogate pair. */
export function refuseUnprintable(value: unknown, field = ''): void {
  if (typeof value === 'string') {
    if (UNPRINTABLE.test(value)) {
      throw new Refusal('invalid', 'text-unprintable', {}, field || undefined);
    }
  } else if (value !== null && typeof value === 'object') {
    for (const [name, part] of Object.entries(value)) {
      refuseUnprintable(name, field);
      refuseUnprintable(part, field || name);
    }
  }
}
