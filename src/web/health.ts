import { sql } from 'kysely'
import type { WebContext } from './deps.ts'

/** 200 once the database answers; the server answers 503 by itself until the application is ready. */
export async function healthz(c: WebContext): Promise<Response> {
  const { config, context } = c.var.deps
  try {
    await sql`select 1`.execute(context.reader)
    return c.json({ status: 'ready', version: config.version })
  } catch {
    return c.json({ status: 'unavailable', reason: 'The database does not answer.' }, 503)
  }
}
