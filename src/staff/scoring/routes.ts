import Joi from 'joi';
import {
  addDays,
  isQuarter,
  previousQuarter,
  quarterOfDay,
  startOfDay,
  today,
} from '../../base/period.ts';
import type { Quarter } from '../../base/period.ts';
import { permit } from '../../base/refusal.ts';
import type { Actor } from '../../people/index.ts';
import { page, route } from '../../web/route.ts';
import type { Answer, Route } from '../../web/route.ts';
import { memberOf } from '../members/queries.ts';
import { mayAssess, mayReadScore, mayReadScores } from '../policy.ts';
import { settingsOf } from '../settings/settings.ts';
import { streetOf } from '../street.ts';
import { entriesOf, NO_POINTS, quarterScores, scoreSheet, sumOf } from './queries.ts';

interface QuarterQuery {
  readonly quarter?: Quarter;
}

const quarterQuery = Joi.object<QuarterQuery, true>({
  quarter: Joi.string().custom((text: string, helpers) =>
    isQuarter(text) ? text : helpers.error('any.invalid'),
  ),
});

const QUARTERS_SHOWN = 8;

/** The quarters that may be chosen: this one and those before. */
function quarters(): Quarter[] {
  const shown = [quarterOfDay(today())];
  while (shown.length < QUARTERS_SHOWN) shown.push(previousQuarter(shown.at(-1) as Quarter));
  return shown;
}

async function sheetPage(actor: Actor, quarter: Quarter = quarterOfDay(today())): Promise<Answer> {
  const streetId = await streetOf(actor);
  permit(mayReadScores(actor, streetId), 'read-score');
  const items = await scoreSheet(streetId, quarter);
  const { startScore } = await settingsOf(streetId);
  const only = { quarters: quarters() };
  return page('staff/scores/index', { quarter, startScore, items, next: null }, { only });
}

async function scorePage(
  actor: Actor,
  personId: number,
  quarter: Quarter = quarterOfDay(today()),
): Promise<Answer> {
  const streetId = await streetOf(actor);
  permit(mayReadScore(actor, streetId, personId), 'read-score');
  const { name, department, post } = await memberOf(personId, streetId);
  const sums = (await quarterScores(streetId, quarter)).get(personId) ?? NO_POINTS;
  const { startScore, appealDays } = await settingsOf(streetId);
  const entries = await entriesOf(streetId, personId, quarter);
  const member = { personId, name, department, post };
  const score = startScore + sumOf(sums);
  const only = {
    quarters: quarters(),
    mayWithdraw: mayAssess(actor, streetId, personId),
    maySeeAll: mayReadScores(actor, streetId),
    isOwn: actor.personId === personId,
    appealableFrom: startOfDay(addDays(today(), -appealDays)),
  };
  return page('staff/scores/show', { quarter, startScore, member, sums, score, entries }, { only });
}

/** What each staff member has, and what stands behind it. */
export const scoreRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/staff/scores',
    door: ['assessor', 'leader', 'auditor'],
    summary: 'Scores of all staff members in a quarter',
    query: quarterQuery,
    handle: ({ actor, query }) => sheetPage(actor, query.quarter),
  }),
  route({
    method: 'get',
    path: '/staff/scores/:id',
    door: ['assessor', 'leader', 'auditor'],
    summary: 'The score of a staff member in a quarter, with its entries',
    query: quarterQuery,
    handle: ({ actor, id, query }) => scorePage(actor, id, query.quarter),
  }),
  route({
    method: 'get',
    path: '/staff/score',
    door: ['staff'],
    summary: 'One’s own score in a quarter, with its entries',
    query: quarterQuery,
    handle: ({ actor, query }) => scorePage(actor, actor.personId, query.quarter),
  }),
];
