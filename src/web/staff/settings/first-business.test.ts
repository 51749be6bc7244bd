import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemScope } from '#domain/access/scope.ts'
import { loadQuestions } from '#domain/availability/load-questions.ts'
import { slots } from '#domain/availability/slots.ts'
import { book } from '#domain/bookings/book.ts'
import { loadBooking } from '#domain/bookings/load-booking.ts'
import { findPage } from '#domain/event-types/find-page.ts'
import { loadOffers } from '#domain/event-types/offer.ts'
import { fromMinute } from '#platform/zones.ts'
import { openOffice, Visitor, type Office } from '../../../../test/settings/office.ts'

let office: Office

beforeAll(async () => {
  office = await openOffice()
})

afterAll(() => office.close())

const WEEK = Object.fromEntries(
  [1, 2, 3, 4, 5, 6, 7].flatMap((day) => [
    [`d${day}-1-from`, '9am'],
    [`d${day}-1-to`, '1730'],
  ]),
)
const idIn = (address: string) => /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(address)![0]

test('Alva sets up a panel from nothing and Cleo books it', async () => {
  const alva = new Visitor(office.app)
  const door = await alva.fillIn('/staff/setup', {
    name: 'Kestrel',
    zone: 'America/New_York',
    locale: 'en-US',
    currency: 'USD',
    ownerName: 'Alva',
    ownerEmail: 'alva@kestrel.example',
    password: 'seven quiet horses',
  })
  expect(door).toBe('/staff/sign-in')
  const inside = await alva.send(door, { email: 'alva@kestrel.example', password: 'seven quiet horses' })
  expect(inside.status).toBe(303)

  const alvasHours = /\/staff\/settings\/hours\/[0-9a-f-]{36}/.exec(
    (await alva.open('/staff/settings')).html,
  )![0]
  await alva.fillIn(alvasHours, WEEK)
  const people = [idIn(alvasHours)]
  for (const name of ['Bo', 'Cy']) {
    const hours = await alva.fillIn('/staff/settings/team/new', {
      name,
      email: `${name.toLowerCase()}@kestrel.example`,
      roleKey: 'host',
    })
    await alva.fillIn(hours.split('?')[0]!, WEEK)
    people.push(idIn(hours))
  }
  const room = await alva.fillIn('/staff/settings/resources', { name: 'Room 2' })
  await alva.fillIn(room.split('?')[0]!, WEEK)

  const eventType = await alva.fillIn('/staff/settings/event-types/new?rule=panel', {
    name: 'Panel interview',
    'notice-number': '2',
    'primary-label': 'Lead',
    'primary-who': people[0]!,
    'place-1-label': 'Engineering',
    'place-1-who': people[1]!,
    'place-2-label': 'Anybody else',
    'place-2-who': [people[1]!, people[2]!],
    'thing-1-who': idIn(room),
    'question-1-label': 'Which of your work shall we look at?',
    'question-1-required': 'on',
  })
  await alva.fillIn('/staff/settings/pages/new', {
    title: 'Hiring at Kestrel',
    [`offer-${idIn(eventType)}`]: 'on',
  })
  const pages = await alva.open('/staff/settings/pages')
  expect(pages.html).toContain('http://kept.test/book/hiring-at-kestrel')

  const page = (await findPage(office.context.reader, 'hiring-at-kestrel'))!
  const [offer] = await loadOffers(office.context.reader, page.scope, page.pageId)
  expect(offer!.policy.rules.cancel.allowed).toEqual({ kind: 'until', noticeMinutes: 1440 })
  const window = { from: offer!.now, to: offer!.now.add({ hours: 24 * 5 }) }
  const [loaded] = await loadQuestions(office.context.reader, page.scope, {
    eventTypeIds: [idIn(eventType)],
    ...window,
  })
  const [first] = slots(loaded!.question).starts
  const booked = await book(office.context, page.scope, {
    pageId: page.pageId,
    eventTypeId: idIn(eventType),
    starts: [fromMinute(first!)],
    customer: { name: 'Cleo', email: 'cleo@mail.example', phone: '', zone: 'Europe/London', locale: 'en-GB' },
    guests: [],
    answers: [],
    requestKey: 'one form',
    channel: 'booking_page',
  })
  if (!booked.ok) throw new Error(JSON.stringify(booked.refusal))
  const booking = await loadBooking(
    office.context.reader,
    systemScope(page.scope.orgId),
    booked.value.bookingId,
  )
  expect(booking!.sessions[0]!.assignments.map((host) => [host.role, host.label])).toEqual([
    ['primary', 'Lead'],
    ['additional', 'Engineering'],
    ['additional', 'Anybody else'],
    ['resource', ''],
  ])
})

test('Once there is a business, nobody can set up another one', async () => {
  const dag = new Visitor(office.app)
  expect((await dag.open('/staff/setup')).status).toBe(404)
  expect((await dag.send('/staff/setup', {})).status).toBe(404)
})
