import type { Route } from '../web/route.ts';
import { importRoutes } from './imports/routes.ts';

export const exchangeRoutes: readonly Route[] = [...importRoutes];
