import { limitText as words } from '#messages/api-reference.ts'

/** The parts of JSON Schema that our document uses. */
export interface Schema {
  $ref?: string
  type?: string | string[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  enum?: unknown[]
  const?: unknown
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  additionalProperties?: Schema | boolean
  description?: string
  example?: unknown
  default?: unknown
  format?: string
  pattern?: string
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  exclusiveMinimum?: number
  minItems?: number
  maxItems?: number
}

/** One line of a table of fields. */
export interface FieldLine {
  /** `reschedule[].start` for what stands inside. */
  name: string
  type: string
  /** Named schemas that the type speaks of. */
  refs: string[]
  required: boolean
  /** Markdown. */
  meaning: string
}

/** Every field of a schema, with those of objects that have no name of their own. */
export function fieldsOf(schema: Schema, inside = ''): FieldLine[] {
  const parts = schema.allOf ?? schema.anyOf ?? schema.oneOf
  if (parts && !schema.properties) return merged(parts.flatMap((part) => fieldsOf(part, inside)))
  return Object.entries(schema.properties ?? {}).flatMap(([key, field]) => {
    const name = `${inside}${key}`
    const line = lineOf(name, field, schema.required?.includes(key) ?? false)
    return [line, ...inner(field, name)]
  })
}

/** A line for one value, such as a parameter. */
export function lineOf(name: string, schema: Schema, required: boolean, meaning?: string): FieldLine {
  return {
    name,
    type: typeOf(schema),
    refs: [...new Set(refsOf(schema))],
    required,
    meaning: [meaning ?? schema.description ?? wordsOf(schema), ...limitsOf(schema)]
      .filter(Boolean)
      .join(' '),
  }
}

/** The name behind `#/components/schemas/Name`. */
export function nameOf($ref: string): string {
  return $ref.slice($ref.lastIndexOf('/') + 1)
}

function inner(schema: Schema, name: string): FieldLine[] {
  if (schema.properties) return fieldsOf(schema, `${name}.`)
  if (schema.items) return inner(schema.items, `${name}[]`)
  if (typeof schema.additionalProperties === 'object') return inner(schema.additionalProperties, `${name}.*`)
  return merged((schema.anyOf ?? schema.oneOf ?? schema.allOf ?? []).flatMap((part) => inner(part, name)))
}

// A field that several shapes of one thing have takes what any of them takes.
function merged(lines: FieldLine[]): FieldLine[] {
  return [...Map.groupBy(lines, ({ name }) => name).values()].map((same) => ({
    ...same[0]!,
    type: [...new Set(same.map(({ type }) => type))].join(', '),
    refs: [...new Set(same.flatMap(({ refs }) => refs))],
    meaning: same.map(({ meaning }) => meaning).find(Boolean) ?? '',
  }))
}

function typeOf(schema: Schema): string {
  if (schema.$ref) return nameOf(schema.$ref)
  const all = schema.anyOf ?? schema.oneOf
  if (all) return [...new Set(all.map(typeOf))].join(words.either)
  if (schema.allOf)
    return schema.allOf.filter((part) => part.$ref || part.type).map(typeOf)[0] ?? words.anything
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(', ')
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  const types = [schema.type ?? words.anything].flat()
  return types
    .map((type) => (type === 'array' ? words.arrayOf(typeOf(schema.items ?? {})) : type))
    .map((type) => (type === 'string' && schema.format ? `${type}, ${schema.format}` : type))
    .join(words.either)
}

function refsOf(schema: Schema): string[] {
  const own = schema.$ref ? [nameOf(schema.$ref)] : []
  const parts = [
    ...(schema.anyOf ?? schema.oneOf ?? schema.allOf ?? []),
    ...(schema.items ? [schema.items] : []),
  ]
  return [...own, ...parts.flatMap(refsOf)]
}

// What a reference adds to a named schema stands beside it.
function wordsOf(schema: Schema): string {
  return (schema.allOf ?? []).map((part) => part.description ?? '').find(Boolean) ?? ''
}

function limitsOf(schema: Schema): string[] {
  const { example, pattern } = schema
  const said = [
    ...rangeOf(schema.minLength, schema.maxLength, words.characters),
    ...rangeOf(schema.minItems, schema.maxItems, words.entries),
    ...rangeOf(schema.minimum, schema.maximum, ''),
  ]
  if (schema.default !== undefined) said.push(words.otherwise(JSON.stringify(schema.default)))
  if (example !== undefined && !schema.enum)
    said.push(words.suchAs(typeof example === 'string' ? example : JSON.stringify(example)))
  else if (pattern && !schema.format) said.push(words.matches(pattern))
  return said
}

function rangeOf(least: number | undefined, most: number | undefined, what: string): string[] {
  // Every whole number has the limits of JavaScript, which say nothing about the thing.
  const [from, to] = [least, most].map((limit) => (Math.abs(limit ?? Infinity) < 1e15 ? limit : undefined))
  if (from !== undefined && to !== undefined) return [words.range(from, to, what)]
  if (to !== undefined) return [words.atMost(to, what)]
  return from === undefined ? [] : [words.atLeast(from, what)]
}
