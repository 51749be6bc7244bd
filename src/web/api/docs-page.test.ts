import { afterAll, beforeAll, expect, test } from 'vitest'
import { referenceText } from '#messages/api-reference.ts'
import { paths } from '#paths.ts'
import { makeWorld, type World } from '../../../test/world.ts'
import { OPERATIONS } from './operations.ts'
import { PROBLEMS } from './problems.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.close())

const page = async (path: string) => {
  const answer = await world.visit(path)
  expect(answer.status).toBe(200)
  return answer.text()
}

test('the document names this installation as its server', async () => {
  const { servers, info } = JSON.parse(await page(paths.apiDocument())) as {
    servers: unknown
    info: { description: string }
  }
  expect(servers).toEqual([{ url: 'http://kept.test' }])
  expect(info.description).toContain('## ')
  // Its readers have no files beside it.
  expect(info.description).not.toContain('.md)')
  expect(info.description).toContain(`](${paths.apiWebhooks()})`)
})

// Seen to fail when operations without a body were left out.
test('the reference lists every operation with its address, its scope and a command', async () => {
  const html = await page(paths.apiDocs())
  for (const { id, method, path, scope } of OPERATIONS) {
    const from = html.indexOf(`<article class="reference-entry" id="${id}"`)
    expect(from, id).toBeGreaterThan(0)
    const entry = html.slice(from, html.indexOf('</article>', from))
    const needs = scope === null ? referenceText.noScope : `<code>${scope}</code>`
    const said = [`${method.toUpperCase()} ${path}`, needs, 'curl', `${paths.apiProblems()}#not_found`]
    const unsaid = said.filter((words) => entry.indexOf(words) < 0)
    expect([id, ...unsaid]).toEqual([id])
  }
})

test('every link inside the reference leads somewhere', async () => {
  const html = await page(paths.apiDocs())
  const ids = new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id))
  const inside = [...html.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id!)
  expect(inside.length).toBeGreaterThan(50)
  expect(inside.filter((id) => !ids.has(id))).toEqual([])
})

test('the commands of the guide name this installation', async () => {
  const html = await page(paths.apiDocs())
  expect(html.includes('http://kept.test')).toBe(true)
  expect(html.includes('book.example.com')).toBe(false)
})

test('the papers about webhooks, assistants and embedding are pages, too, and lead to each other', async () => {
  const links = [paths.apiDocs(), paths.apiWebhooks(), paths.apiMcp(), paths.apiEmbedding()]
  for (const path of links) {
    const html = await page(path)
    expect(links.filter((link) => html.indexOf(`href="${link}"`) < 0)).toEqual([])
    expect(html.indexOf('.md"')).toBe(-1)
  }
  expect((await page(paths.apiWebhooks())).includes('<th scope="col">Event</th>')).toBe(true)
})

// Seen to fail when a code was missing from the list.
test('every problem stands under the address that its type names', async () => {
  const html = await page(paths.apiProblems())
  const missing = Object.keys(PROBLEMS).filter((code) => !html.includes(`id="${code}"`))
  expect(missing).toEqual([])
})

// Seen to fail when the viewer asked for its file by an address elsewhere.
test('the viewer loads everything from here, and nothing it is sent may leave', async () => {
  const answer = await world.visit(paths.apiTry())
  const html = await answer.text()
  expect([...html.matchAll(/(?:src|href)="(https?:[^"]+)"/g)]).toEqual([])
  const policy = answer.headers.get('content-security-policy')!
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("connect-src 'self'")
  expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe|\*|https?:/)
  for (const name of ['swagger-ui-bundle.js', 'swagger-ui.css']) {
    const file = await world.visit(paths.apiTryFile(name), { 'accept-encoding': 'gzip' })
    expect(file.status).toBe(200)
    expect(file.headers.get('content-encoding')).toBe('gzip')
  }
  expect((await world.visit(paths.apiTryFile('index.html'))).status).toBe(404)
  expect((await world.visit('/v1/docs/try/..%2Fpackage.json')).status).toBe(404)
})
