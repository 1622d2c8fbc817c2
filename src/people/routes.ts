import type { Route } from '../web/route.ts';
import { sessionRoutes } from './session-routes.ts';

export const peopleRoutes: readonly Route[] = [...sessionRoutes];
