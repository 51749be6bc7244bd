import { Hono } from 'hono'
import { openPaymentProviders } from '#integrations/payments/index.ts'
import { apiRoutes } from './api/routes.ts'
import { assetPath, serveAssets, serveEmbedScript, serveOfflineWorker } from './assets.ts'
import { customerRoutes } from './customer/routes.ts'
import { demoRoutes } from './demo/routes.ts'
import type { AppDeps, WebEnv } from './deps.ts'
import { crashedPage, notFoundPage } from './error-pages.tsx'
import { healthz } from './health.ts'
import { homePage } from './home.tsx'
import { inboundRoutes } from './inbound/routes.ts'
import { mcpRoutes } from './mcp/routes.ts'
import { announce, limitBody, logRequests, refuseForeignForms, secureHeaders } from './middleware.ts'
import { staffRoutes } from './staff/routes.ts'
import { testBankRoutes } from './test-bank/routes.tsx'
import { paths } from '#paths.ts'

/** All faces of the product as one application: give it a Request, get a Response. */
export function createApp(deps: AppDeps): Hono<WebEnv> {
  const app = new Hono<WebEnv>()
  const payments = openPaymentProviders({ db: deps.context.db, publicUrl: deps.config.publicUrl })
  app.use(announce(deps, payments), logRequests(), secureHeaders(), limitBody())
  // Programs carry keys and no cookies, so a request from another site is nothing to be afraid of there.
  app.route('/', apiRoutes())
  app.route('/', mcpRoutes())
  app.route('/', inboundRoutes())
  app.use(refuseForeignForms())
  app.get(paths.health(), healthz)
  app.get('/assets/*', serveAssets())
  app.get(paths.embedScript(), serveEmbedScript())
  app.get(paths.offlineWorker(), serveOfflineWorker())
  app.get('/favicon.ico', (c) => c.redirect(assetPath('src/ui/favicon.svg')))
  app.get(paths.home(), homePage)
  app.route('/', customerRoutes())
  app.route('/', testBankRoutes())
  app.route('/', staffRoutes())
  if (deps.config.demo) app.route('/', demoRoutes())
  app.notFound(notFoundPage)
  app.onError(crashedPage)
  return app
}
