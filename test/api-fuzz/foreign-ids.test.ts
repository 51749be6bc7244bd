import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from 'kysely'
import { OPERATIONS } from '../../src/web/api/operations.ts'
import { programOf, type Program } from '../api-client.ts'
import { makeWorld, type World } from '../world.ts'
import { readDocument, type ApiDocument, type DocumentedOperation } from './document.ts'
import { displaceIds, idPositions, type Displaced } from './foreign-ids.ts'
import { openJudge } from './judge.ts'
import { familiesOf, type Family } from './pool.ts'
import { addOneOfEverything, appOf, makeNeighbour, type Business } from './populated.ts'
import { recipesWith, sealQuotes } from './recipes.ts'
import { besides, findWaiting } from './named-recipes.ts'
import { withNewKey, type FuzzRequest, type Ingredients } from './parts.ts'
import { plausibleRequestsOf } from './requests.ts'

/*
 * Two organizations in one database, each with one of everything. Seen to fail when policies were looked up by their
 * id alone, and when a change was asked of a booking before anybody looked whether it is ours.
 */
const SAMPLES = 60

let world: World
let neighbour: Business
let foreign: Family
let app: ReturnType<typeof appOf>
let program: Program
let document: ApiDocument
let ingredients: Ingredients

beforeAll(async () => {
  world = await makeWorld()
  neighbour = await makeNeighbour(world.context)
  await addOneOfEverything(world.context, world)
  await addOneOfEverything(world.context, neighbour)
  app = appOf(world)
  program = await programOf({ ...world, ask: app.ask })
  document = await readDocument(app)
  const families = await familiesOf(world.context, world.orgId)
  foreign = (await familiesOf(world.context, neighbour.orgId))[0]!
  const waiting = await findWaiting(program)
  const recipes = recipesWith(await sealQuotes(program, besides(waiting, families)), waiting)
  ingredients = { document, ajv: openJudge(document).ajv, families, recipes }
})
afterAll(() => world.close())

describe.each(OPERATIONS.map(({ id }) => id))('%s', (id) => {
  test('finds nothing under an id of another organization, wherever it stands, and touches nothing there', async () => {
    const operation = document.operations.find((entry) => entry.id === id)!
    const before = await neighbourRows()
    const displaced = displacedOf(operation)
    expect(idPositions(document, operation).filter((position) => !displaced.has(position))).toEqual([])
    const complaints: string[] = []
    for (const [position, all] of displaced) {
      const answers = await Promise.all(all.map(({ request }) => send(withNewKey(request))))
      complaints.push(...judged(position, answers).map((text) => `${position} ${text}`))
    }
    expect(complaints).toEqual([])
    expect(await neighbourRows()).toBe(before)
  })

  test('names nobody and nothing of another organization', async () => {
    const operation = document.operations.find((entry) => entry.id === id)!
    if (operation.method !== 'GET') return
    const theirs = Object.entries(foreign).flatMap(([prefix, ids]) => (prefix === 'org' ? [] : ids))
    for (const request of plausible(operation, 5)) {
      const { text } = await send(request)
      expect(theirs.filter((entry) => text.includes(entry))).toEqual([])
    }
  })
})

test('The neighbour has one of everything, so that there is something to find', () => {
  for (const prefix of [
    'org',
    'et',
    'pg',
    'mem',
    'res',
    'pol',
    'pv',
    'bk',
    'ses',
    'cus',
    'gst',
    'fct',
    'dlv',
    'we',
    'key',
    'off',
    'pay',
    'rfd',
    'inv',
    'fee',
    'dsc',
    'ask',
  ])
    expect(foreign[prefix], prefix).not.toEqual([])
})

/** Requests for each position, all else being ours and as good as can be. */
function displacedOf(operation: DocumentedOperation): Map<string, Displaced[]> {
  const byPosition = Map.groupBy(
    plausible(operation, SAMPLES).flatMap((request) => displaceIds(request, foreign)),
    ({ position }) => position,
  )
  return new Map([...byPosition].map(([position, all]) => [position, all.slice(0, 12)]))
}

function plausible(operation: DocumentedOperation, count: number): FuzzRequest[] {
  return ingredients.families.slice(0, 3).flatMap((family) =>
    fc.sample(plausibleRequestsOf(ingredients, operation, family), {
      seed: 7,
      numRuns: Math.ceil(count / 3),
    }),
  )
}

/** Nothing is ever found, and no answer tells it from an id that nobody has; what else is wrong may be said first. */
function judged(position: string, answers: { status: number; text: string }[]): string[] {
  const betrayals = answers.filter(({ status }) => status < 400 || status === 403 || status >= 500)
  const notFound = answers
    .filter(({ status }) => status === 404)
    .map(({ text }) => JSON.parse(text) as NotFound)
  const others = answers.filter(({ status }) => status !== 404).map(({ text }) => text.slice(0, 200))
  if (betrayals.length > 0) return betrayals.map(({ status }) => `answers ${status}`)
  if (notFound.length === 0) return [`is never not found but ${others[0]}`]
  return notFound.flatMap(({ field, errors = [] }) => {
    const named = [field, ...errors.map((error) => error.field)]
    const near = named.some((name) => name?.replaceAll(/\/\d+(?=\/|$)/g, '/*') === position)
    return near ? [] : [`is not found, but ${named.join(', ') || 'nothing'} is named`]
  })
}

interface NotFound {
  field?: string
  errors?: { field: string }[]
}

async function send(request: FuzzRequest): Promise<{ status: number; text: string }> {
  const { 'If-Match': _match, 'If-None-Match': _noneMatch, ...headers } = request.headers
  const answer = await app.ask(request.path, {
    method: request.operation.method,
    headers: { authorization: `Bearer ${program.key}`, ...headers },
    ...(request.body === null ? {} : { body: request.body }),
  })
  return { status: answer.status, text: await answer.text() }
}

/** A digest over every row of the other organization. */
async function neighbourRows(): Promise<string> {
  const { db } = world.context
  const tables = await sql<{ name: string }>`
    select table_name as name from information_schema.columns
    where table_schema = 'public' and column_name = 'org_id' order by 1`.execute(db)
  const sums = tables.rows.map(
    ({
      name,
    }) => sql`select ${name}::text as name, md5(coalesce(string_agg(t::text, ';' order by t::text), '')) as sum
      from ${sql.table(name)} t where org_id = ${neighbour.orgId}`,
  )
  // PostgreSQL may answer the parts of a union in any order.
  const { rows } = await sql<{
    name: string
    sum: string
  }>`${sql.join(sums, sql` union all `)} order by 1`.execute(db)
  return rows.map(({ name, sum }) => `${name} ${sum}`).join('\n')
}
