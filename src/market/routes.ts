import type { Route } from '../web/route.ts';
import { counterRoutes } from './counter-routes.ts';
import { deliveryRoutes } from './delivery/routes.ts';
import { goodsRoutes } from './goods-routes.ts';
import { redemptionRoutes } from './redemption-routes.ts';
import { stockRoutes } from './stock-routes.ts';

export const marketRoutes: readonly Route[] = [
  ...goodsRoutes,
  ...stockRoutes,
  ...counterRoutes,
  ...redemptionRoutes,
  ...deliveryRoutes,
];
