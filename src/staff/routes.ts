import type { Route } from '../web/route.ts';
import { annualRoutes } from './annual/routes.ts';
import { appraisalRoutes } from './appraisals/routes.ts';
import { attachmentRoutes } from './attachments/routes.ts';
import { attendanceRoutes } from './attendance/routes.ts';
import { reviewRoutes } from './review/routes.ts';
import { scoreRoutes } from './scoring/routes.ts';

/** The addresses of staff scoring, part by part. */
export const staffRoutes: readonly Route[] = [
  ...scoreRoutes,
  ...attendanceRoutes,
  ...attachmentRoutes,
  ...reviewRoutes,
  ...appraisalRoutes,
  ...annualRoutes,
];
