import { afterAll, beforeAll, expect, test } from 'vitest'
import { savePage } from '#domain/event-types/save-page.ts'
import { loadEmbedOrigins } from '#domain/organizations/embed-origins.ts'
import { paths } from '#paths.ts'
import { appOver, fieldsOf, problemsIn, Visitor, visitorFor } from '../../../../test/settings/office.ts'
import { ownerElsewhere } from '../../../../test/settings/people.ts'
import { makeWorld, type World } from '../../../../test/world.ts'

const PATH = paths.embedding()

let world: World
let alva: Visitor

beforeAll(async () => {
  world = await makeWorld({})
  alva = await visitorFor({ context: world.context, app: appOver(world.context) }, world.alva)
})

afterAll(() => world.close())

const kept = () => loadEmbedOrigins(world.context.reader, world.scope)

test('Alva lists her sites, one per line, and finds them again as they are kept', async () => {
  expect(await alva.fillIn(PATH, { origins: 'Kestrel.example/jobs\r\n\r\nhttp://localhost:4000\r\n' })).toBe(
    `${PATH}?saved=1`,
  )
  expect(await kept()).toEqual(['https://kestrel.example', 'http://localhost:4000'])
  const page = await alva.open(`${PATH}?saved=1`)
  expect(page.html).toContain('The sites are saved')
  expect(fieldsOf(page.html, PATH)).toMatchObject({
    origins: 'https://kestrel.example\nhttp://localhost:4000',
  })
})

test.each([
  ['\n\nhttps://a.example\nno site', 'Sites: Write one address like https://example.com in line 4.'],
  ['https://a.example\nhttp://b.example', 'Sites: Begin line 2 with https. Only localhost works without it.'],
  [
    Array.from({ length: 21 }, (_, index) => `https://s${index}.example`).join('\n'),
    'Sites: List at most 20 sites.',
  ],
  ['x'.repeat(10_001), 'Shorten “Sites” to 10,000 characters or fewer.'],
])('what cannot be kept is named by its line, and stays in the form', async (origins, sentence) => {
  const before = await world.checksum()
  const answer = await alva.send(PATH, { origins })
  expect([answer.status, problemsIn(answer.html)]).toEqual([422, [sentence]])
  expect(fieldsOf(answer.html, PATH)['origins']).toBe(origins.startsWith('\n') ? `\n${origins}` : origins)
  expect(await world.checksum()).toBe(before)
})

test('for each page and each event type stands what to copy', async () => {
  const { html } = await alva.open(PATH)
  const boxes = [...html.matchAll(/<textarea[^>]* readonly[^>]*>([\s\S]*?)<\/textarea>/g)].map(([, text]) =>
    text!.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"'),
  )
  const script = '<script src="http://kept.test/embed.js" async></script>\n'
  expect(boxes).toEqual([
    `${script}<kept-booking page="hiring"></kept-booking>`,
    `${script}<a href="http://kept.test/book/hiring" data-kept-popup>Book a time</a>`,
    `${script}<kept-booking-button page="hiring" label="Book a time"></kept-booking-button>`,
    `${script}<kept-booking page="hiring" event-type="panel"></kept-booking>`,
    `${script}<a href="http://kept.test/book/hiring/panel" data-kept-popup>Book a time</a>`,
    `${script}<kept-booking-button page="hiring" event-type="panel" label="Book a time"></kept-booking-button>`,
  ])
  expect(html).toContain('A site that is not listed here cannot show your pages.')
})

test('a page that is switched off has nothing to copy, and whoever has none is led to the pages', async () => {
  const page = {
    slug: 'hiring',
    title: 'Hiring at Kestrel',
    intro: '',
    ownerMemberId: world.alva.actor.memberId,
    policyId: null,
    eventTypeIds: [world.eventTypeId],
    stakeholderIds: [],
  }
  const switched = (active: boolean) =>
    savePage(world.context, world.scope, world.pageId, { ...page, active })
  expect((await switched(false)).ok).toBe(true)
  const { html } = await alva.open(PATH)
  expect(html).toContain('No booking pages to embed yet')
  expect(html).not.toContain('kept-booking')
  expect((await switched(true)).ok).toBe(true)
})

// Seen to fail when the routes ask for no permission.
test('Bo, who hosts, is told whom to ask; Dag and Cleo are sent to the door; no list changes', async () => {
  const bo = await visitorFor({ context: world.context, app: appOver(world.context) }, world.bo)
  const elsewhere = await ownerElsewhere(world)
  const dag = await visitorFor({ context: world.context, app: appOver(world.context) }, elsewhere)
  const before = await world.checksum()
  for (const answer of [await bo.open(PATH), await bo.send(PATH, { origins: 'https://bo.example' })]) {
    expect(answer.status).toBe(403)
    expect(answer.html).toContain('Alva')
  }
  for (const cookie of ['', `kept_login=${world.cleo.token}`]) {
    const nobody = new Visitor(appOver(world.context), cookie)
    const { response } = await nobody.open(PATH)
    expect([response.status, response.headers.get('location')?.split('?')[0]]).toEqual([303, paths.signIn()])
    expect((await nobody.send(PATH, { origins: '' })).to).toMatch(/^\/staff\/sign-in/)
  }
  expect(await world.checksum()).toBe(before)
  // An owner of another business fills in the list of that one.
  const own = await kept()
  expect((await dag.open(PATH)).html).not.toContain('kept-booking')
  expect((await dag.send(PATH, { origins: 'https://dag.example' })).status).toBe(303)
  expect(await kept()).toEqual(own)
  expect(await loadEmbedOrigins(world.context.reader, elsewhere)).toEqual(['https://dag.example'])
})
