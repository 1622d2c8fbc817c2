import sql from 'sql-template-tag';
import { row } from '../base/db.ts';
import { found } from '../base/refusal.ts';
import type { Actor } from '../people/index.ts';
import { route } from '../web/route.ts';
import type { Answer, Route } from '../web/route.ts';
import { photoStore } from './photos.ts';
import { mayReadCheckIn } from './policy.ts';

interface Place {
  communityId: number;
  personId: number;
  enteredById: number;
  key: string;
  thumbKey: string;
}

// The picture under an address never changes, so the reader's own browser may keep it.
const DAY_SECONDS = 86_400;

/** A photo for its person, who entered it, the reviewers of its community and auditors; for others there is none. */
async function photoAnswer(actor: Actor, id: number, size: 'key' | 'thumbKey'): Promise<Answer> {
  const place = await row<Place>(
    sql`SELECT c.community_id AS "communityId", c.person_id AS "personId",
               c.entered_by_id AS "enteredById", f.key, f.thumb_key AS "thumbKey"
          FROM photos f JOIN check_ins c ON c.id = f.check_in_id WHERE f.id = ${id}`,
  );
  const photo = found(place && mayReadCheckIn(actor, place) ? place : null, 'photo');
  const body = found(await photoStore.get(photo[size]), 'photo');
  return { kind: 'file', type: 'image/webp', body, privateFor: DAY_SECONDS };
}

export const photoRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/photos/:id',
    door: 'signed-in',
    summary: 'A photo of a check-in, 1600 px at most',
    handle: ({ actor, id }) => photoAnswer(actor, id, 'key'),
  }),
  route({
    method: 'get',
    path: '/photos/:id/thumb',
    door: 'signed-in',
    summary: 'A small picture of a photo',
    handle: ({ actor, id }) => photoAnswer(actor, id, 'thumbKey'),
  }),
];
