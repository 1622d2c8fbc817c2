import type { Route } from '../web/route.ts';
import { auditRoutes } from './audit-routes.ts';
import { cardRoutes } from './cards/routes.ts';
import { communityRoutes } from './community-routes.ts';
import { guardianRoutes } from './guardians/routes.ts';
import { meRoutes } from './me-routes.ts';
import { pinRoutes } from './pins/routes.ts';
import { personRoutes } from './person-routes.ts';
import { sessionRoutes } from './session-routes.ts';
import { standingRoutes } from './standing-routes.ts';

export { policyRoutes } from './policy-routes.ts';

export const peopleRoutes: readonly Route[] = [
  ...sessionRoutes,
  ...meRoutes,
  ...pinRoutes,
  ...cardRoutes, // before people, for `/people/cards` is nobody
  ...guardianRoutes,
  ...personRoutes,
  ...standingRoutes,
  ...communityRoutes,
  ...auditRoutes,
];
