import { today } from '../../base/period.ts';
import { page, route } from '../../web/route.ts';
import type { Route } from '../../web/route.ts';
import { streetOf } from '../street.ts';
import { mattersOf } from './queries.ts';

/** What waits for a person in discipline, key work and appeals, and the way to each. */
export const matterRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/staff/matters',
    door: ['staff', 'assessor', 'leader', 'auditor'],
    summary: 'What waits for oneself in discipline, key work and appeals',
    handle: async ({ actor }) => {
      const matters = await mattersOf(actor, await streetOf(actor));
      return page('staff/matters/index', { ...matters }, { only: { today: today() } });
    },
  }),
];
