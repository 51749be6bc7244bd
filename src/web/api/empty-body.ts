import type { MiddlewareHandler } from 'hono'
import type { ApiEnv } from './api-env.ts'
import { problemResponse } from './problems.ts'

/**
 * For operations that take no body. None at all and `{}` are the same, because some clients always send one; a
 * member that nobody reads is a mistake here as it is everywhere.
 */
export function refuseBody(): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    if (c.req.method === 'GET' || c.req.method === 'DELETE') return next()
    const text = await c.req.text()
    if (text.trim() === '') return next()
    const body = readJson(text)
    if (body === undefined) return problemResponse(c, { code: 'malformed_json' })
    const isObject = typeof body === 'object' && body !== null && !Array.isArray(body)
    const names = isObject ? Object.keys(body) : null
    if (names?.length === 0) return next()
    const fields = names?.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`) ?? ['']
    const errors = fields.map((field) => ({
      field,
      code: 'unrecognized_keys',
      detail: 'Nothing belongs here.',
    }))
    return problemResponse(c, { code: 'invalid_request', field: fields[0]!, errors })
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
