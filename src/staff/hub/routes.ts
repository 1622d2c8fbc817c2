import { communityById } from '../../people/index.ts';
import type { Actor } from '../../people/index.ts';
import { page, route } from '../../web/route.ts';
import type { Answer, Route } from '../../web/route.ts';
import { streetOf } from '../street.ts';
import './parts.ts';
import { officePlaces } from './places.ts';
import { waitingFor } from './waiting.ts';

async function hubPage(actor: Actor): Promise<Answer> {
  const streetId = await streetOf(actor);
  const { name } = await communityById(streetId);
  const waiting = await waitingFor(actor);
  const places = officePlaces(actor, streetId);
  return page('staff/hub/index', { waiting, places }, { only: { street: name } });
}

export const hubRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/staff',
    door: ['staff', 'assessor', 'leader', 'auditor', 'administrator'],
    summary: 'What waits for a person of the street office, and the ways to its parts',
    handle: ({ actor }) => hubPage(actor),
  }),
];
