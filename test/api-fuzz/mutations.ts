import { typesOf, type ApiDocument, type Schema } from './document.ts'
import { NAUGHTY } from './values.ts'

/** A value with one thing changed, and where. Whether the schema still allows it, a validator has to say. */
export interface Mutation {
  /** A JSON pointer to what was changed, added or left out. */
  pointer: string
  what: string
  value: unknown
}

type Put = (value: unknown) => unknown

const LEFT_OUT = Symbol('left out')
const OTHER_TYPES: [string, unknown][] = [
  ['null', null],
  ['boolean', true],
  ['number', -0.5],
  ['integer', 42],
  ['string', 'text'],
  ['array', []],
  ['array', [[null]]],
  ['object', {}],
  ['object', { length: 3 }],
]

/** Every way to change one thing of a value that the schema allows. */
export function mutationsOf(document: ApiDocument, schema: Schema, value: unknown): Mutation[] {
  return at(document, schema, value, '', (changed) => changed)
}

function at(document: ApiDocument, given: Schema, value: unknown, pointer: string, put: Put): Mutation[] {
  const schema = document.resolve(given)
  const say = (what: string, changed: unknown): Mutation => ({ pointer, what, value: put(changed) })
  const own = [
    ...otherTypes(schema).map(([type, other]) => say(`a ${type} instead`, other)),
    say('nested deeply', nested(2_000)),
    ...(typeof value === 'string' ? strings(schema).map((text) => say('another text', text)) : []),
    ...(typeof value === 'number' ? numbers(schema).map((other) => say(`${other} instead`, other)) : []),
  ]
  if (Array.isArray(value)) return [...own, ...inArray(document, schema, value, pointer, put)]
  if (typeof value === 'object' && value !== null)
    return [...own, ...inObject(document, schema, value as Record<string, unknown>, pointer, put)]
  return own
}

function otherTypes(schema: Schema): [string, unknown][] {
  const types = typesOf(schema)
  if (types.length === 0) return OTHER_TYPES
  return OTHER_TYPES.filter(
    ([type]) => !types.includes(type) && !(type === 'integer' && types.includes('number')),
  )
}

function strings({ maxLength, minLength, pattern }: Schema): string[] {
  return [
    ...NAUGHTY,
    'x'.repeat((maxLength ?? 100_000) + 1),
    ...(minLength ? ['x'.repeat(minLength - 1)] : []),
    ...(pattern
      ? ['bk_0193A2B4C5D67E8F90A1B2C3D4E5F607', `xx_${'0'.repeat(32)}`, `bk_${'0'.repeat(32)}\n`]
      : []),
  ]
}

function numbers({ minimum, maximum }: Schema): number[] {
  return [
    ...(minimum === undefined ? [] : [minimum - 1]),
    ...(maximum === undefined ? [] : [maximum + 1]),
    0.1,
    -1,
    1e308,
    Number.MAX_SAFE_INTEGER + 1,
    -(2 ** 31) - 1,
    2 ** 63,
  ]
}

function inArray(
  document: ApiDocument,
  schema: Schema,
  value: unknown[],
  pointer: string,
  put: Put,
): Mutation[] {
  const { items = {}, maxItems, minItems = 0 } = schema
  const say = (what: string, changed: unknown): Mutation => ({ pointer, what, value: put(changed) })
  const inside = value
    .slice(0, 2)
    .flatMap((entry, index) =>
      at(document, items, entry, `${pointer}/${index}`, (changed) => put(value.with(index, changed))),
    )
  const filler = value[0] ?? null
  return [
    ...inside,
    ...(maxItems === undefined
      ? []
      : [
          say(
            'too many',
            Array.from({ length: maxItems + 1 }, () => filler),
          ),
        ]),
    ...(minItems > 0 ? [say('too few', value.slice(0, minItems - 1))] : []),
    ...(value.length > 0 ? [say('the same twice', [value[0], ...value])] : []),
  ]
}

function inObject(
  document: ApiDocument,
  given: Schema,
  value: Record<string, unknown>,
  pointer: string,
  put: Put,
): Mutation[] {
  const { properties = {} } = branchFor(document, given, value)
  const known = Object.entries(value).flatMap(([name, entry]) => {
    const place = `${pointer}/${escaped(name)}`
    const putHere = (changed: unknown) => put(withMember(value, name, changed))
    return [
      { pointer: place, what: 'left out', value: putHere(LEFT_OUT) },
      ...(properties[name] ? at(document, properties[name], entry, place, putHere) : []),
    ]
  })
  const unknown = ['unknown_member', '__proto__', 'constructor', 'toString', 'a~/b'].map((name) => ({
    pointer: `${pointer}/${escaped(name)}`,
    what: 'one member more',
    value: put(withMember(value, name, { isAdmin: true })),
  }))
  return [...known, ...unknown]
}

// Of several shapes the one that names the members of this value best.
function branchFor(document: ApiDocument, schema: Schema, value: Record<string, unknown>): Schema {
  const branches = (schema.anyOf ?? schema.oneOf ?? []).map((branch) => document.resolve(branch))
  const known = (branch: Schema) =>
    Object.keys(value).filter((name) => branch.properties && Object.hasOwn(branch.properties, name)).length
  return branches.toSorted((one, other) => known(other) - known(one))[0] ?? schema
}

// A member called __proto__ must be a member, not the prototype.
function withMember(value: Record<string, unknown>, name: string, changed: unknown): Record<string, unknown> {
  const copy = { ...value }
  if (changed === LEFT_OUT) delete copy[name]
  else
    Object.defineProperty(copy, name, {
      value: changed,
      enumerable: true,
      configurable: true,
      writable: true,
    })
  return copy
}

function nested(depth: number): unknown {
  let value: unknown = []
  for (let level = 0; level < depth; level += 1) value = [value]
  return value
}

export function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}
