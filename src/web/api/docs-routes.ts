import { Hono } from 'hono'
import { paths } from '#paths.ts'
import type { WebEnv } from '../deps.ts'
import { docsPage } from './docs-page.tsx'
import { apiDocument } from './document.ts'
import { paperPage } from './paper-page.tsx'
import { problemsPage } from './problems-page.tsx'
import { referenceOf, type DocumentLike } from './reference.ts'
import { viewerFile, viewerPage } from './viewer-page.tsx'

/** The document of the API, and the pages people read about it. Nobody needs a key for them. */
export function docsRoutes(): Hono<WebEnv> {
  const document = apiDocument()
  const reference = referenceOf(JSON.parse(JSON.stringify(document)) as DocumentLike)
  const routes = new Hono<WebEnv>()
  routes.get(paths.apiDocument(), (c) =>
    c.json({ ...document, servers: [{ url: c.var.deps.config.publicUrl }] }),
  )
  routes.get(paths.apiDocs(), (c) => docsPage(c, reference))
  routes.get(paths.apiProblems(), problemsPage)
  routes.get(paths.apiWebhooks(), paperPage('webhooks'))
  routes.get(paths.apiMcp(), paperPage('mcp'))
  routes.get(paths.apiEmbedding(), paperPage('embedding'))
  routes.get(paths.apiTry(), viewerPage)
  routes.get('/v1/docs/try/:name', viewerFile)
  return routes
}
