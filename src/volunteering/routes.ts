import type { Route } from '../web/route.ts';
import { checkInRoutes } from './check-in-routes.ts';
import { photoRoutes } from './photo-routes.ts';
import { reviewRoutes } from './review-routes.ts';
import { ruleRoutes } from './rule-routes.ts';
import { sheetRoutes } from './sheets/routes.ts';

export const volunteeringRoutes: readonly Route[] = [
  ...checkInRoutes,
  ...reviewRoutes,
  ...photoRoutes,
  ...ruleRoutes,
  ...sheetRoutes,
];
