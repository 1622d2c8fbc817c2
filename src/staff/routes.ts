import type { Route } from '../web/route.ts';
import { attachmentRoutes } from './attachments/routes.ts';
import { attendanceRoutes } from './attendance/routes.ts';
import { importRoutes } from './imports/routes.ts';
import { leaveRoutes } from './leave/routes.ts';
import { scoreRoutes } from './scoring/routes.ts';

/** The addresses of staff scoring, part by part. */
export const staffRoutes: readonly Route[] = [
  ...scoreRoutes,
  ...attendanceRoutes,
  ...importRoutes,
  ...leaveRoutes,
  ...attachmentRoutes,
];
