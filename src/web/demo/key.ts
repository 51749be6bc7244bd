import { sampleKey } from '../../../db/sample-key.ts'
import type { WebContext } from '../deps.ts'
import { notFoundPage } from '../error-pages.tsx'

/** GET: a key of the sample hiring team with every scope, as JSON, for programs that want to try the API. */
export async function demoKey(c: WebContext): Promise<Response> {
  const key = await sampleKey(c.var.deps.context)
  return key === null ? notFoundPage(c) : c.json({ key })
}
