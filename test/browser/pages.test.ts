import { beforeAll, describe, expect, test } from 'vitest'
import { signInMember } from '../../src/web/staff/login-cookie.ts'
import { createApiKey, revokeApiKey } from '#domain/access/api-keys.ts'
import { API_SCOPES } from '#domain/access/api-scopes.ts'
import { linkToken } from '#domain/access/booking-links.ts'
import { scopeOfMember } from '#domain/access/scope.ts'
import { paths } from '#paths.ts'
import { HIRING } from '../../db/town-hiring.ts'
import { bookByHand, openBusiness } from './journey.ts'
import { obstacles } from './obstacles.ts'
import { openStage } from './test-app.ts'

/*
 * The pages that no demonstrated state shows: doors, settings, forms of the staff, what is not there. Everybody can
 * use them, too. Seen to fail on the list of states, whose links were too low for a finger.
 */

const stage = openStage({ worker: false })
let cookie: { name: string; value: string }
const ids: Record<string, string> = {}

beforeAll(async () => {
  const business = await openBusiness(stage, HIRING, 'pages')
  const { context } = stage.app.deps
  const { orgId } = business.scope
  const alva = business.members['alva']!
  cookie = { name: 'kept_login', value: await signInMember(context, { orgId, memberId: alva }) }
  const visitor = await stage.visitor()
  await bookByHand(await visitor.newPage(), business, 'Panel interview', { day: /^Thursday 3 December/ })
  await visitor.close()
  const booking = await context.db.selectFrom('bookings').select('id').executeTakeFirstOrThrow()
  const delivery = await context.db
    .selectFrom('deliveries')
    .where('channel', '=', 'email')
    .select('id')
    .executeTakeFirstOrThrow()
  const policy = await context.db.selectFrom('policies').select('id').executeTakeFirstOrThrow()
  // One key in use, one that was revoked: both stand in lists of their own.
  const scope = (await scopeOfMember(context.db, orgId, alva))!
  for (const name of ['Website', 'The payroll program that nobody uses any more']) {
    const made = await createApiKey(context, scope, { name, memberId: alva, scopes: API_SCOPES.slice(2) })
    if (made.ok && name !== 'Website') await revokeApiKey(context, scope, made.value.id)
  }
  Object.assign(ids, {
    alva,
    booking: booking.id,
    delivery: delivery.id,
    policy: policy.id,
    eventType: business.eventTypes['panel-interview']!,
    page: business.pageId,
    token: linkToken(context.secret, orgId, booking.id, 'customer', 1),
  })
})

const PUBLIC: Record<string, () => string> = {
  home: () => paths.home(),
  'the list of states': () => paths.demo(),
  'an address that leads nowhere': () => '/nowhere',
  'a booking page that is not there': () => paths.bookingPage('nobody'),
  'a lost link': () => paths.lostLink(),
  'a month without times': () =>
    paths.times('pages', 'panel-interview', { month: '2031-01', tz: 'Nowhere/Land' }),
  'keeping, by the plain link': () => paths.manage(ids['token']!),
}

const STAFF: Record<string, () => string> = {
  'one message': () => paths.delivery(ids['delivery']!),
  cancelling: () => paths.staffCancel(ids['booking']!),
  'moving: a time': () => paths.staffMove(ids['booking']!),
  'moving: a check': () => paths.staffMove(ids['booking']!, { start: '2026-12-04T16:00:00Z' }),
  settings: () => paths.settings(),
  organization: () => paths.organizationSettings(),
  team: () => paths.team(),
  'a new member': () => paths.newMember(),
  'a member': () => paths.member(ids['alva']!),
  hours: () => paths.hours(ids['alva']!),
  'time off': () => paths.timeOff(ids['alva']!),
  resources: () => paths.resources(),
  'event types': () => paths.eventTypes(),
  'a new panel': () => paths.newEventType({ rule: 'panel' }),
  'an event type': () => paths.eventType(ids['eventType']!),
  'booking pages': () => paths.pages(),
  'a booking page': () => paths.page(ids['page']!),
  policies: () => paths.policies(),
  'a policy': () => paths.policy(ids['policy']!),
  'API keys': () => paths.apiKeys(),
  embedding: () => paths.embedding(),
  'a staff page that is not there': () => '/staff/nowhere',
}

describe.concurrent('customers and strangers can use', () => {
  test.each(Object.entries(PUBLIC))('%s', async (id, path) => {
    expect(await obstacles(stage, { id, path: path(), cookie: null })).toEqual([])
  })
})

describe.concurrent('the doors are open to everybody', () => {
  test.each([paths.signIn(), paths.forgotPassword(), paths.resetPassword('no-such-token')])(
    '%s',
    async (path) => {
      expect(await obstacles(stage, { id: path, path, cookie: null })).toEqual([])
    },
  )
})

describe.concurrent('the team can use', () => {
  test.each(Object.entries(STAFF))('%s', async (id, path) => {
    expect(await obstacles(stage, { id, path: path(), cookie })).toEqual([])
  })
})
