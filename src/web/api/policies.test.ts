import { afterAll, beforeAll, expect, test } from 'vitest'
import { showId } from '#platform/public-ids.ts'
import { programOf, type Program } from '../../../test/api-client.ts'
import { makeWorld, type World } from '../../../test/world.ts'
import { newestFacts } from './set-up.testing.ts'

let world: World
let alva: Program
let policy: string

const cancel = {
  allowed: { kind: 'until', notice_minutes: 120 },
  reason: 'required',
  description: { kind: 'custom', text: 'Tell us the day before.' },
  blocked_message: 'Call us.',
  grace_minutes: 30,
  tiers: [
    { from_notice_minutes: 1440, amount: { kind: 'percent', percent: 100 } },
    { from_notice_minutes: 0, amount: { kind: 'amount', amount: 999_999_999_999_999 } },
  ],
}
const reschedule = {
  allowed: { kind: 'any_time' },
  reason: 'hidden',
  description: { kind: 'system' },
  blocked_message: '',
  grace_minutes: null,
  tiers: [],
  limit: 2,
}

beforeAll(async () => {
  world = await makeWorld()
  alva = await programOf(world)
  policy = `/v1/policies/${showId('policy', world.policyId)}`
})
afterAll(() => world.close())

test('the policy of the organization is shown with its rules', async () => {
  const { body } = await alva.call('GET', policy)
  expect(body).toMatchObject({
    name: 'Default',
    is_default: true,
    current_version: {
      policy: body.id,
      version: 1,
      created_by: null,
      rules: {
        cancel: { allowed: { kind: 'until', notice_minutes: 1440 }, tiers: [] },
        reschedule: { limit: null },
      },
    },
  })
  expect((await alva.call('GET', '/v1/policies')).body).toEqual({ data: [body], next_cursor: null })
})

/** What a rule for cancelling says of credit and debts when nothing was sent. */
const NO_CREDIT = { credit: null, owes_unpaid: false }

test('credit instead of money, and asking for what was never paid, are kept as they were sent', async () => {
  const credit = { amount: { kind: 'percent', percent: 100 }, months: 12 }
  const body = { name: 'Credit', rules: { cancel: { ...cancel, credit, owes_unpaid: true }, reschedule } }
  const added = await alva.call('POST', '/v1/policies', { body })
  expect([added.status, added.body.current_version.rules]).toEqual([201, body.rules])
  const eternal = { ...body.rules.cancel, credit: { ...credit, months: 0 } }
  const refused = await alva.call('POST', '/v1/policies', {
    body: { name: 'For ever', rules: { cancel: eternal, reschedule } },
  })
  expect([refused.status, refused.body.field]).toEqual([422, '/rules/cancel/credit/months'])
})

test('a new policy says what was sent, word for word and cent for cent', async () => {
  const body = { name: 'Strict', rules: { cancel, reschedule } }
  const added = await alva.call('POST', '/v1/policies', { body })
  expect(added.status).toBe(201)
  expect(added.body).toMatchObject({ name: 'Strict', is_default: false })
  expect(added.body.current_version.rules).toEqual({ cancel: { ...cancel, ...NO_CREDIT }, reschedule })
  expect(added.body.current_version.created_by).toBe(showId('member', world.alva.actor.memberId))
  const [fact] = await newestFacts(world, 1)
  expect(fact).toMatchObject({ kind: 'policy.versioned', channel: 'api' })
  expect(fact!.api_key_id).not.toBeNull()
  expect((await alva.call('GET', `/v1/policies/${added.body.id}`)).body).toEqual(added.body)
})

// Seen to fail when the rules that are in force are not compared with those that were sent.
test('rules that are in force make no new version, other rules make the next one, and bookings keep theirs', async () => {
  const { rules } = (await alva.call('GET', policy)).body.current_version
  const same = await alva.call('POST', `${policy}/versions`, { body: { rules } })
  expect([same.status, same.body.version]).toEqual([201, 1])
  const next = await alva.call('POST', `${policy}/versions`, { body: { rules: { cancel, reschedule } } })
  expect([next.body.version, next.body.rules]).toEqual([
    2,
    { cancel: { ...cancel, ...NO_CREDIT }, reschedule },
  ])
  expect((await alva.call('GET', policy)).body).toMatchObject({ name: 'Default', current_version: next.body })
  expect((await world.load(world.cleo)).policy.version).toBe(1)
  const newest = await alva.call('GET', `${policy}/versions?limit=1`)
  expect(newest.body.data).toEqual([next.body])
  const first = await alva.call('GET', `${policy}/versions?limit=1&cursor=${newest.body.next_cursor}`)
  expect(first.body).toEqual({ data: [same.body], next_cursor: null })
})

test('a policy gets another name and keeps everything else', async () => {
  const before = (await alva.call('GET', policy)).body
  const renamed = await alva.call('PATCH', policy, { body: { name: 'House rules' } })
  expect(renamed.body).toEqual({ ...before, name: 'House rules' })
  expect((await alva.call('PATCH', policy, { body: {} })).body).toEqual(renamed.body)
})

const tier = (from_notice_minutes: number, percent = 50) => ({
  from_notice_minutes,
  amount: { kind: 'percent', percent },
})

/** The bounds of policy.ts, from the other side. */
const REFUSED: [string, object, string][] = [
  ['tiers that rise', { cancel: { ...cancel, tiers: [tier(0), tier(60)] } }, '/rules/cancel/tiers'],
  ['tiers that end before 0', { cancel: { ...cancel, tiers: [tier(60)] } }, '/rules/cancel/tiers'],
  ['101 percent', { cancel: { ...cancel, tiers: [tier(0, 101)] } }, '/rules/cancel/tiers/0/amount/percent'],
  [
    'an amount of sixteen digits',
    { cancel: { ...cancel, tiers: [{ ...tier(0), amount: { kind: 'amount', amount: 1e15 } }] } },
    '/rules/cancel/tiers/0/amount/amount',
  ],
  [
    'an amount as digits',
    { cancel: { ...cancel, tiers: [{ ...tier(0), amount: { kind: 'amount', amount: '5' } }] } },
    '/rules/cancel/tiers/0/amount/amount',
  ],
  [
    'more notice than a year',
    { cancel: { ...cancel, allowed: { kind: 'until', notice_minutes: 525_601 } } },
    '/rules/cancel/allowed/notice_minutes',
  ],
  [
    'a text of its own that is empty',
    { cancel: { ...cancel, description: { kind: 'custom', text: ' ' } } },
    '/rules/cancel/description/text',
  ],
  ['a limit for cancelling', { cancel: { ...cancel, limit: 1 } }, '/rules/cancel/limit'],
  ['a limit of 101', { reschedule: { ...reschedule, limit: 101 } }, '/rules/reschedule/limit'],
  [
    'words of a longer text',
    { cancel: { ...cancel, blocked_message: 'x'.repeat(2001) } },
    '/rules/cancel/blocked_message',
  ],
  ['an unknown rule', { approve: cancel }, '/rules/approve'],
]

test.each(REFUSED)('%s cannot be saved, and the place is named', async (_what, rules, field) => {
  const before = (await alva.call('GET', policy)).body
  const body = { rules: { cancel, reschedule, ...rules } }
  const answer = await alva.call('POST', `${policy}/versions`, { body })
  expect([answer.status, answer.body.errors?.[0]?.field]).toEqual([422, field])
  expect((await alva.call('GET', policy)).body).toEqual(before)
})

test('a rule that is left out is missed, so that no fee is lost by silence', async () => {
  const { tiers: _tiers, ...rest } = cancel
  const answer = await alva.call('POST', `${policy}/versions`, {
    body: { rules: { cancel: rest, reschedule } },
  })
  expect(answer.body.errors).toMatchObject([{ field: '/rules/cancel/tiers' }])
})
