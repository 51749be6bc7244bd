import { afterAll, beforeAll, expect, test } from 'vitest'
import { DEFAULT_ASKING } from '#domain/event-types/asking.ts'
import { loadEventType } from '#domain/event-types/load-event-type.ts'
import { loadSettings } from '#domain/organizations/settings.ts'
import {
  appOver,
  fieldsOf,
  problemsIn,
  visitorFor,
  type Fields,
  type Visitor,
} from '../../../../test/settings/office.ts'
import { makeWorld, type World } from '../../../../test/world.ts'

let world: World
let alva: Visitor
let eventType: string

beforeAll(async () => {
  world = await makeWorld({})
  alva = await visitorFor({ context: world.context, app: appOver(world.context) }, world.alva)
  eventType = `/staff/settings/event-types/${world.eventTypeId}`
})

afterAll(() => world.close())

const loaded = async () => (await loadEventType(world.context.reader, world.alva, world.eventTypeId))!

// Seen to fail when the form did not send what it had not asked about: saving another field made requests automatic.
test('Alva lets her team decide, and a later change of the name leaves that as it is', async () => {
  expect(await loaded()).toMatchObject(DEFAULT_ASKING)
  await alva.fillIn(eventType, {
    sessionCount: '3',
    approval: 'request',
    suggestedTimes: '5',
    requestsHold: 'on',
    'answerWithin-number': '36',
    'answerWithin-unit': 'hours',
    waitlist: '',
    'offer-number': '45',
    'offer-unit': 'minutes',
  })
  const asking = {
    approval: 'request',
    suggestedTimes: 5,
    requestsHold: true,
    answerWithinMinutes: 2160,
    waitlist: false,
    offerMinutes: 45,
  }
  expect(await loaded()).toMatchObject({ sessionCount: 3, ...asking })
  await alva.fillIn(eventType, { name: 'Panel of three' })
  expect(await loaded()).toMatchObject({ name: 'Panel of three', sessionCount: 3, ...asking })
})

test('what Cleo booked before stays a booking of one session', async () => {
  expect((await world.load(world.cleo)).sessions).toHaveLength(1)
})

test('a new event type begins with one session, and without asking', async () => {
  const path = '/staff/settings/event-types/new'
  expect(fieldsOf((await alva.open(path)).html, `${path}?rule=one`)).toMatchObject({
    sessionCount: '1',
    approval: 'automatic',
    suggestedTimes: '3',
    requestsHold: '',
    'answerWithin-number': '2',
    'answerWithin-unit': 'days',
    waitlist: 'on',
    'offer-number': '1',
    'offer-unit': 'hours',
  })
})

test.each<[Fields, string]>([
  [{ sessionCount: '0' }, 'Write a number from 1 to 20 in “Sessions”.'],
  [{ sessionCount: '21' }, 'Write a number from 1 to 20 in “Sessions”.'],
  [{ sessionCount: '' }, 'Fill in “Sessions”.'],
  [{ approval: 'maybe' }, 'Choose one of the answers for “A new booking”.'],
  [{ suggestedTimes: '6' }, 'Write a number from 1 to 5 in “Times to suggest”.'],
  [{ 'answerWithin-number': '' }, 'Fill in “Answer within”.'],
  [
    { 'answerWithin-number': '59', 'answerWithin-unit': 'minutes' },
    'Answer within: Choose a length from 1 hour to 14 days.',
  ],
  [
    { 'answerWithin-number': '15', 'answerWithin-unit': 'days' },
    'Answer within: Choose a length from 1 hour to 14 days.',
  ],
  [
    { 'offer-number': '4', 'offer-unit': 'minutes' },
    'An offered time is kept for: Choose a length from 5 minutes to 24 hours.',
  ],
])('Alva sends %j: the field is named and nothing changes', async (fields, sentence) => {
  const before = await world.checksum()
  const shown = fieldsOf((await alva.open(eventType)).html, eventType)
  const answer = await alva.send(eventType, { ...shown, ...fields })
  expect([answer.status, problemsIn(answer.html)]).toEqual([422, [sentence]])
  expect(await world.checksum()).toBe(before)
})

test('Alva decides how long a cancellation can be taken back, up to an hour', async () => {
  const path = '/staff/settings/organization'
  const settings = () => loadSettings(world.context.reader, world.alva)
  await alva.fillIn(path, { undoMinutes: '60' })
  expect(await settings()).toMatchObject({ undoMinutes: 60 })
  const shown = fieldsOf((await alva.open(path)).html, path)
  const answer = await alva.send(path, { ...shown, undoMinutes: '61' })
  expect(problemsIn(answer.html)).toEqual([
    'Write a number from 0 to 60 in “Minutes in which a cancellation can be taken back”.',
  ])
  await alva.fillIn(path, { undoMinutes: '0' })
  expect(await settings()).toMatchObject({ undoMinutes: 0 })
})
