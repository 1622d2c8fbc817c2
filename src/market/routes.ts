import { writeOffRoutes } from './write-offs/routes.ts';
import type { Route } from '../web/route.ts';
import { counterRoutes } from './counter/routes.ts';
import { handedOverRoutes } from './counter/handed-over-routes.ts';
import { accountRoutes } from './account/routes.ts';
import { caseRoutes } from './counter/cases/routes.ts';
import { budgetRoutes } from './budget/routes.ts';
import { deliveryRoutes } from './delivery/routes.ts';
import { goodsRoutes } from './goods-routes.ts';
import { hoursRoutes } from './hours/routes.ts';
import { redemptionRoutes } from './redemption-routes.ts';
import { stockInRoutes } from './stock-ins/routes.ts';
import { stockRoutes } from './stock-routes.ts';
import { stocktakeRoutes } from './stocktakes/routes.ts';
import { waitingRoutes } from './waiting/routes.ts';
import { supplierRoutes } from './suppliers/routes.ts';

export const marketRoutes: readonly Route[] = [
  ...goodsRoutes,
  ...stockRoutes,
  ...budgetRoutes,
  ...accountRoutes,
  ...waitingRoutes,
  ...supplierRoutes,
  ...stockInRoutes,
  ...counterRoutes,
  ...caseRoutes,
  ...hoursRoutes,
  ...handedOverRoutes,
  ...redemptionRoutes,
  ...writeOffRoutes,
  ...deliveryRoutes,
  ...stocktakeRoutes,
];
