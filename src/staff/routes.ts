import type { Route } from '../web/route.ts';
import { annualRoutes } from './annual/routes.ts';
import { appraisalRoutes } from './appraisals/routes.ts';
import { attachmentRoutes } from './attachments/routes.ts';
import { attendanceRoutes } from './attendance/routes.ts';
import { calendarRoutes } from './calendar/routes.ts';
import { hubRoutes } from './hub/routes.ts';
import { departmentRoutes } from './members/department-routes.ts';
import { memberRoutes } from './members/routes.ts';
import { memberStandingRoutes } from './members/standing-routes.ts';
import { evaluationRoutes } from './evaluation/routes.ts';
import { reviewRoutes } from './review/routes.ts';
import { rehearsalRoutes } from './rehearsal/routes.ts';
import { ruleRoutes } from './rules/routes.ts';
import { importRoutes } from './imports/routes.ts';
import { leaveRoutes } from './leave/routes.ts';
import { dutyPartRoutes } from './duty/routes.ts';
import { scoreRoutes } from './scoring/routes.ts';
import { settingsRoutes } from './settings/routes.ts';

/** The addresses of staff scoring, part by part. */
export const staffRoutes: readonly Route[] = [
  ...hubRoutes,
  ...departmentRoutes,
  ...memberRoutes,
  ...memberStandingRoutes,
  ...calendarRoutes,
  ...settingsRoutes,
  ...scoreRoutes,
  ...attendanceRoutes,
  ...ruleRoutes,
  ...rehearsalRoutes,
  ...importRoutes,
  ...leaveRoutes,
  ...attachmentRoutes,
  ...evaluationRoutes,
  ...reviewRoutes,
  ...appraisalRoutes,
  ...annualRoutes,
  ...dutyPartRoutes,
];
