import { permit } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { attachmentsOf, attachmentUpload } from '../../staff/index.ts';
import { created, done, page, route } from '../../web/route.ts';
import type { Answer, Route } from '../../web/route.ts';
import { readablePosting } from '../access.ts';
import { mayObject, mayReadObjections, whyNotDecide } from '../policy.ts';
import { findLine } from '../queries.ts';
import { lineChoices } from './choices.ts';
import { correctionsFor, decideObjection } from './decision.ts';
import { decisionForm, lineQuery, objectionForm, objectionsQuery } from './forms.ts';
import { makeObjection } from './objection.ts';
import { objectionsFor, readableObjection } from './queries.ts';
import type { Objection, Parties } from './queries.ts';
import { objectionColumns } from '../columns.ts';

const PAGE = 20;

async function newPage(actor: Actor, postingId: number, line?: number): Promise<Answer> {
  const readable = await readablePosting(actor, postingId);
  const { posting } = readable;
  permit(mayObject(actor, posting), 'object-to-posting');
  const { id, number, period, state, kind, closesOn } = posting;
  const only = { choices: await lineChoices(readable, actor) };
  const values = { personId: line ?? actor.personId };
  const data = { posting: { id, number, period, state, kind, closesOn } };
  return page('postings/objections/new', data, { form: objectionForm, values, only });
}

async function list(actor: Actor, before?: number): Promise<Answer> {
  const listed = await objectionsFor(actor, PAGE + 1, before);
  const items = listed.slice(0, PAGE);
  const last = items.at(-1);
  const next = listed.length > PAGE && last ? `before=${last.id}` : null;
  return page('postings/objections/index', { items, next });
}

async function show(actor: Actor, id: number): Promise<Answer> {
  const { objection, parties } = await readableObjection(actor, id);
  const why = whyNotDecide(actor, parties);
  const mayDecide = why === null && objection.state === 'undecided';
  const { personId, kind, communityId } = parties;
  const reads = mayReadObjections(actor, { kind, communityId });
  const hasLine = (await findLine(objection.postingId, personId)) !== null;
  const only = {
    attachments: await attachmentsOf(`objection:${id}`),
    mayDecide,
    isOwn: why === 'own-objection' && parties.madeById !== actor.personId,
    corrections: mayDecide ? await correctionsFor(parties) : [],
    lineHref: reads && hasLine ? `/postings/${objection.postingId}/lines/${personId}` : null,
    correctionHref: correctionHref(actor, objection, parties, reads),
  };
  return page('postings/objections/show', { objection }, { form: decisionForm, only });
}

/** Where what was booked stands, for who may see it there. */
function correctionHref(
  { personId: readerId }: Actor,
  { transferId }: Objection,
  { kind, personId }: Parties,
  reads: boolean,
): string | null {
  const isOwn = readerId === personId;
  if (transferId === null || !(reads || isOwn)) return null;
  if (kind === 'resident') return `/transfers/${transferId}`;
  return isOwn ? '/staff/score' : `/staff/scores/${personId}`;
}

/** Objections to what is posted. */
export const objectionRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/postings/:id/objections/new',
    door: ['resident', 'staff'],
    summary: 'Form for an objection',
    query: lineQuery,
    handle: ({ actor, id, query }) => newPage(actor, id, query.line),
  }),
  route({
    method: 'post',
    path: '/postings/:id/objections',
    door: ['resident', 'staff'],
    summary: 'Object to a line of a posting',
    form: objectionForm,
    upload: attachmentUpload,
    again: ({ actor, id }) => newPage(actor, id),
    handle: async ({ actor, id, values, files, command }) => {
      const objection = await makeObjection(actor, id, values, files, command);
      return created(`/objections/${objection.id}`, { objection }, 'postings.said.objected');
    },
  }),
  route({
    method: 'get',
    path: '/objections',
    door: 'signed-in',
    summary: 'Objections: one’s own, or those of the community or office',
    columns: objectionColumns,
    query: objectionsQuery,
    handle: ({ actor, query }) => list(actor, query.before),
  }),
  route({
    method: 'get',
    path: '/objections/:id',
    door: 'signed-in',
    summary: 'An objection, and what was decided',
    handle: ({ actor, id }) => show(actor, id),
  }),
  route({
    method: 'post',
    path: '/objections/:id/decision',
    door: ['manager', 'assessor', 'leader'],
    summary: 'Uphold or reject an objection',
    form: decisionForm,
    again: ({ actor, id }) => show(actor, id),
    handle: async ({ actor, id, values, command }) =>
      done(
        `/objections/${id}`,
        { objection: await decideObjection(actor, id, values, command) },
        'postings.said.decided',
      ),
  }),
];
