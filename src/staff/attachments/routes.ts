import type { Actor } from '../../people/index.ts';
import { route } from '../../web/route.ts';
import type { Answer, Route } from '../../web/route.ts';
import { readableAttachment } from './attachments.ts';

// What lies under an address never changes, so the reader's own browser may keep it.
const DAY_SECONDS = 86_400;

/** Photos are shown; a document is only ever handed out as a file, for what it may hold. */
async function attachmentAnswer(actor: Actor, id: number, size: 'full' | 'thumb'): Promise<Answer> {
  const { kind, body } = await readableAttachment(actor, id, size);
  return kind === 'photo'
    ? { kind: 'file', type: 'image/webp', body, privateFor: DAY_SECONDS }
    : { kind: 'file', type: 'application/pdf', body, fileName: `attachment-${id}.pdf` };
}

export const attachmentRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/staff/attachments/:id',
    door: 'signed-in',
    summary: 'A photo or document that stands behind an entry',
    handle: ({ actor, id }) => attachmentAnswer(actor, id, 'full'),
  }),
  route({
    method: 'get',
    path: '/staff/attachments/:id/thumb',
    door: 'signed-in',
    summary: 'A small picture of an attached photo',
    handle: ({ actor, id }) => attachmentAnswer(actor, id, 'thumb'),
  }),
];
