import type { Actor } from '../../people/index.ts';
import { mayReadScores } from '../policy.ts';
import type { Duty, DutyMove } from './queries.ts';

/** Everybody of the office reads the roster that hangs on its wall; so does who audits it. */
export const mayReadRoster = (actor: Actor, streetId: number): boolean =>
  actor.communityId === streetId || mayReadScores(actor, streetId);

/** What became of a duty is for those who had it, who covered it, and who see all scores. */
export const mayReadDuty = (
  actor: Actor,
  streetId: number,
  duty: Pick<Duty, 'personId' | 'coveredById'>,
  moves: readonly Pick<DutyMove, 'personId'>[],
): boolean =>
  mayReadScores(actor, streetId) ||
  [duty, ...moves].some(({ personId }) => personId === actor.personId) ||
  duty.coveredById === actor.personId;
