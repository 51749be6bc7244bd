import { PROBLEMS, type ProblemCode } from './problems.ts'
import { exampleOf } from './reference-example.ts'
import { fieldsOf, lineOf, nameOf, type FieldLine, type Schema } from './reference-fields.ts'

/** What the readable page says of one operation, all of it read from the document. */
export interface ReferenceOperation {
  id: string
  method: string
  path: string
  summary: string
  /** Markdown; may be empty. */
  description: string
  /** The scope a key needs; null where no key is needed. */
  scope: string | null
  parameters: (FieldLine & { place: string })[]
  body: { fields: FieldLine[]; name: string | null } | null
  answer: { status: string; description: string; name: string | null; fields: FieldLine[] }
  problems: ProblemCode[]
  /** A command to try it with. */
  curl: string
}

export interface Reference {
  tags: { name: string; description: string; operations: ReferenceOperation[] }[]
  schemas: { name: string; description: string; fields: FieldLine[] }[]
}

/** The parts of an OpenAPI document that are read here. */
export interface DocumentLike {
  tags?: { name: string; description?: string }[]
  paths?: Record<string, Record<string, OperationLike>>
  components?: { schemas?: Record<string, Schema> }
}

export interface OperationLike {
  operationId: string
  tags: string[]
  summary: string
  description?: string
  security?: Record<string, string[]>[]
  parameters?: {
    name: string
    in: string
    required?: boolean
    description?: string
    schema: Schema
    /** What to send when trying it first. */
    example?: unknown
  }[]
  requestBody?: { content: Record<string, { schema: Schema; example?: unknown }> }
  responses: Record<string, { description: string; content?: Record<string, { schema: Schema }> }>
}

/** The document, told again in the order and the shape of a page. */
export function referenceOf(document: DocumentLike): Reference {
  const schemas = document.components?.schemas ?? {}
  const all = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, spec]) => ({
      tag: spec.tags[0],
      operation: readOperation(method.toUpperCase(), path, spec, schemas),
    })),
  )
  return {
    tags: (document.tags ?? []).map(({ name, description = '' }) => ({
      name,
      description,
      operations: all.flatMap(({ tag, operation }) => (tag === name ? [operation] : [])),
    })),
    schemas: Object.entries(schemas)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, schema]) => ({ name, description: schema.description ?? '', fields: fieldsOf(schema) })),
  }
}

function readOperation(
  method: string,
  path: string,
  spec: OperationLike,
  schemas: Record<string, Schema>,
): ReferenceOperation {
  const sent = spec.requestBody?.content['application/json']
  const [status, answer] = Object.entries(spec.responses).find(([code]) => code.startsWith('2'))!
  const given = answer.content?.['application/json']?.schema ?? {}
  return {
    id: spec.operationId,
    method,
    path,
    summary: spec.summary,
    description: spec.description ?? '',
    scope: spec.security?.[0]?.['key']?.[0] ?? null,
    parameters: (spec.parameters ?? []).map((parameter) => ({
      ...lineOf(
        parameter.name,
        parameter.schema,
        parameter.required ?? false,
        parameter.description ?? parameter.schema.description,
      ),
      place: parameter.in,
    })),
    body: sent ? { fields: fieldsOf(named(sent.schema, schemas)), name: refName(sent.schema) } : null,
    answer: {
      status,
      description: answer.description,
      name: refName(given),
      fields: given.$ref ? [] : fieldsOf(given),
    },
    problems: problemsOf(spec),
    curl: commandOf(method, path, spec, schemas),
  }
}

function refName(schema: Schema): string | null {
  return schema.$ref ? nameOf(schema.$ref) : null
}

function named(schema: Schema, schemas: Record<string, Schema>): Schema {
  return schema.$ref ? (schemas[nameOf(schema.$ref)] ?? {}) : schema
}

function problemsOf({ responses }: OperationLike): ProblemCode[] {
  const words = Object.values(responses).map(({ description }) => description)
  const codes = words.join(' ').matchAll(/`([a-z_]+)`/g)
  return [...codes].map(([, code]) => code as ProblemCode).filter((code) => code in PROBLEMS)
}

function commandOf(
  method: string,
  path: string,
  spec: OperationLike,
  schemas: Record<string, Schema>,
): string {
  const parameters = spec.parameters ?? []
  const example = (schema: Schema) => String(exampleOf(schema, schemas))
  const filled = parameters
    .filter((parameter) => parameter.in === 'path')
    .reduce((text, { name, schema }) => text.replace(`{${name}}`, example(schema)), path)
  const query = parameters
    .filter((parameter) => parameter.in === 'query' && (parameter.required || parameter.example))
    .map(({ name, schema, example: own }) => `${name}=${inAddress(String(own ?? example(schema)))}`)
    .join('&')
  const sent = spec.requestBody?.content['application/json']
  const body = sent && (sent.example ?? exampleOf(sent.schema, schemas))
  const lines = [
    `curl${method === 'GET' ? '' : ` -X ${method}`} "$KEPT${filled}${query && `?${query}`}"`,
    ...(spec.security?.length ? ['-H "Authorization: Bearer $KEY"'] : []),
    ...(parameters.some(({ name }) => name === 'Idempotency-Key')
      ? ['-H "Idempotency-Key: $(uuidgen)"']
      : []),
    ...(sent
      ? ["-H 'Content-Type: application/json'", `-d '${JSON.stringify(body).replaceAll("'", "'\\''")}'`]
      : []),
  ]
  return lines.join(' \\\n  ')
}

// Colons and slashes are as good in a query as elsewhere, and instants and zones stay readable.
function inAddress(value: string): string {
  return encodeURIComponent(value).replaceAll('%3A', ':').replaceAll('%2F', '/')
}
