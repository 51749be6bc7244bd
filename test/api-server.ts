import { createApiKey } from '#domain/access/api-keys.ts'
import { API_SCOPES } from '#domain/access/api-scopes.ts'
import { openHttpServer } from '#platform/http-server.ts'
import { createLog } from '#platform/log.ts'
import { makeWorld } from './world.ts'
import type { WorldOptions } from './world-business.ts'

/** A world that is reached over HTTP, and the key of a program in it: all that a program needs. */
export interface ApiServer {
  origin: string
  key: string
  close(): Promise<void>
}

/** Starts one. Its key acts for Alva with all scopes. */
export async function openApiServer(options: WorldOptions = {}): Promise<ApiServer> {
  const world = await makeWorld(options)
  const { config, context, alva } = world
  const made = await createApiKey(context, alva, {
    name: 'A program',
    memberId: alva.actor.memberId,
    scopes: [...API_SCOPES],
  })
  if (!made.ok) throw new Error(made.refusal.code)
  const { createApp } = await import('../src/web/app.ts')
  const app = createApp({ config, context, log: createLog('error', { json: false }) })
  const server = await openHttpServer('127.0.0.1', 0)
  server.answerWith((request, env) => app.fetch(request, env))
  return {
    origin: `http://127.0.0.1:${server.port}`,
    key: made.value.key,
    async close() {
      await server.close(1000)
      await world.close()
    },
  }
}
