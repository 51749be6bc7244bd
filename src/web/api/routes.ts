import { OpenAPIHono } from '@hono/zod-openapi'
import { HTTPException } from 'hono/http-exception'
import { crashLog, isUnreachable } from '../error-pages.tsx'
import { docsRoutes } from './docs-routes.ts'
import { fieldErrors } from './field-errors.ts'
import type { ApiContext, ApiEnv } from './api-env.ts'
import { mount, type Operation } from './operation.ts'
import { OPERATIONS } from './operations.ts'
import { problemResponse } from './problems.ts'
import { answerPreflight } from './public-gate.ts'

/** The REST API with its document. Every operation is listed in operations.ts; there is no other way in. */
export function apiRoutes(): OpenAPIHono<ApiEnv> {
  const api = new OpenAPIHono<ApiEnv>({
    defaultHook(result, c) {
      if (result.success) return undefined
      const errors = fieldErrors(result.target, result.error)
      // An address with an id that cannot exist leads nowhere; everything else is a mistake in a field.
      const code = result.target === 'param' ? 'not_found' : 'invalid_request'
      return problemResponse(c, { code, errors })
    },
  })
  for (const operation of OPERATIONS) mount(api, operation)
  api.route('/', docsRoutes())
  api.options('/v1/public/pages/:page/*', answerPreflight)
  api.all('/v1/*', nothingHere)
  api.onError(crashed)
  return api
}

/** 405 for an address that takes other methods, 404 for one that leads nowhere. */
function nothingHere(c: ApiContext): Response {
  const methods = OPERATIONS.filter((operation) => matches(operation, c.req.path)).map(({ method }) =>
    method.toUpperCase(),
  )
  return methods.length > 0
    ? problemResponse(c, { code: 'method_not_allowed' }, { allow: [...new Set(methods)].join(', ') })
    : problemResponse(c, { code: 'not_found' })
}

function matches({ path }: Operation, actual: string): boolean {
  const [wanted, given] = [path.split('/'), actual.split('/')]
  return (
    wanted.length === given.length &&
    wanted.every((part, index) => (part.startsWith('{') ? given[index] !== '' : part === given[index]))
  )
}

function crashed(error: Error, c: ApiContext): Response {
  if (error instanceof HTTPException) {
    if (error.status === 415) return problemResponse(c, { code: 'unsupported_media_type' })
    if (error.status === 413) return problemResponse(c, { code: 'too_large' })
    if (error.status === 400) return problemResponse(c, { code: 'malformed_json' })
  }
  crashLog(error, c)
  return isUnreachable(error)
    ? problemResponse(c, { code: 'unavailable' }, { 'retry-after': '30' })
    : problemResponse(c, { code: 'internal_error' })
}
