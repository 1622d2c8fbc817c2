import { mondayOf, quarterOfDay } from '../base/period.ts';
import { warnOf } from '../staff/index.ts';
import { latestPostings } from './queries.ts';

/** More weeks than a quarter and the time until its review have. */
const WEEKS = 40;

warnOf('postings.stillOpen', '/postings', async (streetId, quarter) => {
  const postings = await latestPostings(streetId, WEEKS, { kind: 'staff' });
  return postings.filter(
    ({ state, period }) => state !== 'final' && quarterOfDay(mondayOf(period)) === quarter,
  ).length;
});
