import { createApiKey } from '#domain/access/api-keys.ts'
import { API_SCOPES, type ApiScope } from '#domain/access/api-scopes.ts'
import type { MemberScope } from '#domain/access/scope.ts'
import type { World } from './world.ts'

/** A program of the team: its key, and its requests as `fetch` would make them. */
export interface Program {
  key: string
  /** Sends JSON; a POST gets an Idempotency-Key of its own unless one is given or null. */
  call(
    method: string,
    path: string,
    options?: { body?: unknown; key?: string | null; headers?: Record<string, string> },
  ): Promise<ApiAnswer>
}

export interface ApiAnswer {
  status: number
  headers: Headers
  /** As JSON.parse gives it: tests say themselves what they expect to find. */
  body: ReturnType<typeof JSON.parse>
}

let calls = 0

/** A program that acts for a member, Alva unless another is named, with all scopes unless some are. */
export async function programOf(
  world: World,
  options: { member?: MemberScope; scopes?: ApiScope[] } = {},
): Promise<Program> {
  const member = options.member ?? world.alva
  const made = await createApiKey(world.context, world.alva, {
    name: 'A program',
    memberId: member.actor.memberId,
    scopes: options.scopes ?? [...API_SCOPES],
  })
  if (!made.ok) throw new Error(`No key: ${made.refusal.code}`)
  return programWith(world, made.value.key)
}

/** A program with a key that was made elsewhere. */
export function programWith(world: World, key: string): Program {
  return {
    key,
    async call(method, path, { body, key: once, headers } = {}) {
      calls += 1
      const idempotency =
        method === 'POST' && once !== null ? { 'idempotency-key': once ?? `call ${calls}` } : {}
      const answer = await world.ask(path, {
        method,
        headers: {
          authorization: `Bearer ${key}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...idempotency,
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      const text = await answer.text()
      return { status: answer.status, headers: answer.headers, body: text ? JSON.parse(text) : null }
    },
  }
}
