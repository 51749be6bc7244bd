import { readFileSync } from 'node:fs'
import ICAL from 'ical.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { scopeOfLink } from '#domain/access/scope.ts'
import { sendNewLink } from '#domain/bookings/new-link.ts'
import {
  bookNextDay,
  bookPanel,
  cancelByCustomer,
  changeByCustomer,
  deliveriesOf,
  mailsOf,
  SENDER,
  sourceOf,
} from '../../test/mail-world.ts'
import { makeWorld, type World } from '../../test/world.ts'
import { composeMail, type ComposedMail } from './compose-mail.ts'

let world: World

beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.close())

const dag = { name: 'Dag', email: 'dag@mail.example' }

function reservation({ message }: ComposedMail): Record<string, unknown> {
  return JSON.parse(/<script type="application\/ld\+json">(.*)<\/script>/.exec(message.html)![1]!) as Record<
    string,
    unknown
  >
}

test('Cleo reads on her clock what she booked, with whom, where, and what she may still do', async () => {
  const booking = await bookNextDay(world, { guests: [dag] })
  const { message } = (await mailsOf(world, booking))['scheduled customer']!
  const link = `http://kept.test/b/${booking.token}`
  expect(message.subject).toBe('Booked: Fri 4 Dec, 7:30pm with Alva and 2 others')
  for (const words of [
    'When: Friday 4 December 2026, 7:30pm to 8:00pm',
    'Alva\u2019s time: 2:30pm, New York (GMT\u22125)',
    'What: Panel interview, 30 minutes',
    'With: Alva (Lead), Bo (Engineering) and Cy (Design)',
    'Where: https://video.kestrel.example/panel',
    'Guests: Dag',
    `Reference: ${booking.reference.slice(0, 3)}-${booking.reference.slice(3)}`,
    `View booking:\n${link}\n`,
    `Reschedule:\n${link}?do=reschedule\n`,
    `Cancel:\n${link}?do=cancel\n`,
    `Keep:\n${link}?do=keep\n`,
    'You can cancel or move until Thu 3 Dec, 7:30pm your time (2:30pm Alva\u2019s time).',
    'Bookings can be cancelled until 24 hours before the start.',
  ]) {
    expect(message.text).toContain(words)
  }
  expect(message.replyTo).toEqual({ name: 'Kestrel', address: 'hiring@kestrel.example' })
  expect(reservation({ message } as ComposedMail)).toMatchObject({
    '@type': 'EventReservation',
    reservationStatus: 'https://schema.org/ReservationConfirmed',
    reservationFor: { name: 'Panel interview', startDate: '2026-12-04T19:30:00Z' },
    modifyReservationUrl: `${link}?do=reschedule`,
    cancelReservationUrl: `${link}?do=cancel`,
    confirmReservationUrl: `${link}?do=keep`,
  })
})

test('the team reads it on their clock, with the customer\u2019s as second line, and answers reach the customer', async () => {
  const booking = await bookNextDay(world, { guests: [dag] })
  const { message } = (await mailsOf(world, booking))['scheduled primary_host']!
  expect(message.subject).toBe('Booked: Mon, Dec 7, 2:30 PM with Cleo')
  expect(message.text).toContain('When: Monday, December 7, 2026, 2:30 PM to 3:00 PM')
  expect(message.text).toContain('Cleo\u2019s time: 7:30 PM, London (GMT)')
  expect(message.text).toContain('Booked by: Cleo\n  cleo@mail.example')
  expect(message.text).not.toContain('/b/')
  expect(message.replyTo).toEqual({ name: 'Cleo', address: 'cleo@mail.example' })
  expect(message.cc.map(({ name, address }) => `${name} ${address}`)).toEqual([
    'Bo bo@kestrel.example',
    'Cy cy@kestrel.example',
  ])
  expect(message.html).not.toContain('ld+json')
})

test('a move names the old time, and a cancellation says who did it; a reason goes to the other side', async () => {
  const booking = await bookNextDay(world, { guests: [dag] })
  const { sessions } = await world.load(booking)
  await changeByCustomer(
    world,
    booking,
    { reschedule: [{ session: sessions[0]!.id, start: sessions[0]!.startsAt.subtract({ hours: 1 }) }] },
    'A train strike.',
  )
  const moved = await mailsOf(world, booking)
  expect(moved['rescheduled customer']!.message.text).toContain(
    'Was: Tuesday 8 December 2026, 7:30pm to 8:00pm',
  )
  expect(moved['rescheduled customer']!.message.text).toContain('You moved it on Tue 1 Dec, 12:00pm.')
  expect(moved['rescheduled primary_host']!.message.text).toContain('Cleo moved it on Tue, Dec 1, 7:00 AM.')
  expect(moved['rescheduled primary_host']!.message.text).toContain('Reason: A train strike.')
  expect(moved['rescheduled guest']!.message.text).not.toContain('train')

  await world.changeByStaff(world.alva, booking, { cancel: [sessions[0]!.id] }, { reason: 'Alva is ill.' })
  const toCleo = (await deliveriesOf(world, booking)).find(
    ({ kind, audience }) => kind === 'booking_canceled' && audience === 'customer',
  )
  const canceled = composeMail(await sourceOf(world, toCleo!.id), SENDER)
  expect(canceled.message.subject).toBe('Cancelled: Tue 8 Dec, 6:30pm with Alva and 2 others')
  expect(canceled.message.text).toContain('Alva had to cancel. We are sorry.')
  expect(canceled.message.text).toContain('Book another time:\nhttp://kept.test/book/hiring/panel')
  expect(canceled.message.text).toContain('Reason: Alva is ill.')
  expect(canceled.message.text).not.toContain('do=cancel')
  expect(reservation(canceled)).toMatchObject({
    reservationStatus: 'https://schema.org/ReservationCancelled',
  })
  expect(reservation(canceled)).not.toHaveProperty('cancelReservationUrl')
})

// Seen to fail with the links drawn from the policy alone instead of from what it allows at this moment.
test('once nothing can be changed the link is still there and says "View booking"', async () => {
  const tight = await makeWorld({ clock: '2026-12-03T10:00:00Z' })
  const { message } = (await mailsOf(tight, tight.cleo))['scheduled customer']!
  expect(message.text).toContain(`View booking:\nhttp://kept.test/b/${tight.cleo.token}\n`)
  expect(message.text).not.toContain('do=')
  expect(message.text).toContain('Online changes are closed for this booking. Reach us as written below.')
  await tight.close()
})

test('a new link comes in a mail of its own, and the mail holds the link that works', async () => {
  const booking = await bookNextDay(world)
  expect(await sendNewLink(world.context, world.alva, booking.bookingId)).toMatchObject({ ok: true })
  const { message } = (await mailsOf(world, booking))['link_again customer']!
  const [, token] = /\/b\/([\w-]+)\n/.exec(message.text)!
  expect(token).not.toBe(booking.token)
  expect(await scopeOfLink(world.context.reader, token!)).toMatchObject({
    actor: { kind: 'customer', bookingId: booking.bookingId },
  })
  expect(message.subject).toMatch(/^Your link: .* with Alva and 2 others$/)
  expect(message.calendar).toEqual([])
})

test('a package is one mail that lists the sessions that changed, with one calendar file each', async () => {
  const booking = await bookPanel(world, 1, { sessionCount: 3 })
  const { sessions } = await world.load(booking)
  const [, second, third] = sessions
  expect(
    (await mailsOf(world, booking))['scheduled customer']!.message.calendar.map(
      ({ filename, method }) => `${filename} ${method}`,
    ),
  ).toEqual(['session-1.ics REQUEST', 'session-2.ics REQUEST', 'session-3.ics REQUEST'])
  await changeByCustomer(world, booking, {
    cancel: [third!.id],
    reschedule: [{ session: second!.id, start: second!.startsAt.add({ hours: 2 }) }],
  })
  const { message } = (await mailsOf(world, booking))['changed customer']!
  expect(message.subject).toBe('Changed: 1 moved, 1 cancelled of 3 sessions with Alva and 1 other')
  expect(message.text).toContain('2 of 3 sessions have changed')
  expect(message.text).toContain('The other session stays as it is.')
  expect(message.text).not.toContain('Session 1')
  const files = message.calendar.map(({ method, content }) => {
    const event = new ICAL.Component(ICAL.parse(content) as unknown[]).getFirstSubcomponent('vevent')!
    return [
      method,
      event.getFirstPropertyValue('uid'),
      event.getFirstPropertyValue('sequence'),
      event.getFirstPropertyValue('status'),
    ]
  })
  expect(files).toEqual([
    ['REQUEST', second!.uid, 1, 'CONFIRMED'],
    ['CANCEL', third!.uid, 1, 'CANCELLED'],
  ])
})

test('every mail is light, carries the fact in the first 90 characters and uses none of the words we do not use', async () => {
  const booking = await bookPanel(
    world,
    5,
    {
      sessionCount: 20,
      slug: 'long',
      name: 'Twenty sessions',
      locationDetail: 'x'.repeat(400),
      horizonDays: 200,
    },
    4,
  )
  const mails = Object.values(await mailsOf(world, booking))
  await cancelByCustomer(world, booking, 'y'.repeat(2000))
  const canceled = (await deliveriesOf(world, booking)).filter(({ kind }) => kind === 'booking_canceled')
  mails.push(...Object.values(await mailsOf(world, await bookNextDay(world, { guests: [dag] }))))
  for (const { id } of canceled) mails.push(composeMail(await sourceOf(world, id), SENDER))
  for (const { message } of mails) {
    expect(Buffer.byteLength(message.html)).toBeLessThanOrEqual(30_000)
    expect(message.subject.length).toBeLessThanOrEqual(90)
    const words = message.text.replaceAll(/https?:\S+|reference \S+/g, '')
    expect(words).not.toMatch(/!|oops|unfortunately|regret|are you sure|invalid|please note|click here|N\/A/i)
    for (const [, href] of message.html.matchAll(/href="([^"]*)"/g))
      expect(message.text).toContain(href!.replaceAll('&amp;', '&'))
  }
})

// Seen to fail with a name set raw into the page, and with withoutLinks returning its text as it is.
test(
  '461 naughty strings as names, place and reason stay words: no element, no link, no line of their own',
  { timeout: 60_000 },
  async () => {
    const strings = JSON.parse(
      readFileSync(new URL(import.meta.resolve('big-list-of-naughty-strings')), 'utf8'),
    ) as string[]
    const lures = [
      'Visit http://evil.example/now',
      'www.evil.example',
      'evil.example',
      'mail dag@evil.example',
      'https://evil\u3002example',
      'javascript:alert(1)',
      'x\r\nBcc: y',
    ]
    const booking = await bookNextDay(world, { guests: [dag] })
    await cancelByCustomer(world, booking, 'plain')
    const rows = (await deliveriesOf(world, booking)).filter(({ kind }) => kind === 'booking_canceled')
    expect(rows).toHaveLength(3)
    for (const { id } of rows) {
      const source = await sourceOf(world, id)
      const told = (text: string) =>
        composeMail(
          {
            ...source,
            delivery: {
              ...source.delivery,
              recipient: { ...source.delivery.recipient, name: text },
              fact: { ...source.delivery.fact, reason: text },
            },
            booking: {
              ...source.booking,
              customer: { ...source.booking.customer, name: text, phone: text },
              guests: [{ id: 'g', name: text, email: 'dag@mail.example' }],
            },
          },
          SENDER,
        )
      // Line breaks of a reason are elements of ours.
      const tags = ({ message }: ComposedMail) =>
        [...message.html.replaceAll('<br/>', '').matchAll(/<[^>]*>/g)].map(([tag]) =>
          tag.replaceAll(/="[^"]*"/g, ''),
        )
      const plain = tags(told('plain'))
      for (const text of [...strings, ...lures]) {
        const mail = told(`x ${text}`)
        expect(tags(mail)).toEqual(plain)
        // eslint-disable-next-line no-control-regex
        expect(mail.message.text).not.toMatch(/[\u0000-\u0009\u000B-\u001F]/)
        const ours = mail.message.text
          .replaceAll(/https?:\/\/(kept\.test|video\.kestrel\.example)\/\S*/g, '')
          .replaceAll(/\S+@(kestrel|mail)\.example/g, '')
        expect(ours).not.toMatch(/https?:\/\/|www\.\w|\w@\w|evil\.example|javascript:\S/i)
      }
    }
  },
)
