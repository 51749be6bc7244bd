import { afterAll, beforeAll, expect, test } from 'vitest'
import { showId } from '#platform/public-ids.ts'
import { programOf, type Program } from '../../../test/api-client.ts'
import { makeWorld, type World } from '../../../test/world.ts'

let world: World
let alva: Program
let panel: string

beforeAll(async () => {
  world = await makeWorld()
  alva = await programOf(world)
  panel = `/v1/event-types/${showId('eventType', world.eventTypeId)}`
})
afterAll(() => world.close())

const asking = {
  approval: 'request',
  suggested_times: 2,
  requests_hold: true,
  answer_within_minutes: 60,
  waitlist: false,
  offer_minutes: 1440,
}

// Seen to fail when what a program does not send fell back to the defaults.
test('a program lets the team decide, and a later change of one field leaves that as it is', async () => {
  const before = (await alva.call('GET', panel)).body
  expect(before).toMatchObject({ approval: 'automatic', suggested_times: 3, waitlist: true })
  expect((await alva.call('PATCH', panel, { body: asking })).body).toEqual({ ...before, ...asking })
  const named = await alva.call('PATCH', panel, { body: { name: 'Interview' } })
  expect(named.body).toEqual({ ...before, ...asking, name: 'Interview' })
})

test('a new one begins as on the page, or as it is sent', async () => {
  const seats = [{ role: 'primary', candidates: [showId('member', world.bo.actor.memberId)] }]
  const plain = { name: 'Plain', host_rule: 'one', seats }
  expect((await alva.call('POST', '/v1/event-types', { body: plain })).body).toMatchObject({
    approval: 'automatic',
    suggested_times: 3,
    requests_hold: false,
    answer_within_minutes: 2880,
    waitlist: true,
    offer_minutes: 60,
  })
  const asked = await alva.call('POST', '/v1/event-types', { body: { ...plain, name: 'Asked', ...asking } })
  expect(asked.body).toMatchObject(asking)
})

test.each([
  ['approval', 'maybe'],
  ['suggested_times', 0],
  ['suggested_times', 6],
  ['requests_hold', 'yes'],
  ['answer_within_minutes', 59],
  ['answer_within_minutes', 20161],
  ['offer_minutes', 4],
  ['offer_minutes', 1441],
])('%s cannot be %j', async (field, value) => {
  const { status, body } = await alva.call('PATCH', panel, { body: { [field]: value } })
  expect([status, body.field]).toEqual([422, `/${field}`])
})

test('how long a cancellation can be taken back is a setting of the organization', async () => {
  const path = '/v1/organization'
  const before = (await alva.call('GET', path)).body
  const changed = await alva.call('PATCH', path, { body: { undo_minutes: 25 } })
  expect(changed.body).toEqual({ ...before, undo_minutes: 25 })
  expect((await alva.call('PATCH', path, { body: { undo_minutes: 61 } })).status).toBe(422)
})
