import type { Route } from '../../web/route.ts';
import { showAt } from '../evidence.ts';
import { assignmentRoutes } from './assignment-routes.ts';
import { dutyRoutes } from './duty-routes.ts';
import { exchangeRoutes } from './exchange-routes.ts';
import { keepingRoutes } from './keeping-routes.ts';
import { outcomeRoutes } from './outcome-routes.ts';
import { ownRoutes } from './own-routes.ts';
import { rosterRoutes } from './roster-routes.ts';

showAt('duty', (id) => `/staff/duties/${id}`);

/** The addresses of duty; those with a number in them come last, for they take any word for one. */
export const dutyPartRoutes: readonly Route[] = [
  ...rosterRoutes,
  ...keepingRoutes,
  ...outcomeRoutes,
  ...exchangeRoutes,
  ...ownRoutes,
  ...assignmentRoutes,
  ...dutyRoutes,
];
