import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { scopeOfMember } from '#domain/access/scope.ts'
import { createOrganization } from '#domain/organizations/create-organization.ts'
import { OPEN_RULE } from '#domain/policies/policy.ts'
import { addMember } from '#domain/team/members.ts'
import { paths } from '#paths.ts'
import { browserOf, pageOf, type Page, type StaffBrowser } from '../../../test/staff-browser.ts'
import { makeWorld, type CleosBooking, type World } from '../../../test/world.ts'

/*
 * Every staff address, asked by everybody: Alva owns the organization, Bo works there as a host, Vera may only look,
 * Cleo is a customer without a login, Dag owns another organization. Seen to fail when openBooking let a booking
 * through without asking mayAct (Edda's column), and when loadDeliveryForOutbox forgot the organization (Dag's).
 */
let world: World
let browsers: {
  alva: StaffBrowser
  bo: StaffBrowser
  vera: StaffBrowser
  edda: StaffBrowser
  dag: StaffBrowser
}
let booking: CleosBooking
let deliveryId: string

beforeAll(async () => {
  world = await makeWorld()
  booking = await world.bookAgain()
  const dag = await stranger()
  browsers = {
    alva: await browserOf(world, world.alva),
    bo: await browserOf(world, world.bo),
    vera: await browserOf(world, await colleague('Vera', 'viewer')),
    edda: await browserOf(world, await colleague('Edda', 'host')),
    dag: await browserOf(world, dag),
  }
  const delivery = await world.context.reader
    .selectFrom('deliveries')
    .select('id')
    .where('booking_id', '=', booking.bookingId)
    .where('channel', '=', 'email')
    .executeTakeFirstOrThrow()
  deliveryId = delivery.id
})
afterAll(() => world.close())

async function colleague(name: string, roleKey: string) {
  const email = `${name.toLowerCase()}@kestrel.example`
  const added = await addMember(world.context, world.scope, {
    name,
    email,
    title: '',
    zone: 'America/New_York',
    roleKey,
    password: null,
  })
  if (!added.ok) throw new Error(added.refusal.code)
  return (await scopeOfMember(world.context.reader, world.orgId, added.value.memberId))!
}

async function stranger() {
  const made = await createOrganization(world.context, {
    name: 'Dag & Co',
    zone: 'Europe/Oslo',
    locale: 'en-GB',
    currency: 'NOK',
    contactEmail: null,
    contactPhone: null,
    owner: { name: 'Dag', email: 'dag@stranger.example', password: null },
    policy: { name: 'Default', rules: { cancel: OPEN_RULE, reschedule: OPEN_RULE } },
  })
  return (await scopeOfMember(world.context.reader, made.orgId, made.ownerId))!
}

type Row = [
  what: string,
  ask: (from: (path: string, fields?: Record<string, string>) => Promise<Page>) => Promise<Page>,
  alva: number,
  bo: number,
  vera: number,
  edda: number,
  dag: number,
]

// Bo hosts the booking, Edda is a host who has nothing to do with it. 303 is done, 400 is a form that was not filled in.
const ROWS: Row[] = [
  ['the activity', (ask) => ask(paths.activity()), 200, 200, 200, 200, 200],
  [
    'the booking in the pane',
    (ask) => ask(paths.activity({ open: booking.bookingId })),
    200,
    200,
    200,
    404,
    404,
  ],
  ['the booking', (ask) => ask(paths.staffBooking(booking.bookingId)), 200, 200, 200, 404, 404],
  ['its cancel page', (ask) => ask(paths.staffCancel(booking.bookingId)), 200, 200, 403, 404, 404],
  ['its move page', (ask) => ask(paths.staffMove(booking.bookingId)), 200, 200, 403, 404, 404],
  [
    'the check of a move',
    (ask) => ask(paths.staffMove(booking.bookingId, { start: '2026-12-08T15:00:00Z' })),
    200,
    200,
    403,
    404,
    404,
  ],
  [
    'marking it read',
    (ask) => ask(paths.markRead(booking.bookingId), { revision: '1' }),
    303,
    303,
    303,
    404,
    404,
  ],
  [
    'canceling without a quote',
    (ask) => ask(paths.staffCancel(booking.bookingId), { quote: '' }),
    409,
    409,
    403,
    404,
    404,
  ],
  [
    'moving without a quote',
    (ask) => ask(paths.staffMove(booking.bookingId), { quote: '' }),
    409,
    409,
    403,
    404,
    404,
  ],
  [
    'a no-show before the start',
    (ask) => ask(paths.noShow(booking.bookingId), { session: 'none', act: 'set' }),
    404,
    404,
    403,
    404,
    404,
  ],
  ['a new link', (ask) => ask(paths.newLink(booking.bookingId), {}), 303, 303, 403, 404, 404],
  ['the outbox', (ask) => ask(paths.outbox()), 200, 403, 403, 403, 200],
  ['a message', (ask) => ask(paths.delivery(deliveryId)), 200, 403, 403, 403, 404],
  ['sending it again', (ask) => ask(paths.resend(deliveryId), {}), 303, 403, 403, 403, 404],
  ['an address that is none', (ask) => ask('/staff/nothing/here'), 404, 404, 404, 404, 404],
]

describe.each(ROWS)('%s', (_what, asked, ...statuses) => {
  test('is answered to each of the team and to the stranger as their role says', async () => {
    const answers = []
    for (const who of ['alva', 'bo', 'vera', 'edda', 'dag'] as const)
      answers.push(
        (await asked((path, fields) => (fields ? browsers[who].post(path, fields) : browsers[who].get(path))))
          .status,
      )
    expect(answers).toEqual(statuses)
  })

  test('sends Cleo, who has no login, to the door', async () => {
    const without = async (path: string, fields?: Record<string, string>) =>
      pageOf(await (fields ? world.send(path, fields) : world.visit(path)))
    const page = await asked(without)
    expect(page.status).toBe(303)
    expect(page.location).toMatch(/^\/staff\/sign-in/)
  })
})

test('the strangers list none of our bookings and none of our messages', async () => {
  for (const page of [
    await browsers.dag.get(paths.activity()),
    await browsers.dag.get(paths.outbox()),
    await browsers.edda.get(paths.activity()),
  ]) {
    expect(page.said).not.toContain('Cleo')
  }
  expect((await browsers.bo.get(paths.activity())).said).toContain('Cleo')
})

test('a member who was switched off is out at once', async () => {
  const browser = await browserOf(world, await colleague('Finn', 'admin'))
  expect((await browser.get(paths.activity())).status).toBe(200)
  await world.context.db
    .updateTable('time_owners')
    .set({ active: false })
    .where('name', '=', 'Finn')
    .execute()
  expect((await browser.get(paths.activity())).status).toBe(303)
})

test('a page that refuses names colleagues who can help', async () => {
  const page = await browsers.bo.get(paths.outbox())
  expect(page.status).toBe(403)
  expect(page.said).toContain(
    'You are signed in as Host. Nothing was changed. Alva can do this or change your role.',
  )
})

test('a refusal tells a stranger nothing: somebody else\u2019s booking and none at all look the same', async () => {
  const strip = (page: Page) => page.html.replaceAll(/nonce="[^"]*"|content="[^"]{20,}"/g, '')
  const theirs = await browsers.dag.get(paths.staffBooking(booking.bookingId))
  const none = await browsers.dag.get(paths.staffBooking('01890000-0000-7000-8000-000000000000'))
  expect(strip(theirs)).toBe(strip(none))
})
