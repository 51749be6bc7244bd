import { existsSync, readFileSync } from 'node:fs'
import { Ajv, type ValidateFunction } from 'ajv'
import type { Stripe } from 'stripe'

/*
 * Stripe's published description of its API, beside the checkout where it was put (it is not part of the project).
 * Nothing but what it names may be sent: every object is closed, in bodies and in queries. It dates from April 2022,
 * so what is newer stands below with its reason, and only where the types of Stripe's package have it.
 */
const DOCUMENT = '../shared/data/stripe-openapi-2022-04-12.json'
const SAMPLES = '../shared/data/stripe-fixtures-2026-08.json'

type JsonSchema = Record<string, unknown>

const seconds: JsonSchema = {
  type: 'object',
  properties: { gt: whole(), gte: whole(), lt: whole(), lte: whole() },
}

const newerThanDocument: Record<string, Record<string, JsonSchema>> = {
  'POST /v1/checkout/sessions': {
    // Since 2024: an account may show a price in the buyer's currency, unless a session says no.
    adaptive_pricing: { type: 'object', properties: { enabled: { type: 'boolean' } } },
    // Since 2023: without a price, a page has no other way to know its currency.
    currency: { type: 'string' },
    // Since 2026 instead of payment_method_types, which is gone.
    allowed_payment_method_types: { type: 'array', items: { type: 'string', enum: ['card'] } },
  } satisfies Partial<Record<keyof Stripe.Checkout.SessionCreateParams, JsonSchema>>,
  'POST /v1/payment_intents': {
    // The same for a charge.
    allowed_payment_method_types: { type: 'array', items: { type: 'string', enum: ['card'] } },
  } satisfies Partial<Record<keyof Stripe.PaymentIntentCreateParams, JsonSchema>>,
  'GET /v1/checkout/sessions': {
    // Since 2023, as the other lists always had it.
    created: seconds,
  } satisfies Partial<Record<keyof Stripe.Checkout.SessionListParams, JsonSchema>>,
}

interface Operation {
  parameters?: { name: string; in: string; required?: boolean; schema: JsonSchema }[]
  requestBody?: { content: Record<string, { schema: JsonSchema }> }
}

/** False where the document is not beside the checkout; then `contractProblems` finds nothing to say. */
export const hasContract = existsSync(DOCUMENT)

const paths = hasContract ? (read(DOCUMENT)['paths'] as Record<string, Record<string, Operation>>) : {}
const samples = existsSync(SAMPLES) ? (read(SAMPLES)['resources'] as Record<string, JsonSchema>) : {}
const judges = new Map<string, ValidateFunction>()
const ajv = new Ajv({ strict: false, coerceTypes: true, validateFormats: false, allErrors: true })

/** Stripe's sample of an object; empty where the samples are not beside the checkout. */
export function sample(name: string): JsonSchema {
  return structuredClone(samples[name] ?? {})
}

/** What in a request is not as Stripe's description wants it. `sent` is the query of a GET, else the body. */
export function contractProblems(method: string, path: string, sent: JsonSchema): string[] {
  if (!hasContract) return []
  const template = Object.keys(paths).find((known) => isPathOf(path, known))
  const operation = template === undefined ? undefined : paths[template]![method.toLowerCase()]
  if (template === undefined || !operation) return [`${method} ${path} is not in the document`]
  const judge = judgeOf(`${method} ${template}`, operation)
  // Judging turns texts into numbers in place.
  judge(structuredClone(sent))
  return (judge.errors ?? []).map(
    ({ instancePath, message, params }) =>
      `${method} ${template}${instancePath} ${message} ${JSON.stringify(params)}`,
  )
}

function judgeOf(name: string, operation: Operation): ValidateFunction {
  const known = judges.get(name)
  if (known) return known
  const schema = closed(name.startsWith('GET ') ? querySchema(operation) : bodySchema(operation))
  schema['properties'] = { ...(schema['properties'] as JsonSchema), ...closed(newerThanDocument[name] ?? {}) }
  const judge = ajv.compile(schema)
  judges.set(name, judge)
  return judge
}

function querySchema({ parameters = [] }: Operation): JsonSchema {
  const inQuery = parameters.filter((parameter) => parameter.in === 'query')
  return {
    type: 'object',
    properties: Object.fromEntries(inQuery.map(({ name, schema }) => [name, schema])),
    required: inQuery.filter(({ required }) => required).map(({ name }) => name),
  }
}

function bodySchema({ requestBody }: Operation): JsonSchema {
  return (
    requestBody?.content['application/x-www-form-urlencoded']?.schema ?? { type: 'object', properties: {} }
  )
}

// A copy in which no object takes a member that it does not name; metadata names the type of any member.
function closed<T>(schema: T): T {
  if (Array.isArray(schema)) return schema.map(closed) as T
  if (typeof schema !== 'object' || schema === null) return schema
  const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]))
  const isObject = typeof copy['properties'] === 'object' && !Array.isArray(copy['properties'])
  if (isObject && typeof copy['additionalProperties'] !== 'object') copy['additionalProperties'] = false
  return copy as T
}

function isPathOf(path: string, template: string): boolean {
  const parts = template.split('/')
  const given = path.split('/')
  return (
    parts.length === given.length &&
    parts.every((part, index) => part.startsWith('{') || part === given[index])
  )
}

function whole(): JsonSchema {
  return { type: 'integer' }
}

function read(path: string): JsonSchema {
  return JSON.parse(readFileSync(path, 'utf8')) as JsonSchema
}
