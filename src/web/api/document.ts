import { OpenAPIHono, z } from '@hono/zod-openapi'
import { guide } from '#messages/api-guide.ts'
import { tagText } from '#messages/api-reference.ts'
import { EXAMPLES, QUERY_EXAMPLES } from './examples.ts'
import type { ApiEnv } from './api-env.ts'
import { withServedLinks } from './docs-papers.ts'
import { documented, type Operation } from './operation.ts'
import { OPERATIONS } from './operations.ts'
import { headersOf, RESPONSE_HEADERS } from './response-headers.ts'

/** The OpenAPI document, the same for every installation but for its server, in the order of operations.ts. */
export function apiDocument() {
  const api = new OpenAPIHono<ApiEnv>()
  const { openAPIRegistry: registry } = api
  registry.registerPath(everyNamedSchema(OPERATIONS))
  registry.registerComponent('securitySchemes', 'key', {
    type: 'http',
    scheme: 'bearer',
    description: 'A key of your organization, made by a team member under Settings, API keys.',
  })
  for (const [name, header] of Object.entries(RESPONSE_HEADERS))
    registry.registerComponent('headers', name, header)
  for (const spec of OPERATIONS) registry.registerPath(told(spec))
  const tags = [...new Set(OPERATIONS.map(({ tag }) => tag))]
  const document = api.getOpenAPI31Document({
    openapi: '3.1.0',
    info: { title: 'Kept', version: '1', description: withServedLinks(guide), license: LICENSE },
    tags: tags.map((name) => ({ name, description: tagText(name) })),
  })
  delete document.paths?.[NOWHERE]
  for (const methods of Object.values(document.paths ?? {})) giveQueryExamples(Object.values(methods))
  return withNulls(document)
}

const LICENSE = { name: 'Apache 2.0', identifier: 'Apache-2.0' }

/** An address for the generator alone. */
const NOWHERE = '/'

/** The route as it is mounted, with what programs want to know besides: an example, and the headers of answers. */
function told(spec: Operation): ReturnType<typeof documented> {
  const route = documented(spec)
  const responses = Object.entries(route.responses).map(([status, response]) => {
    const headers = headersOf(spec, Number(status))
    return [status, Object.keys(headers).length === 0 ? response : { ...response, headers }]
  })
  const request = { ...route.request }
  const example = EXAMPLES[spec.id]
  if (spec.body && example !== undefined)
    request.body = { required: true, content: { 'application/json': { schema: spec.body, example } } }
  return { ...route, request, responses: Object.fromEntries(responses) }
}

/** Says beside a parameter what to send first: the example of its type alone may fit no other parameter. */
function giveQueryExamples(operations: { operationId?: string; parameters?: Parameter[] }[]): void {
  for (const { operationId = '', parameters = [] } of operations)
    for (const parameter of parameters) {
      const example = parameter.in === 'query' ? QUERY_EXAMPLES[operationId]?.[parameter.name] : undefined
      if (example !== undefined) parameter.example = example
    }
}

interface Parameter {
  in: string
  name: string
  example?: unknown
}

/**
 * A route that names every schema of the API as it is, before any is named as one that may be null: the generator
 * gives a name to what it meets first, and would call the thing itself null.
 */
function everyNamedSchema(operations: Operation[]): ReturnType<typeof documented> {
  const found = new Set<z.ZodType>()
  const seen = new Set<unknown>()
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit)
    if (!(value instanceof z.ZodType) || seen.has(value)) return
    seen.add(value)
    const {
      shape,
      element,
      options,
      innerType,
      valueType,
      items,
      left,
      right,
      in: input,
    } = value.def as Parts
    visit([Object.values(shape ?? {}), element, options, innerType, valueType, items, left, right, input])
    // After its parts, because they have to be known before it.
    if (!WRAPPERS.has(value.def.type)) found.add(value)
  }
  for (const { params, query, body, answer } of operations) visit([params, query, body, answer.schema])
  const schema = z.array(z.union([...found] as [z.ZodType, z.ZodType]))
  const content = { 'application/json': { schema } }
  return { method: 'get', path: NOWHERE, responses: { 200: { description: '', content } } }
}

const WRAPPERS = new Set(['nullable', 'optional', 'default', 'pipe', 'transform'])

/** The places in a definition of zod where other schemas stand. */
interface Parts {
  shape?: object
  element?: unknown
  options?: unknown
  innerType?: unknown
  valueType?: unknown
  items?: unknown
  left?: unknown
  right?: unknown
  in?: unknown
}

/** What OpenAPI 3.1 lets stand beside a reference. */
const BESIDE = new Set(['description', 'example', 'default'])

/**
 * "This named schema and also null" can be no value at all; what is meant is "this or null". And words about a named
 * schema stand beside its name, not in a second schema that anything fits.
 */
function withNulls<T>(part: T): T {
  if (Array.isArray(part)) return part.map(withNulls) as T
  if (typeof part !== 'object' || part === null) return part
  const entries = Object.entries(part).map(([key, value]) => [key, withNulls(value)] as const)
  const copy: Record<string, unknown> = Object.fromEntries(entries)
  const [named, added, ...others] = Array.isArray(copy['allOf']) ? copy['allOf'] : []
  if (named?.$ref && added && others.length === 0 && Object.keys(added).every((key) => BESIDE.has(key))) {
    const { allOf: _allOf, ...rest } = copy
    return { ...named, ...added, ...rest } as T
  }
  if (!named?.$ref || !Array.isArray(added?.type) || !added.type.includes('null')) return copy as T
  const { type: _type, enum: _enum, ...words } = added
  const { allOf: _allOf, ...rest } = copy
  return { ...rest, ...words, anyOf: [named, { type: 'null' }] } as T
}
