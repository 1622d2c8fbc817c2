import { join } from 'node:path';
import sql, { bulk, join as list } from 'sql-template-tag';
import { now } from '../../base/clock.ts';
import type { Instant } from '../../base/clock.ts';
import { change, row, rows } from '../../base/db.ts';
import type { Transaction } from '../../base/db.ts';
import { folderStore, photoKey } from '../../base/photo-store.ts';
import { found } from '../../base/refusal.ts';
import { config } from '../../config.ts';
import type { Actor } from '../../people/index.ts';
import { readAttachments } from './reading.ts';
import type { AttachmentFile, ReadAttachment } from './reading.ts';

const store = folderStore(join(config.dataDir, 'photos'));

/** A photo or a document that stands behind something: `discipline:4`, `leave:2`, `task:5`. */
export interface Attachment {
  readonly id: number;
  readonly subject: string;
  readonly kind: 'photo' | 'document';
  /** Of what is kept, in bytes. */
  readonly size: number;
  readonly width: number | null;
  readonly height: number | null;
  readonly addedById: number;
  readonly addedAt: Instant;
}

/** Whether the actor may see the subject with this id, and so its attachments. */
export type SubjectReader = (subjectId: number, actor: Actor) => Promise<boolean>;

const readers = new Map<string, SubjectReader>();

/** A part says who may read what is attached to its subjects; `leave` for those like `leave:2`. */
export function letRead(kind: string, mayRead: SubjectReader): void {
  readers.set(kind, mayRead);
}

/**
 * Reads the uploads and runs `work`, which attaches them by `addAttachments`; what no row names
 * after it, since it was refused or was a repeat, is taken out of the store again.
 */
export async function withAttachments<T>(
  files: readonly AttachmentFile[],
  work: (read: readonly ReadAttachment[]) => Promise<T>,
): Promise<T> {
  const read = await readAttachments(files);
  try {
    return await work(read);
  } finally {
    await dropUnnamed(read.flatMap(({ put }) => put));
  }
}

async function dropUnnamed(keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  const named = await rows<{ key: string; thumbKey: string | null }>(
    sql`SELECT key, thumb_key AS "thumbKey" FROM attachments
         WHERE key IN (${list([...keys])}) OR thumb_key IN (${list([...keys])})`,
  );
  const kept = new Set(named.flatMap(({ key, thumbKey }) => [key, thumbKey]));
  await Promise.all(keys.filter((key) => !kept.has(key)).map((key) => store.remove(key)));
}

/** Keeps files that were read, and attaches them to a subject. */
export async function addAttachments(
  streetId: number,
  subject: string,
  read: readonly ReadAttachment[],
  by: number,
  tx: Transaction,
): Promise<void> {
  if (read.length === 0) return;
  const values = [];
  for (const one of read) {
    const [key, thumbKey] = await keep(streetId, one);
    const { kind, body, width, height, sha256 } = one;
    values.push([
      ...[streetId, subject, kind, key, thumbKey, sha256],
      ...[body.length, width, height, by, now()],
    ]);
  }
  await change(
    sql`INSERT INTO attachments (community_id, subject, kind, key, thumb_key, sha256, size,
          width, height, added_by_id, added_at)
        VALUES ${bulk(values)}`,
    tx,
  );
}

async function keep(streetId: number, one: ReadAttachment): Promise<[string, string | null]> {
  const key = photoKey(streetId, one.kind === 'photo' ? 'webp' : 'pdf');
  const thumbKey = one.thumb && photoKey(streetId);
  one.put.push(key);
  await store.put(key, one.body);
  if (one.thumb && thumbKey) {
    one.put.push(thumbKey);
    await store.put(thumbKey, one.thumb);
  }
  return [key, thumbKey];
}

const ATTACHMENT = sql`id, subject, kind, size, width, height, added_by_id AS "addedById",
                       added_at AS "addedAt"`;

/** What is attached to a subject, in the order in which it came. */
export const attachmentsOf = (subject: string, tx?: Transaction): Promise<Attachment[]> =>
  rows<Attachment>(
    sql`SELECT ${ATTACHMENT} FROM attachments WHERE subject = ${subject} ORDER BY id`,
    tx,
  );

/** The bytes of an attachment and what they are. */
export interface AttachmentBytes {
  readonly kind: 'photo' | 'document';
  readonly body: Buffer;
}

/** An attachment for those who may see its subject. Refuses `no-attachment` to all others. */
export async function readableAttachment(
  actor: Actor,
  id: number,
  size: 'full' | 'thumb',
): Promise<AttachmentBytes> {
  const one = await row<{ subject: string; kind: 'photo' | 'document'; key: string | null }>(
    sql`SELECT subject, kind, ${size === 'full' ? sql`key` : sql`thumb_key AS key`}
          FROM attachments WHERE id = ${id}`,
  );
  const [kind = '', subjectId = '0'] = one?.subject.split(':') ?? [];
  const mayRead = one !== null && (await readers.get(kind)?.(Number(subjectId), actor)) === true;
  const { key } = found(mayRead ? one : null, 'attachment');
  const body = found(key === null ? null : await store.get(key), 'attachment');
  return { kind: (one as { kind: 'photo' | 'document' }).kind, body };
}
