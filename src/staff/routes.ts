import type { Route } from '../web/route.ts';

/** The addresses of staff scoring, part by part. */
export const staffRoutes: readonly Route[] = [];
