import type { Route } from '../web/route.ts';
import { activityRoutes } from './activities/routes.ts';
import { certificateRoutes } from './certificates/routes.ts';
import { checkInRoutes } from './check-in-routes.ts';
import { contestRoutes } from './contests/routes.ts';
import { photoRoutes } from './photo-routes.ts';
import { proxyRoutes } from './proxies/routes.ts';
import { reviewRoutes } from './review-routes.ts';
import { ruleRoutes } from './rule-routes.ts';
import { sheetRoutes } from './sheets/routes.ts';

export const volunteeringRoutes: readonly Route[] = [
  ...checkInRoutes,
  ...reviewRoutes,
  ...proxyRoutes,
  ...contestRoutes,
  ...photoRoutes,
  ...ruleRoutes,
  ...activityRoutes,
  ...certificateRoutes,
  ...sheetRoutes,
];
