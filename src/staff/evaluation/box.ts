import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/**
 * The ballot box. What lies in it can be read by nobody who has the database alone: whoever knows
 * when an envelope came in does not know what is in it, and at the end they are all opened at once.
 */
export interface Content {
  readonly answers: string;
  readonly remark: string;
}

export const REMARK_MAX = 300;
// 300 characters take at most 900 bytes of UTF-8, and as JSON escapes twice those that it escapes.
const REMARK_BYTES = 2_000;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** An envelope. All of a set are of one length, whatever is in them. */
export function sealed(key: string, content: Content): string {
  const text = Buffer.from(JSON.stringify(content));
  const room = Buffer.alloc(content.answers.length + REMARK_BYTES, ' ');
  if (text.length > room.length) throw new Error('a ballot is larger than its envelope');
  text.copy(room);
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(key, 'base64'), iv);
  const body = Buffer.concat([cipher.update(room), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64');
}

/** What is in an envelope. Throws when it was sealed with another key, or changed. */
export function opened(key: string, envelope: string): Content {
  const bytes = Buffer.from(envelope, 'base64');
  const body = bytes.subarray(IV_BYTES + TAG_BYTES);
  const iv = bytes.subarray(0, IV_BYTES);
  const cipher = createDecipheriv('aes-256-gcm', Buffer.from(key, 'base64'), iv);
  cipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  const text = Buffer.concat([cipher.update(body), cipher.final()]).toString('utf8');
  return JSON.parse(text) as Content;
}
