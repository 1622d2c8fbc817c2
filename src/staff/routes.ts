import type { Route } from '../web/route.ts';
import { appealRoutes } from './appeals/routes.ts';
import { attachmentRoutes } from './attachments/routes.ts';
import { attendanceRoutes } from './attendance/routes.ts';
import { disciplineRoutes } from './discipline/routes.ts';
import { keyWorkEntryRoutes } from './key-work/entry-routes.ts';
import { taskRoutes } from './key-work/routes.ts';
import { matterRoutes } from './matters/routes.ts';
import { proposalRoutes } from './proposals/routes.ts';
import { scoreRoutes } from './scoring/routes.ts';

/** The addresses of staff scoring, part by part. */
export const staffRoutes: readonly Route[] = [
  ...scoreRoutes,
  ...attendanceRoutes,
  ...attachmentRoutes,
  ...matterRoutes,
  ...disciplineRoutes,
  ...keyWorkEntryRoutes,
  ...taskRoutes,
  ...proposalRoutes,
  ...appealRoutes,
];
