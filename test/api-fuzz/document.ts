import type { World } from '../world.ts'

/** As much of JSON Schema as the document uses. */
export interface Schema {
  $ref?: string
  type?: string | string[]
  enum?: unknown[]
  const?: unknown
  format?: string
  pattern?: string
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  exclusiveMinimum?: number
  exclusiveMaximum?: number
  items?: Schema
  minItems?: number
  maxItems?: number
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: boolean | Schema
  propertyNames?: Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  example?: unknown
  default?: unknown
}

export interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  required?: boolean
  schema: Schema
}

/** One operation as somebody sees it who has nothing but the document. */
export interface DocumentedOperation {
  id: string
  method: string
  path: string
  tag: string
  /** The scope a key needs, or null for an operation that is open to the public. */
  scope: string | null
  parameters: Parameter[]
  body: { schema: Schema; example?: unknown } | null
  /** What it says it answers: the status, and the schema of the body per content type. */
  responses: Record<string, { content?: Record<string, { schema?: Schema }> }>
}

export interface ApiDocument {
  text: Record<string, unknown>
  operations: DocumentedOperation[]
  /** The schema behind a reference; others as they are. */
  resolve(schema: Schema): Schema
}

interface RawOperation {
  operationId: string
  tags?: string[]
  security?: Record<string, string[]>[]
  parameters?: Parameter[]
  requestBody?: { content: Record<string, { schema: Schema; example?: unknown }> }
  responses: DocumentedOperation['responses']
}

/** The document as the installation serves it. */
export async function readDocument(world: Pick<World, 'ask'>): Promise<ApiDocument> {
  const answer = await world.ask('/v1/openapi.json', {})
  const text = (await answer.json()) as {
    paths: Record<string, Record<string, RawOperation>>
    components: { schemas: Record<string, Schema> }
  }
  const operations = Object.entries(text.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, raw]) => readOperation(method, path, raw)),
  )
  const resolve = (schema: Schema): Schema => {
    if (!schema.$ref) return schema
    const named = text.components.schemas[schema.$ref.split('/').at(-1)!]
    if (!named) throw new Error(`The document has no ${schema.$ref}.`)
    return resolve(named)
  }
  return { text: text as unknown as Record<string, unknown>, operations, resolve }
}

function readOperation(method: string, path: string, raw: RawOperation): DocumentedOperation {
  const body = raw.requestBody?.content['application/json']
  return {
    id: raw.operationId,
    method: method.toUpperCase(),
    path,
    tag: raw.tags?.[0] ?? '',
    scope: raw.security?.flatMap((way) => Object.values(way).flat())[0] ?? null,
    parameters: raw.parameters ?? [],
    body: body ? { schema: body.schema, ...('example' in body ? { example: body.example } : {}) } : null,
    responses: raw.responses,
  }
}

/** The prefixes of a schema that describes an id, such as `bk`; null for anything else. */
export function idPrefixes({ pattern }: Schema): string[] | null {
  const found = /^\^(?:\(([a-z|]+)\)|([a-z]+))_\[0-9a-f\]\{32\}\$$/.exec(pattern ?? '')
  return found ? (found[1] ?? found[2]!).split('|') : null
}

/** The types a schema allows, `null` among them. */
export function typesOf(schema: Schema): string[] {
  if (schema.type !== undefined) return [schema.type].flat()
  if (schema.properties || schema.additionalProperties !== undefined) return ['object']
  return []
}
