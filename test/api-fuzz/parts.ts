import type { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { typesOf, type ApiDocument, type DocumentedOperation, type Parameter } from './document.ts'
import type { Family } from './pool.ts'
import { valuesOf } from './values.ts'

/** One request, and what must come of it at least. */
export interface FuzzRequest {
  operation: DocumentedOperation
  /** What is odd about it, in words. */
  what: string
  path: string
  headers: Record<string, string>
  body: string | Uint8Array<ArrayBuffer> | null
  /** Null where every documented answer will do. */
  expects: { status: number; code?: string; field?: string; exactly?: boolean } | null
}

/** What no generator would find, such as a sealed quote, a time that is free, or a span that does not end too early. */
export type Recipe = (family: Family) => {
  body?: unknown
  query?: Record<string, string>
  /** Where only one of the bookings will do. */
  params?: Record<string, string>
}

/** A request in its parts, before it is put together. */
export interface Parts {
  params: Record<string, string>
  query: Record<string, string>
  headers: Record<string, string>
  body: unknown
}

export interface Ingredients {
  document: ApiDocument
  ajv: Ajv2020
  families: Family[]
  recipes: Record<string, Recipe>
}

let keys = 0

/** Parts that the document allows; with `real` those that are likely to come true. */
export function partsOf(
  { document, recipes }: Ingredients,
  operation: DocumentedOperation,
  family: Family,
  real: boolean,
): fc.Arbitrary<Parts> {
  const place = (where: Parameter['in']) => {
    // A cursor is made by us; any other text is a mistake, so it comes only as one.
    const there = operation.parameters.filter(
      ({ name, in: at, ...parameter }) =>
        at === where && name !== 'cursor' && !(real && isFreeText(parameter)),
    )
    const values = there.map(({ name, schema }) => [
      name,
      // Public operations name their booking page by the last part of its address.
      where === 'path' && operation.scope === null && name === 'page'
        ? fc.constantFrom(...(family['slug'] ?? ['none']))
        : valuesOf(document, schema, family, real)
            .filter((value) => value !== null)
            .map(String),
    ])
    const requiredKeys = there.filter(({ required }) => required).map(({ name }) => name)
    return fc.record(Object.fromEntries(values) as Record<string, fc.Arbitrary<string>>, { requiredKeys })
  }
  const recipe = recipes[operation.id]
  const cooked = <T>(take: (now: Family) => T) => fc.nat(1_000).map(() => take(family))
  const body = operation.body
    ? fc.oneof(
        valuesOf(document, operation.body.schema, family, real),
        ...(operation.body.example === undefined ? [] : [exampleFor(family, operation.body.example)]),
        ...(recipe ? Array.from({ length: 3 }, () => cooked((now) => recipe(now).body)) : []),
      )
    : fc.constant(undefined)
  const query = recipe && real && recipe(family).query ? cooked((now) => recipe(now).query!) : place('query')
  const anywhere = fc.record({ params: place('path'), query, headers: place('header'), body })
  const named = recipe?.(family).params
    ? cooked((now) => recipe(now)).chain(({ params = {}, body: told }) =>
        anywhere.map((parts) => ({ ...parts, params: { ...parts.params, ...params }, body: told })),
      )
    : null
  return (named ? fc.oneof(anywhere, named) : anywhere).map((parts) => ({
    ...parts,
    headers: plainHeaders(operation, parts.headers),
  }))
}

// Which words a free text takes, such as what to expand, no schema says.
function isFreeText({ required, schema }: Pick<Parameter, 'required' | 'schema'>): boolean {
  const told = [schema.pattern, schema.format, schema.example, schema.enum, schema.anyOf, schema.const]
  return !required && typesOf(schema).includes('string') && told.every((entry) => entry === undefined)
}

// The document's own example, made of things that exist here.
function exampleFor(family: Family, example: unknown): fc.Arbitrary<unknown> {
  const text = JSON.stringify(example).replaceAll(/"([a-z]+)_[0-9a-f]{32}"/g, (id: string, prefix: string) =>
    JSON.stringify(family[prefix]?.[0] ?? JSON.parse(id)),
  )
  return fc.constant(text).map((json) => JSON.parse(json) as unknown)
}

function plainHeaders(operation: DocumentedOperation, odd: Record<string, string>): Record<string, string> {
  const once = operation.parameters.some(({ name }) => name === 'Idempotency-Key')
  const headers = Object.entries(odd).flatMap(([name, value]) =>
    name === 'Idempotency-Key' || !/^[\x20-\x7e\xa0-\xff]*$/.test(value) || value.length > 200
      ? []
      : [[name, value]],
  )
  return { ...Object.fromEntries(headers), ...(once ? { 'Idempotency-Key': newKey() } : {}) }
}

// As long as one that nobody guesses: without an API key nothing shorter is taken.
function newKey(): string {
  keys += 1
  return `0193a2b4-c5d6-4e8f-90a1-${String(keys).padStart(12, '0')}`
}
/** The same request as a new wish. */
export function withNewKey(request: FuzzRequest): FuzzRequest {
  if (!('Idempotency-Key' in request.headers)) return request
  return { ...request, headers: { ...request.headers, 'Idempotency-Key': newKey() } }
}

/** The parts put together. */
export function request(
  operation: DocumentedOperation,
  parts: Parts,
  what: string,
  expects: FuzzRequest['expects'],
): FuzzRequest {
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent((parts.params[name] ?? '').toWellFormed()).replace(/^\.+$/, '%2E'),
  )
  const query = new URLSearchParams(parts.query).toString()
  const body = parts.body === undefined ? null : JSON.stringify(parts.body)
  const headers = body === null ? parts.headers : { 'content-type': 'application/json', ...parts.headers }
  return { operation, what, path: query ? `${path}?${query}` : path, headers, body, expects }
}
