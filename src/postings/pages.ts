import { addDays, mondayOf } from '../base/period.ts';
import { found, permit } from '../base/refusal.ts';
import { placeShown } from '../people/index.ts';
import type { Actor } from '../people/index.ts';
import { mayReadScore, settingsOf } from '../staff/index.ts';
import { page } from '../web/route.ts';
import type { Answer, Asked } from '../web/route.ts';
import { readablePosting } from './access.ts';
import type { Readable } from './access.ts';
import type { PostingQuery } from './forms.ts';
import { linePage, staffLinePage } from './lines.ts';
import { objectionCounts, outcomesOf } from './objections/queries.ts';
import { proposalLines, staffLines } from './office-lines.ts';
import { mayObject, mayOpenLine, mayReadObjections } from './policy.ts';
import { postingPage } from './queries.ts';
import type { Posting } from './queries.ts';

/** The pages of one posting, each kind with its own. */
export async function postingAnswer(asked: Asked<unknown, PostingQuery>): Promise<Answer> {
  const { id, visitor, query } = asked;
  const readable = await readablePosting(visitor, id);
  if (readable.posting.kind === 'staff') return staffAnswer(readable, visitor, query);
  if (readable.posting.kind === 'annual') return annualAnswer(readable, visitor);
  return residentAnswer(id, visitor);
}

async function residentAnswer(id: number, visitor: Actor | null): Promise<Answer> {
  const { personIds, ...data } = await postingPage(id);
  const { posting } = data;
  const only = {
    ...(await besides(posting, visitor, personIds, mayOpenLine)),
    span: spanOf(posting),
  };
  const objections = await objectionCounts(id);
  return page('postings/show', { ...data, objections }, { only });
}

async function staffAnswer(
  { posting, inside }: Readable,
  visitor: Actor | null,
  { order }: PostingQuery,
): Promise<Answer> {
  const mayRank = inside && (await settingsOf(posting.communityId)).ranking;
  const byScore = mayRank && order === 'score';
  const owned = await staffLines(posting.id, { inside, byScore });
  const personIds = owned.map(({ personId }) => personId);
  const only = {
    ...(await besides(posting, visitor, personIds, mayReadScore)),
    span: spanOf(posting),
    inside,
    mayRank,
    byScore,
  };
  const data = {
    posting,
    lines: owned.map(({ shown }) => shown),
    objections: await objectionCounts(posting.id),
  };
  return page('postings/staff/show', data, { only });
}

async function annualAnswer({ posting }: Readable, visitor: Actor | null): Promise<Answer> {
  const owned = await proposalLines(posting.id);
  const personIds = owned.map(({ personId }) => personId);
  const only = {
    ...(await besides(posting, visitor, personIds, () => false)),
    year: posting.period.slice(0, 4),
  };
  const data = {
    posting,
    lines: owned.map(({ shown }) => shown),
    objections: await objectionCounts(posting.id),
  };
  return page('postings/annual/show', data, { only });
}

function spanOf({ period }: Posting): { from: string; to: string } {
  const monday = mondayOf(period);
  return { from: monday, to: addDays(monday, 6) };
}

type MayOpen = (actor: Actor, tenantId: number, personId: number) => boolean;

/** What a reader sees besides: their own line, the way to what stands behind lines and objections. */
async function besides(
  posting: Posting,
  visitor: Actor | null,
  personIds: readonly number[],
  mayOpen: MayOpen,
): Promise<object> {
  const isOfTenant = visitor?.communityId === posting.communityId;
  return {
    ...(await placeShown(visitor, posting.communityId)),
    own: visitor ? personIds.indexOf(visitor.personId) : -1,
    behind: personIds.map((personId) =>
      visitor && mayOpen(visitor, posting.communityId, personId)
        ? `/postings/${posting.id}/lines/${personId}`
        : null,
    ),
    outcomes: isOfTenant ? await outcomesOf(posting.id) : [],
    mayObject: visitor !== null && posting.state === 'open' && mayObject(visitor, posting),
    mayReadObjections: visitor !== null && mayReadObjections(visitor, posting),
  };
}

/** What stands behind one line. */
export async function lineAnswer(actor: Actor, id: number, personId: number): Promise<Answer> {
  const { posting } = await readablePosting(actor, id);
  if (posting.kind === 'resident') {
    return page('postings/lines/show', { ...(await linePage(actor, id, personId)) });
  }
  permit(mayReadScore(actor, posting.communityId, personId), 'read-score');
  const line = posting.kind === 'staff' ? await staffLinePage(posting, personId) : null;
  return page('postings/staff/line', { ...found(line, 'posting-line') });
}
