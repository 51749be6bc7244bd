import {
  idPrefixes,
  typesOf,
  type ApiDocument,
  type DocumentedOperation,
  type Parameter,
} from './document.ts'
import { mutationsOf } from './mutations.ts'
import { request, type FuzzRequest, type Ingredients, type Parts } from './parts.ts'
import { NAUGHTY } from './values.ts'

/** Makes a request of good parts, with one thing wrong. */
export type Twist = (parts: Parts, choice: number) => FuzzRequest

const LARGEST_BODY_BYTES = 1024 * 1024
const MALFORMED = ['', '{', '{"a":}', '[1,]', 'nul', '\ufeff{}x', '{"a":1}{"b":2}', "{'a':1}", '\u0000']
const OTHER_TYPES = [
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'text/json',
]

/** Every way in which a request for this operation can have one thing wrong. */
export function twistsOf(ingredients: Ingredients, operation: DocumentedOperation): Twist[] {
  const has = (where: Parameter['in']) => operation.parameters.some((parameter) => parameter.in === where)
  const bodies = operation.body ? [oddBody(ingredients, operation)] : []
  return [
    // A body has more that can be wrong than everything else together.
    ...Array.from({ length: 6 }, () => bodies).flat(),
    ...(operation.body ? [brokenBody(operation)] : []),
    ...(!operation.body && ['POST', 'PUT', 'PATCH'].includes(operation.method) ? [strayBody(operation)] : []),
    ...(has('path') ? [oddPath(operation)] : []),
    ...(has('query') ? [oddQuery(operation), oddQuery(operation)] : []),
    unknownQuery(operation),
    ...(has('header') ? [oddHeader(operation)] : []),
  ]
}

function oddBody({ document, ajv }: Ingredients, operation: DocumentedOperation): Twist {
  const { schema } = operation.body!
  const fits = ajv.compile({ ...schema, ...components(document) })
  return (parts, choice) => {
    const mutations = mutationsOf(document, schema, parts.body)
    const { pointer, what, value } = mutations[choice % mutations.length]!
    const allowed = fits(value)
    const inUnion = fits.errors?.some(({ keyword }) => keyword === 'anyOf' || keyword === 'oneOf') ?? false
    const exactly = what === 'one member more' && !inUnion
    return request(
      operation,
      { ...parts, body: value },
      `${pointer || 'the body'}: ${what}`,
      allowed ? null : { status: 422, field: pointer, exactly },
    )
  }
}

function brokenBody(operation: DocumentedOperation): Twist {
  return (parts, choice) => {
    const good = request(operation, parts, '', null)
    const [kind, index] = [choice % 4, choice >> 2]
    const type = OTHER_TYPES[index % OTHER_TYPES.length]!
    if (kind === 0)
      return {
        ...good,
        what: 'malformed JSON',
        body: MALFORMED[index % MALFORMED.length]!,
        expects: { status: 400, code: 'malformed_json' },
      }
    if (kind === 1)
      return {
        ...good,
        what: `as ${type}`,
        headers: { ...good.headers, 'content-type': type },
        expects: { status: 415 },
      }
    if (kind === 2)
      return {
        ...good,
        what: 'no UTF-8',
        body: new Uint8Array([123, 34, 255, 254, 34, 58, 34, 192, 34, 125]),
        expects: { status: 422 },
      }
    const large = `{"quote":"${'x'.repeat(LARGEST_BODY_BYTES)}"}`
    return { ...good, what: 'more than a mebibyte', body: large, expects: { status: 413 } }
  }
}

function strayBody(operation: DocumentedOperation): Twist {
  return (parts) =>
    request(operation, { ...parts, body: { unknown_member: 1 } }, 'a body where none belongs', {
      status: 422,
      field: '/unknown_member',
    })
}

function oddPath(operation: DocumentedOperation): Twist {
  const names = operation.parameters.filter((parameter) => parameter.in === 'path')
  return (parts, choice) => {
    const { name, schema } = names[choice % names.length]!
    const good = parts.params[name]!
    const odd = [good.toUpperCase(), `x${good}`, `${good}0`, `${good}\n`, ...NAUGHTY, 'x'.repeat(5_000), '%']
    const text = odd.filter((entry) => entry !== '')[choice % (odd.length - 1)]!
    const expects = idPrefixes(schema) && text !== good ? { status: 404, code: 'not_found' } : null
    return request(
      operation,
      { ...parts, params: { ...parts.params, [name]: text } },
      `path:${name} is odd`,
      expects,
    )
  }
}

function oddQuery(operation: DocumentedOperation): Twist {
  const params = operation.parameters.filter((parameter) => parameter.in === 'query')
  return (parts, choice) => {
    const { name, schema } = params[choice % params.length]!
    const sure = surelyWrong(schema)
    const texts = [...sure, ...sure, ...NAUGHTY]
    const text = texts[(choice >> 3) % texts.length]!
    const expects = sure.includes(text) ? { status: 422, field: `query:${name}` } : null
    return request(
      operation,
      { ...parts, query: { ...parts.query, [name]: text } },
      `query:${name}=${text}`,
      expects,
    )
  }
}

function surelyWrong(schema: Parameter['schema']): string[] {
  const types = typesOf(schema)
  if (types.includes('integer'))
    return [
      'abc',
      '1.5',
      ...(schema.maximum === undefined ? [] : [String(schema.maximum + 1)]),
      ...(schema.minimum === undefined ? [] : [String(schema.minimum - 1)]),
    ]
  if (schema.enum) return ['no such word']
  if (idPrefixes(schema)) return ['no id', `xx_${'0'.repeat(32)}`]
  return schema.format === 'date-time' || schema.format === 'date' ? ['yesterday', '2026-13-45'] : []
}

function unknownQuery(operation: DocumentedOperation): Twist {
  return (parts) =>
    request(
      operation,
      { ...parts, query: { ...parts.query, unknown_parameter: '1' } },
      'one parameter more',
      {
        status: 422,
        field: 'query:unknown_parameter',
      },
    )
}

function oddHeader(operation: DocumentedOperation): Twist {
  const names = operation.parameters.filter((parameter) => parameter.in === 'header').map(({ name }) => name)
  const texts = [
    '',
    ' ',
    'x'.repeat(10_000),
    '"',
    '"1", "2"',
    'W/"1"',
    '"999999999999999999999"',
    '\u00ff\u00fe',
    '*',
    "'; --",
  ]
  return (parts, choice) => {
    const name = names[choice % names.length]!
    const text = texts[(choice >> 2) % texts.length]!
    const missing = name === 'Idempotency-Key' && (text.trim() === '' || text.length > 255)
    return request(
      operation,
      { ...parts, headers: { ...parts.headers, [name]: text } },
      `header:${name} is odd`,
      missing ? { status: 400, code: 'idempotency_key_missing' } : null,
    )
  }
}
function components(document: ApiDocument) {
  return { components: document.text['components'] }
}
