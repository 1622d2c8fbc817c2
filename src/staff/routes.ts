import type { Route } from '../web/route.ts';
import { attachmentRoutes } from './attachments/routes.ts';
import { attendanceRoutes } from './attendance/routes.ts';
import { dutyPartRoutes } from './duty/routes.ts';
import { scoreRoutes } from './scoring/routes.ts';

/** The addresses of staff scoring, part by part. */
export const staffRoutes: readonly Route[] = [
  ...scoreRoutes,
  ...attendanceRoutes,
  ...attachmentRoutes,
  ...dutyPartRoutes,
];
