import { afterAll, beforeAll, expect, test } from 'vitest'
import { instants } from '#domain/asking/asks.testing.ts'
import { askForNewTime } from '#domain/bookings/ask-for-new-time.ts'
import { makeWorld, type CleosBooking, type World } from '../../test/world.ts'
import { answer, everythingIn, mailsNow } from './ask-mail.testing.ts'

// The same things told to two customers: in British and in American English, in Kolkata and in Los Angeles.

let world: World
beforeAll(async () => {
  world = await makeWorld({
    eventType: { approval: 'request', suggestedTimes: 2 },
    booking: { starts: instants('2026-12-03T19:30:00Z', '2026-12-03T20:00:00Z') },
  })
})
afterAll(() => world.close())

const VOICES = [
  {
    locale: 'en-GB',
    zone: 'Asia/Kolkata',
    first: 'Requested: Mon 14 Dec, 8:30pm or 1 other time with Alva and 2 others',
    clock:
      'First choice: Monday 14 December 2026, 8:30pm to 9:00pm\n  Alva\u2019s time: 10:00am, New York (GMT\u22125)',
    until: 'Thu 3 Dec, 5:30pm',
    givenUp: 'New time needed: Mon 14 Dec, 8:30pm with Alva and 2 others',
  },
  {
    locale: 'en-US',
    zone: 'America/Los_Angeles',
    first: 'Requested: Tue, Dec 15, 7:00 AM or 1 other time with Alva and 2 others',
    clock:
      'First choice: Tuesday, December 15, 2026, 7:00 AM to 7:30 AM\n  Alva\u2019s time: 10:00 AM, New York (GMT\u22125)',
    until: 'Thu, Dec 3, 4:00 AM',
    givenUp: 'New time needed: Tue, Dec 15, 7:00 AM with Alva and 2 others',
  },
]

test.each(VOICES)('$locale in $zone', async ({ locale, zone, first, clock, until, givenUp }) => {
  const day = locale === 'en-GB' ? '14' : '15'
  const starts = instants(`2026-12-${day}T15:00:00Z`, `2026-12-${day}T17:00:00Z`)
  const customer = { name: 'Dev', email: `dev${day}@mail.example`, phone: '', zone, locale }
  const booking: CleosBooking = await world.bookAgain({ starts, customer })
  const asked = (await mailsNow(world, booking))['booking_requested customer']!
  expect(asked.subject).toBe(first)
  expect(asked.text).toContain(clock)
  expect(asked.text).toContain(`Kestrel has until ${until} to answer.`)
  expect(asked.html).toContain(`<html lang="${locale}"`)
  await answer(world, booking, { answer: 'approved', start: starts[0]! })
  const { sessions } = await world.load(booking)
  const given = { bookingId: booking.bookingId, sessions: [sessions[0]!.id], tellCustomer: true }
  expect(await askForNewTime(world.context, world.alva, given)).toMatchObject({ ok: true })
  const mails = await mailsNow(world, booking)
  expect(mails['new_time_asked customer']!.subject).toBe(givenUp)
  // The team reads its own clock and language whoever booked.
  const toTeam = mails['new_time_asked primary_host']!
  expect(toTeam.subject).toBe(
    `New time needed: ${day === '14' ? 'Mon' : 'Tue'}, Dec ${day}, 10:00 AM with Dev`,
  )
  expect(everythingIn(toTeam)).not.toContain(booking.token)
})
