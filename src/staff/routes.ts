import type { Route } from '../web/route.ts';
import { attachmentRoutes } from './attachments/routes.ts';
import { attendanceRoutes } from './attendance/routes.ts';
import { rehearsalRoutes } from './rehearsal/routes.ts';
import { ruleRoutes } from './rules/routes.ts';
import { scoreRoutes } from './scoring/routes.ts';

/** The addresses of staff scoring, part by part. */
export const staffRoutes: readonly Route[] = [
  ...scoreRoutes,
  ...attendanceRoutes,
  ...ruleRoutes,
  ...rehearsalRoutes,
  ...attachmentRoutes,
];
