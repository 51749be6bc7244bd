import fc from 'fast-check'
import { idPrefixes, typesOf, type ApiDocument, type Schema } from './document.ts'
import type { Family } from './pool.ts'

/** What people and programs type that breaks careless code. */
export const NAUGHTY = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  'x\udfffy',
  '\ufeff',
  '\u202eright to left',
  '\n\r\t',
  "'; drop table bookings; --",
  '" or ""="',
  '\\',
  '%00',
  '%s%n${7*7}{{7*7}}',
  '<script>alert(1)</script>',
  '../../etc/passwd',
  '-1',
  '1e309',
  'NaN',
  'null',
  'undefined',
  '__proto__',
  'constructor',
  'toString',
  '👩‍👩‍👧‍👦'.repeat(40),
  'é'.normalize('NFD').repeat(30),
  '٣',
  'ﬁ',
  '2026-02-30T00:00:00Z',
  '+275760-09-13T00:00:00Z',
  '-271821-04-20T00:00:00Z',
  '9999-12-31T23:59:60Z',
  '0000-01-01T00:00:00Z',
  'Europe/Nowhere',
  'http://[::1]:0/',
  'https://user:pass@example.com:99999/',
  'a@b',
  '=cmd|/c calc',
] as const

const REAL_ID_SHARE = { real: 1, unknown: 1 }

/**
 * Values that the schema allows, with its bounds more often than chance would. Ids are real ones of the family half
 * of the time; `real: true` takes no others, and keeps to what the document gives as examples where it does.
 */
export function valuesOf(
  document: ApiDocument,
  given: Schema,
  family: Family,
  real = false,
): fc.Arbitrary<unknown> {
  const schema = document.resolve(given)
  const inner = (next: Schema) => valuesOf(document, next, family, real)
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const branches = schema.anyOf ?? schema.oneOf
  if (branches) return fc.oneof(...branches.map(inner))
  if (schema.allOf) return fc.tuple(...schema.allOf.map(inner)).map((parts) => Object.assign({}, ...parts))
  const kinds = typesOf(schema).map((type) => ofType(type, schema, family, real, inner))
  return kinds.length === 0 ? fc.jsonValue({ maxDepth: 2 }) : fc.oneof(...kinds)
}

function ofType(
  type: string,
  schema: Schema,
  family: Family,
  real: boolean,
  inner: (schema: Schema) => fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> {
  switch (type) {
    case 'null':
      return fc.constant(null)
    case 'boolean':
      return fc.boolean()
    case 'integer':
    case 'number':
      return numbersOf(schema, real)
    case 'array':
      return arraysOf(schema, inner)
    case 'object':
      return objectsOf(schema, inner, real)
    default:
      return stringsOf(schema, family, real)
  }
}

function numbersOf(schema: Schema, real: boolean): fc.Arbitrary<unknown> {
  const min = schema.minimum ?? (schema.exclusiveMinimum === undefined ? -1000 : schema.exclusiveMinimum + 1)
  const max =
    schema.maximum ?? (schema.exclusiveMaximum === undefined ? 100_000 : schema.exclusiveMaximum - 1)
  if (real && typeof schema.example === 'number') return fc.constant(schema.example)
  const whole = fc.integer({ min: Math.ceil(Math.max(min, -2e9)), max: Math.floor(Math.min(max, 2e9)) })
  return fc.oneof({ weight: 3, arbitrary: whole }, fc.constant(min), fc.constant(max))
}

function arraysOf(
  { items = {}, minItems = 0, maxItems = 5 }: Schema,
  inner: (schema: Schema) => fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> {
  return fc.array(inner(items), { minLength: minItems, maxLength: Math.max(minItems, Math.min(maxItems, 4)) })
}

function objectsOf(
  { properties = {}, required = [], additionalProperties }: Schema,
  inner: (schema: Schema) => fc.Arbitrary<unknown>,
  real: boolean,
): fc.Arbitrary<unknown> {
  const entries = Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name, inner(schema)]),
  )
  const known = fc.record(entries, { requiredKeys: required })
  if (typeof additionalProperties !== 'object' || real) return known
  const names = fc.string({ minLength: 1, maxLength: 12 })
  return fc
    .tuple(known, fc.dictionary(names, inner(additionalProperties), { maxKeys: 3 }))
    .map(([fixed, more]) => ({ ...more, ...fixed }))
}

function stringsOf(schema: Schema, family: Family, real: boolean): fc.Arbitrary<unknown> {
  const prefixes = idPrefixes(schema)
  if (prefixes) return idsOf(prefixes, family, real)
  const { minLength = 0, maxLength = 60, example, pattern, format } = schema
  const examples = typeof example === 'string' ? [fc.constant(example)] : []
  if (real && examples.length > 0) return examples[0]!
  const fits = (text: string) => text.length >= minLength && text.length <= maxLength
  if (format === 'date-time') return fc.oneof(...examples, instants)
  if (format === 'date') return fc.oneof(...examples, dates)
  if (format === 'email') return fc.oneof(...examples, emails)
  if (format === 'uri') return fc.oneof(...examples, fc.constant('https://kept.example/hook'))
  if (pattern) return fc.oneof(...examples, fc.stringMatching(new RegExp(pattern)))
  const plain = fc.string({ minLength, maxLength: Math.min(maxLength, 80), unit: 'grapheme' }).filter(fits)
  if (real) return fc.constant('Plain words'.slice(0, maxLength).padEnd(minLength, 'x'))
  const naughty = NAUGHTY.filter(fits)
  const longest = fc.constant('x'.repeat(Math.min(maxLength, 60_000)))
  return fc.oneof(
    ...examples,
    { weight: 3, arbitrary: plain },
    ...(naughty.length > 0 ? [fc.constantFrom(...naughty)] : []),
    ...(schema.maxLength === undefined ? [] : [longest]),
  )
}

const instants = fc.integer({ min: -3_000, max: 3_000 }).map((halfHours) =>
  Temporal.Instant.from('2026-12-03T19:30:00Z')
    .add({ minutes: 30 * halfHours })
    .toString(),
)
const dates = fc
  .integer({ min: -400, max: 400 })
  .map((days) => Temporal.PlainDate.from('2026-12-03').add({ days }).toString())
const emails = fc.integer({ min: 0, max: 9_999 }).map((number) => `somebody.${number}@customer.example`)

function idsOf(prefixes: string[], family: Family, real: boolean): fc.Arbitrary<unknown> {
  const known = prefixes.flatMap((prefix) => family[prefix] ?? [])
  const unknown = fc
    .tuple(fc.constantFrom(...prefixes), fc.stringMatching(/^[0-9a-f]{32}$/))
    .map(([prefix, hex]) => `${prefix}_${hex}`)
  if (known.length === 0) return unknown
  const found = fc.constantFrom(...known)
  return real
    ? found
    : fc.oneof(
        { weight: REAL_ID_SHARE.real, arbitrary: found },
        { weight: REAL_ID_SHARE.unknown, arbitrary: unknown },
      )
}
