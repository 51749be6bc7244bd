import { createRoute, z, type OpenAPIHono, type RouteConfig } from '@hono/zod-openapi'
import type { MiddlewareHandler } from 'hono'
import type { Outcome } from '#platform/context.ts'
import type { ApiScope } from '#domain/access/api-scopes.ts'
import type { ApiContext, ApiEnv } from './api-env.ts'
import { refuseBody } from './empty-body.ts'
import { openKey } from './gate.ts'
import { once, refuseWithoutKey } from './idempotency.ts'
import { openPage } from './public-gate.ts'
import { PROBLEMS, problemResponse, problemSchema, type Problem, type ProblemCode } from './problems.ts'
import { unstorableText } from './storable-text.ts'

/** A value with headers of its own, such as an ETag. */
export interface Answer<T> {
  value: T
  headers?: Record<string, string>
}

const WITH_KEY: ProblemCode[] = ['unauthorized', 'scope_missing', 'not_permitted']
/** What every operation can answer; those that write add theirs. */
const ALWAYS: ProblemCode[] = [
  'malformed_request',
  'not_found',
  'invalid_request',
  'too_many_requests',
  'internal_error',
  'unavailable',
]
const ON_WRITES: ProblemCode[] = ['malformed_json', 'too_large', 'unsupported_media_type']
const WHEN_IDEMPOTENT: ProblemCode[] = ['idempotency_key_missing', 'idempotency_key_reused']

type Shape = z.ZodObject | undefined
type Read<S extends Shape> = S extends z.ZodObject ? z.output<S> : Record<string, never>

/** One operation of the API: what the document says of it and what it does. */
export interface Operation<
  Params extends Shape = Shape,
  Query extends Shape = Shape,
  Body extends z.ZodType | undefined = z.ZodType | undefined,
  Value extends z.ZodType = z.ZodType,
> {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** With parameters in braces: `/v1/bookings/{booking}`. */
  path: `/v1/${string}`
  /** The name a generated client gives it. */
  id: string
  tag: string
  summary: string
  /** Markdown. */
  description?: string
  /** The scope a key needs; null for what visitors of a booking page may ask without one, below `/v1/public/pages/{page}`. */
  scope: ApiScope | null
  /** True where the same request may arrive twice and must act once: then a key for it is required. */
  idempotent?: boolean
  params?: Params
  /** Closed: an unknown parameter is a mistake. */
  query?: Query
  body?: Body
  answer: {
    status: 200 | 201
    schema: Value
    description: string
    /** Of a file; its handler answers with a response of its own. */
    type?: 'application/pdf'
  }
  /** Problems beyond those that every operation can answer. */
  problems?: ProblemCode[]
  /** Headers worth documenting beside the usual ones. */
  headers?: 'if-match' | 'if-none-match'
  handle(
    c: ApiContext,
    input: {
      params: Read<Params>
      query: Read<Query>
      body: Body extends z.ZodType ? z.output<Body> : undefined
    },
  ): Promise<Outcome<Answer<z.input<Value>>, Problem> | Response>
}

/** Declares an operation; the types of its parts reach its handler. */
export function operation<
  Params extends Shape,
  Query extends Shape,
  Body extends z.ZodType | undefined,
  Value extends z.ZodType,
>(spec: Operation<Params, Query, Body, Value>): Operation {
  return spec as unknown as Operation
}

/** Adds an operation to the API. Nobody gets in without a key that has its scope, unless it is a public one. */
export function mount(api: OpenAPIHono<ApiEnv>, spec: Operation): void {
  const gates: MiddlewareHandler<ApiEnv>[] = [spec.scope === null ? openPage() : openKey(spec.scope)]
  if (spec.idempotent) gates.push(refuseWithoutKey())
  if (!spec.body) gates.push(refuseBody())
  api.openapi(createRoute({ ...documented(spec), middleware: gates }), (async (c: ApiContext) => {
    const valid = (part: 'param' | 'query' | 'json') => c.req.valid(part as never) as never
    const input = {
      params: spec.params ? valid('param') : {},
      query: spec.query ? valid('query') : {},
      body: spec.body ? valid('json') : undefined,
    }
    const [wrong, ...others] = unstorableText(input)
    if (wrong)
      return problemResponse(c, { code: 'invalid_request', field: wrong.field, errors: [wrong, ...others] })
    const act = async () => {
      const outcome = await spec.handle(c, input as never)
      if (outcome instanceof Response) return outcome
      if (!outcome.ok) return problemResponse(c, outcome.refusal)
      return c.json(outcome.value.value as object, spec.answer.status, outcome.value.headers ?? {})
    }
    // Requests without a key have no place where their answers are kept; booking itself knows its key again.
    return spec.idempotent && spec.scope !== null ? once(c, act) : act()
  }) as never)
}

/** What the document says of an operation. */
export function documented(spec: Operation): RouteConfig {
  const writes = spec.method !== 'get' && spec.method !== 'delete'
  const codes = [
    ...ALWAYS,
    ...(spec.scope === null ? [] : WITH_KEY),
    ...(writes ? ON_WRITES : []),
    ...(spec.idempotent ? WHEN_IDEMPOTENT : []),
    ...(spec.idempotent && spec.scope !== null ? ['request_in_progress' as const] : []),
    ...(spec.headers === 'if-match' ? ['precondition_failed' as const] : []),
    ...(spec.problems ?? []),
  ]
  return {
    method: spec.method,
    path: spec.path,
    operationId: spec.id,
    tags: [spec.tag],
    summary: spec.summary,
    ...(spec.description ? { description: spec.description } : {}),
    security: spec.scope === null ? [] : [{ key: [spec.scope] }],
    request: {
      ...(spec.params ? { params: spec.params } : {}),
      query: spec.query ?? z.strictObject({}),
      ...headersOf(spec),
      ...(spec.body
        ? { body: { required: true, content: { 'application/json': { schema: spec.body } } } }
        : {}),
    },
    responses: {
      [spec.answer.status]: {
        description: spec.answer.description,
        content: { [spec.answer.type ?? 'application/json']: { schema: spec.answer.schema } },
      },
      ...(spec.headers === 'if-none-match' ? { 304: { description: 'Nothing changed since.' } } : {}),
      ...problemResponses(codes),
    },
  }
}

function headersOf(spec: Operation) {
  const headers: Record<string, z.ZodType> = {}
  if (spec.idempotent) headers['Idempotency-Key'] = idempotencyKey(spec.scope === null)
  if (spec.headers === 'if-match')
    headers['If-Match'] = z.string().optional().openapi({
      description: 'The ETag of the booking as you know it; a booking that moved on is refused.',
    })
  if (spec.headers === 'if-none-match')
    headers['If-None-Match'] = z
      .string()
      .optional()
      .openapi({ description: 'The ETag of the booking as you know it.' })
  return Object.keys(headers).length > 0 ? { headers: z.looseObject(headers) } : {}
}

/** Without an API key this one alone tells whose request it is, so it has to be one that nobody guesses. */
function idempotencyKey(isPublic: boolean) {
  const description = 'Made by you, new for every new wish; the same wish sent again gets the same answer.'
  return isPublic
    ? z
        .string()
        .min(LEAST_PUBLIC_KEY)
        .max(255)
        .openapi({ description: `${description} Make it with \`crypto.randomUUID()\`.` })
    : z.string().min(1).max(255).openapi({ description })
}

const LEAST_PUBLIC_KEY = 16

function problemResponses(codes: ProblemCode[]): RouteConfig['responses'] {
  const byStatus = Map.groupBy(new Set(codes), (code) => PROBLEMS[code])
  return Object.fromEntries(
    [...byStatus].map(([status, group]) => [
      status,
      {
        description: group.map((code) => `\`${code}\``).join(', '),
        content: { 'application/problem+json': { schema: problemSchema } },
      },
    ]),
  )
}
