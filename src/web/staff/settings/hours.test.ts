import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadHours } from '#domain/team/hours.ts'
import { appOver, problemsIn, visitorFor, type Visitor } from '../../../../test/settings/office.ts'
import { makeWorld, type World } from '../../../../test/world.ts'

let world: World
let bo: Visitor
let hours: string

beforeAll(async () => {
  world = await makeWorld({})
  bo = await visitorFor({ context: world.context, app: appOver(world.context) }, world.bo)
  hours = `/staff/settings/hours/${world.bo.actor.memberId}`
})

afterAll(() => world.close())

const stored = async () => (await loadHours(world.context.reader, world.bo, world.bo.actor.memberId))!
const week = (fields: Record<string, string>) => bo.send(hours, { act: 'week', ...fields })

test('Bo types his week as he likes, and reads it back', async () => {
  const saved = await week({
    'd1-1-from': '9',
    'd1-1-to': '12.30 PM',
    'd1-2-from': '130p',
    'd1-2-to': '1730',
    'd3-3-from': '8:15am',
    'd3-3-to': 'noon',
  })
  expect([saved.status, saved.to]).toEqual([303, `${hours}?saved=1`])
  expect((await stored()).weekly).toEqual([
    { weekday: 1, fromMinute: 540, toMinute: 750 },
    { weekday: 1, fromMinute: 810, toMinute: 1050 },
    { weekday: 3, fromMinute: 495, toMinute: 720 },
  ])
  const { html } = await bo.open(`${hours}?saved=1`)
  expect(html).toContain('The hours are saved')
  expect(html).toContain('value="12:30 PM"')
})

test('A night shift is kept as the evening of one day and the morning of the next', async () => {
  expect(
    (await week({ 'd7-1-from': '22:00', 'd7-1-to': '06:00', 'd2-1-from': '0:00', 'd2-1-to': 'midnight' }))
      .status,
  ).toBe(303)
  expect((await stored()).weekly).toEqual([
    { weekday: 1, fromMinute: 0, toMinute: 360 },
    { weekday: 2, fromMinute: 0, toMinute: 1440 },
    { weekday: 7, fromMinute: 1320, toMinute: 1440 },
  ])
})

test.each([
  [
    { 'd1-1-from': 'soon', 'd1-1-to': '5pm' },
    'Write a time in “Monday, first hours, from”, such as 2:30pm or 14:30.',
  ],
  [{ 'd1-1-from': '9am' }, 'Monday, first hours, to: Fill in both times, or empty both.'],
  [{ 'd1-1-from': '9am', 'd1-1-to': '9:00' }, 'Monday, first hours, to: Let the end differ from the start.'],
  [
    { 'd1-1-from': '9am', 'd1-1-to': '1pm', 'd1-2-from': '12:59', 'd1-2-to': '5pm' },
    'Monday, second hours, from: Change one of the two times on Monday. They overlap.',
  ],
  // Sunday’s night reaches into Monday morning.
  [
    { 'd1-1-from': '5am', 'd1-1-to': '1pm', 'd7-1-from': '10pm', 'd7-1-to': '6am' },
    'Monday, first hours, from: Change one of the two times on Monday. They overlap.',
  ],
])('Bo types %j and is told what to change, and nothing changes', async (fields, sentence) => {
  const before = await world.checksum()
  const answer = await week(fields)
  expect(answer.status).toBe(422)
  expect(problemsIn(answer.html)).toEqual([sentence])
  expect(answer.html).toContain(`value="${Object.values(fields)[0]}"`)
  expect(await world.checksum()).toBe(before)
})

test('Spans that touch do not overlap', async () => {
  expect(
    (await week({ 'd1-1-from': '9am', 'd1-1-to': '1pm', 'd1-2-from': '1pm', 'd1-2-to': '5pm' })).status,
  ).toBe(303)
})

test('A date that differs is set, replaced and removed, and the week stays', async () => {
  const { weekly } = await stored()
  expect(
    (await bo.send(hours, { act: 'date', date: '2026-12-24', 'date-1-from': '9am', 'date-1-to': 'noon' }))
      .status,
  ).toBe(303)
  expect((await bo.send(hours, { act: 'date', date: '2026-12-24' })).status).toBe(303)
  expect((await stored()).overrides).toEqual([{ date: '2026-12-24', spans: [] }])
  expect((await bo.open(hours)).html).toContain('Day off')
  expect((await bo.send(hours, { act: 'remove', date: '2026-12-24' })).status).toBe(303)
  expect((await bo.send(hours, { act: 'remove', date: 'nonsense' })).status).toBe(303)
  expect(await stored()).toMatchObject({ overrides: [], weekly })
})

test.each([
  [{ date: '2026-02-30' }, 'Write a date in “Date”, such as 2026-12-03.'],
  [{ date: '+275760-09-13' }, 'Write a date in “Date”, such as 2026-12-03.'],
  [
    { date: '2026-12-24', 'date-1-from': '10pm', 'date-1-to': '6am' },
    'Date, first hours, to: End at midnight, and set the rest on the next date.',
  ],
])('Bo sets a date with %j and is told what to change', async (fields, sentence) => {
  const before = await world.checksum()
  const answer = await bo.send(hours, { act: 'date', ...fields })
  expect([answer.status, problemsIn(answer.html)]).toEqual([422, [sentence]])
  expect(await world.checksum()).toBe(before)
})

const timeOff = (fields: Record<string, string>) =>
  bo.send(`${hours}/time-off`, { act: 'save', label: 'Away', 'from-time': '', 'to-time': '', ...fields })

test('Bo takes whole days off, sees them as days, and gives them back', async () => {
  expect((await timeOff({ 'from-date': '2027-01-04', 'to-date': '2027-01-08' })).to).toBe(
    `${hours}/time-off?saved=1`,
  )
  const [entry] = (await stored()).timeOff
  expect([entry!.from.toString(), entry!.to.toString()]).toEqual([
    '2027-01-04T05:00:00Z',
    '2027-01-09T05:00:00Z',
  ])
  expect((await bo.open(`${hours}/time-off`)).html).toContain('Fri, Jan 8')
  expect((await bo.send(`${hours}/time-off`, { act: 'remove', id: entry!.id })).status).toBe(303)
  expect((await bo.send(`${hours}/time-off`, { act: 'remove', id: 'x' })).status).toBe(303)
  expect((await stored()).timeOff).toEqual([])
})

test('A time that the clocks jump over is refused, and nothing changes', async () => {
  const before = await world.checksum()
  const answer = await timeOff({ 'from-date': '2027-03-14', 'from-time': '2:30am', 'to-date': '2027-03-15' })
  expect([answer.status, problemsIn(answer.html)]).toEqual([
    422,
    ['Choose another time for “Starts at”: the clock jumps over this one that night.'],
  ])
  expect(await world.checksum()).toBe(before)
})

test('A time that the clocks show twice is taken the first time, and the page says so', async () => {
  const saved = await timeOff({ 'from-date': '2026-12-31', 'to-date': '2027-11-07', 'to-time': '1:30am' })
  expect(saved.to).toContain('earlier=1')
  expect((await stored()).timeOff[0]!.to.toString()).toBe('2027-11-07T05:30:00Z')
  expect((await bo.open(saved.to)).html).toContain('The earlier of the two was taken.')
})

test.each([
  [{ 'from-date': '2027-01-08', 'to-date': '2027-01-04' }, 'Last day: Choose an end after the start.'],
  [{ 'from-date': '', 'to-date': '2027-01-04' }, 'Write a date in “First day”, such as 2026-12-03.'],
  [
    { 'from-date': '2027-01-04', 'to-date': '2027-01-04', 'to-time': 'late' },
    'Write a time in “Ends at”, such as 2:30pm or 14:30.',
  ],
  [
    { 'from-date': '2027-01-04', 'to-date': '2027-01-04', label: 'x'.repeat(201) },
    'Shorten “What it is” to 200 characters or fewer.',
  ],
])('Bo asks for time off with %j and is told what to change', async (fields, sentence) => {
  const before = await world.checksum()
  const answer = await timeOff(fields)
  expect([answer.status, problemsIn(answer.html)]).toEqual([422, [sentence]])
  expect(await world.checksum()).toBe(before)
})
