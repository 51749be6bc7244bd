import { idPrefixes, type ApiDocument, type DocumentedOperation, type Schema } from './document.ts'
import type { FuzzRequest } from './parts.ts'
import type { Family } from './pool.ts'

const ID = /\b([a-z]+)_[0-9a-f]{32}\b/

/** A request in which one id was replaced, and where: `path:booking`, `query:event_type`, `/cancel/*`. */
export interface Displaced {
  position: string
  request: FuzzRequest
}

/** Every place of an operation at which an id stands, as the document says. */
export function idPositions(document: ApiDocument, operation: DocumentedOperation): string[] {
  const outside = operation.parameters
    .filter(({ schema }) => holdsIds(document.resolve(schema)))
    .map((parameter) => `${parameter.in}:${parameter.name}`)
  const inside = operation.body ? inSchema(document, operation.body.schema, '') : []
  return [...new Set([...outside, ...inside])]
}

/** The same request with another id at each of its positions, one at a time; others stay as they are. */
export function displaceIds(request: FuzzRequest, other: Family): Displaced[] {
  return [...inAddress(request, other), ...inBody(request, other)]
}

function inAddress(request: FuzzRequest, other: Family): Displaced[] {
  const { operation } = request
  const [path, query = ''] = request.path.split('?')
  const parts = path!.split('/')
  const inPath = operation.path.split('/').flatMap((part, index) => {
    const foreign = otherId(parts[index]!, other)
    if (!part.startsWith('{') || !foreign) return []
    const changed = parts.with(index, foreign).join('/')
    return [
      {
        position: `path:${part.slice(1, -1)}`,
        request: { ...request, path: query ? `${changed}?${query}` : changed },
      },
    ]
  })
  const params = [...new URLSearchParams(query)]
  const inQuery = params.flatMap(([name, value], index) => {
    const foreign = otherId(value, other)
    if (!foreign) return []
    const changed = new URLSearchParams(params.with(index, [name, foreign]))
    return [{ position: `query:${name}`, request: { ...request, path: `${path}?${changed}` } }]
  })
  return [...inPath, ...inQuery]
}

function inBody(request: FuzzRequest, other: Family): Displaced[] {
  if (typeof request.body !== 'string') return []
  const body: unknown = JSON.parse(request.body)
  return leaves(body, '').flatMap(({ pointer, value, put }) => {
    const foreign = otherId(value, other)
    if (!foreign || /^\/(quote|reason)$/.test(pointer)) return []
    const position = pointer.replaceAll(/\/\d+(?=\/|$)/g, '/*')
    return [{ position, request: { ...request, body: JSON.stringify(put(foreign)) } }]
  })
}

interface Leaf {
  pointer: string
  value: string
  put: (value: unknown) => unknown
}

function leaves(value: unknown, pointer: string): Leaf[] {
  if (typeof value === 'string') return [{ pointer, value, put: (changed) => changed }]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, entry]) =>
    leaves(entry, `${pointer}/${name}`).map((leaf) => ({
      ...leaf,
      put: (changed: unknown) =>
        Array.isArray(value)
          ? value.with(Number(name), leaf.put(changed))
          : { ...value, [name]: leaf.put(changed) },
    })),
  )
}

// A list of ids in one parameter counts by its first.
function otherId(text: string, other: Family): string | undefined {
  const found = ID.exec(text)
  return found && found[0] === text.split(',')[0] ? other[found[1]!]?.[0] : undefined
}

function holdsIds(schema: Schema): boolean {
  return idPrefixes(schema) !== null || (typeof schema.example === 'string' && ID.test(schema.example))
}

function inSchema(document: ApiDocument, given: Schema, pointer: string): string[] {
  const schema = document.resolve(given)
  const branches = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])]
  return [
    ...(idPrefixes(schema) ? [pointer] : []),
    ...branches.flatMap((branch) => inSchema(document, branch, pointer)),
    ...(schema.items ? inSchema(document, schema.items, `${pointer}/*`) : []),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, next]) =>
      inSchema(document, next, `${pointer}/${name}`),
    ),
  ]
}
