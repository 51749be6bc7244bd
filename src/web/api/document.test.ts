import { readFileSync } from 'node:fs'
import { createConfig, lintFromString } from '@redocly/openapi-core'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { tagText } from '#messages/api-reference.ts'
import { apiDocument } from './document.ts'
import { EXAMPLES, QUERY_EXAMPLES } from './examples.ts'
import { OPERATIONS } from './operations.ts'
import type { DocumentLike } from './reference.ts'

const text = JSON.stringify(apiDocument())
const document = JSON.parse(text) as DocumentLike

// Seen to fail when a summary in the code was not the one in the file.
test('docs/openapi.json is what the code says; `npm run api` writes it', () => {
  const committed = JSON.stringify(JSON.parse(readFileSync('docs/openapi.json', 'utf8')))
  expect(committed === text, 'docs/openapi.json is out of date: run "npm run api" and commit it').toBe(true)
})

// Seen to fail when two operations had one name.
test('the document is an OpenAPI document', async () => {
  const config = await createConfig({
    extends: ['spec', 'recommended'],
    rules: { 'info-license-url': 'off' },
  })
  const served = JSON.stringify({ ...document, servers: [{ url: 'https://book.kestrel.test' }] })
  const problems = await lintFromString({ source: served, config })
  expect(problems.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer])).toEqual([])
})

describe('the document says enough to write a program by', () => {
  test.each(OPERATIONS.map((operation) => [operation.id, operation] as const))('%s', (_, operation) => {
    expect(operation.summary).toMatch(/^\p{Lu}[^.]{5,80}$/u)
    expect(tagText(operation.tag), `messages/api-reference.ts says nothing of "${operation.tag}"`).not.toBe(
      '',
    )
    expect(operation.answer.description).toMatch(/\.$/)
  })

  test('no operation has the name of another', () => {
    const names = OPERATIONS.map(({ id }) => id)
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  })
})

// Seen to fail when the example of createNoShow had another prefix.
test('every example is what its operation takes', () => {
  const ajv = new Ajv2020({ strict: false })
  formats.default(ajv)
  const schemas = document.components?.schemas ?? {}
  const bodies = Object.values(document.paths ?? {}).flatMap((methods) =>
    Object.values(methods).map(
      (spec) => [spec.operationId, spec.requestBody?.content['application/json']] as const,
    ),
  )
  const known = new Set(bodies.map(([id]) => id))
  expect(Object.keys(EXAMPLES).filter((id) => !known.has(id))).toEqual([])
  const wrong = bodies.flatMap(([id, body]) => {
    if (!body?.example) return []
    const check = ajv.compile({ ...body.schema, components: { schemas } })
    return check(body.example) ? [] : [{ id, errors: check.errors }]
  })
  expect(wrong).toEqual([])
})

// The document cannot say every rule. Seen to fail when the tiers of a policy did not end at 0, when `from` was `to`,
// and when an example changed nothing.
test('every example says something, and passes the rules that its operation asks it by', () => {
  const silent = OPERATIONS.filter(({ id, body }) => body && Object.keys(EXAMPLES[id] ?? {}).length === 0)
  expect(silent.map(({ id }) => id)).toEqual([])
  const wrong = OPERATIONS.flatMap(({ id, body, query }) => {
    const asked = query && QUERY_EXAMPLES[id]
    const read = [body?.safeParse(EXAMPLES[id]), asked && query.safeParse(asked)]
    return read.flatMap((result) => (result?.error ? [{ id, issues: result.error.issues }] : []))
  })
  expect(wrong).toEqual([])
  const known = new Set(OPERATIONS.filter(({ query }) => query).map(({ id }) => id))
  expect(Object.keys(QUERY_EXAMPLES).filter((id) => !known.has(id))).toEqual([])
})

// Seen to fail without everyNamedSchema and withNulls: a refusal was null by itself, and never null where it may be.
test('what has a name is itself, and what may be null says so where it stands', () => {
  const schemas = Object.entries(document.components?.schemas ?? {})
  expect(schemas.filter(([, { type }]) => [type].flat().includes('null')).map(([name]) => name)).toEqual([])
  expect(text).not.toMatch(/"allOf":\[\{"\$ref":"[^"]+"\},\{"type":\["\w+","null"\]/)
})
