import type { Route } from '../web/route.ts';
import { annualRoutes } from './annual/routes.ts';
import { appealRoutes } from './appeals/routes.ts';
import { appraisalRoutes } from './appraisals/routes.ts';
import { attachmentRoutes } from './attachments/routes.ts';
import { attendanceRoutes } from './attendance/routes.ts';
import { calendarRoutes } from './calendar/routes.ts';
import { disciplineRoutes } from './discipline/routes.ts';
import { dutyPartRoutes } from './duty/routes.ts';
import { evaluationRoutes } from './evaluation/routes.ts';
import { hubRoutes } from './hub/routes.ts';
import { importRoutes } from './imports/routes.ts';
import { keyWorkEntryRoutes } from './key-work/entry-routes.ts';
import { taskRoutes } from './key-work/routes.ts';
import { leaveRoutes } from './leave/routes.ts';
import { matterRoutes } from './matters/routes.ts';
import { departmentRoutes } from './members/department-routes.ts';
import { memberRoutes } from './members/routes.ts';
import { memberStandingRoutes } from './members/standing-routes.ts';
import { proposalRoutes } from './proposals/routes.ts';
import { rehearsalRoutes } from './rehearsal/routes.ts';
import { reviewRoutes } from './review/routes.ts';
import { ruleRoutes } from './rules/routes.ts';
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
  ...matterRoutes,
  ...disciplineRoutes,
  ...keyWorkEntryRoutes,
  ...taskRoutes,
  ...proposalRoutes,
  ...appealRoutes,
];
