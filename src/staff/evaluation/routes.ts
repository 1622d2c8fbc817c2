import type { Route } from '../../web/route.ts';
import { ballotRoutes } from './ballot-routes.ts';
import { cycleRoutes } from './cycle-routes.ts';
import { paperRoutes } from './paper-routes.ts';

/** The addresses of evaluations: to run one, to take a paper, to cast a ballot. */
export const evaluationRoutes: readonly Route[] = [...cycleRoutes, ...paperRoutes, ...ballotRoutes];
