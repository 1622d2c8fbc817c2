import { createRequire } from 'node:module';
import type { ServerResponse } from 'node:http';
import { dirname, join } from 'node:path';
import compression from 'compression';
import express from 'express';
import type { Express } from 'express';
import { projectRoot } from './base/root.ts';
import { config } from './config.ts';
import { householdsRoutes } from './households/routes.ts';
import { exchangeRoutes } from './exchange/routes.ts';
import { messageRoutes } from './messages/routes.ts';
import { peopleRoutes, policyRoutes } from './people/routes.ts';
import { postingsRoutes } from './postings/routes.ts';
import { passbookRoutes } from './passbook/routes.ts';
import { volunteeringRoutes } from './volunteering/routes.ts';
import { staffRoutes } from './staff/routes.ts';
import { homeRoutes } from './home/routes.ts';
import { marketRoutes } from './market/routes.ts';
import { displayRoutes } from './web/display.ts';
import { errorPage, noPage } from './web/error-page.ts';
import { serviceRoutes } from './web/health.ts';
import { requestLogOf } from './web/log.ts';
import type { Route } from './web/route.ts';
import { routerOf } from './web/router.ts';
import { permissionsPolicy, securityHeaders } from './web/security.ts';
import { sessions } from './web/session.ts';
import { recognise } from './web/sign-in.ts';
import { visitOf } from './web/visit.ts';

/** Every route there is: the policy, the router and the OpenAPI document are made from it. */
export const routes: readonly Route[] = [
  ...serviceRoutes(() => routes),
  ...policyRoutes(() => routes),
  ...displayRoutes,
  ...householdsRoutes,
  ...peopleRoutes,
  ...messageRoutes,
  ...volunteeringRoutes,
  ...marketRoutes,
  ...staffRoutes,
  ...postingsRoutes,
  ...passbookRoutes,
  ...exchangeRoutes,
  ...homeRoutes,
];

// Of public/, so that no page is looked for on the disk first.
const FOLDERS = ['css', 'icons', 'js'];

// The worker of a page lies with the other scripts, and may serve pages outside of that folder.
function setHeaders(res: ServerResponse, path: string): void {
  if (path.endsWith('offline-worker.js')) res.setHeader('Service-Worker-Allowed', '/');
}

// A certificate is printed in Chinese also where the machine has no Chinese font of its own.
const certificateFonts = dirname(
  createRequire(import.meta.url).resolve(
    '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
  ),
);

/** The whole request on one screen. */
export function buildApp(): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', config.trustProxy);
  app.set('query parser', 'simple');

  app.use(requestLogOf(routes));
  app.use((req, res, next) => {
    res.locals['visit'] = visitOf(req);
    next();
  });
  app.use(securityHeaders, permissionsPolicy);
  app.use(compression());
  for (const folder of FOLDERS) {
    const path = join(projectRoot, 'public', folder);
    app.use(`/${folder}`, express.static(path, { index: false, maxAge: '1h', setHeaders }));
  }
  app.use('/fonts', express.static(certificateFonts, { index: false, maxAge: '30d' }));
  app.use(sessions());
  app.use(recognise);
  app.use(routerOf(routes));
  app.use(noPage);
  app.use(errorPage);
  return app;
}
