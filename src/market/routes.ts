import type { Route } from '../web/route.ts';
import { counterRoutes } from './counter/routes.ts';
import { handedOverRoutes } from './counter/handed-over-routes.ts';
import { caseRoutes } from './counter/cases/routes.ts';
import { goodsRoutes } from './goods-routes.ts';
import { hoursRoutes } from './hours/routes.ts';
import { redemptionRoutes } from './redemption-routes.ts';
import { stockRoutes } from './stock-routes.ts';

export const marketRoutes: readonly Route[] = [
  ...goodsRoutes,
  ...stockRoutes,
  ...counterRoutes,
  ...caseRoutes,
  ...hoursRoutes,
  ...handedOverRoutes,
  ...redemptionRoutes,
];
