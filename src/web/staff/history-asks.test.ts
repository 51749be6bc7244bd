import { afterAll, beforeAll, expect, test } from 'vitest'
import { scopeOfLink, type GuestScope } from '#domain/access/scope.ts'
import { answerAsk } from '#domain/asking/answer-ask.ts'
import type { GivenAnswer } from '#domain/asking/answer.ts'
import { askToMove } from '#domain/asking/ask-to-move.ts'
import { instants, valueOf } from '#domain/asking/asks.testing.ts'
import { suggestTimes } from '#domain/asking/suggest-times.ts'
import { askForNewTime } from '#domain/bookings/ask-for-new-time.ts'
import { leaveBooking } from '#domain/bookings/leave-booking.ts'
import { commitChange } from '#domain/bookings/commit-change.ts'
import { undoCancel } from '#domain/bookings/undo-cancel.ts'
import { paths } from '#paths.ts'
import { quotingIn } from '../../../test/quoting.ts'
import { browserOf, type StaffBrowser } from '../../../test/staff-browser.ts'
import { makeWorld, type CleosBooking, type World } from '../../../test/world.ts'

let world: World
let alva: StaffBrowser
const { quote } = quotingIn(() => world)

const times = (day: string) => instants(`${day}T14:00:00Z`, `${day}T15:00:00Z`, `${day}T16:00:00Z`)

beforeAll(async () => {
  world = await makeWorld({
    undoMinutes: 10,
    eventType: { approval: 'request', suggestedTimes: 3 },
    booking: { starts: times('2026-12-08'), guests: [{ name: 'Gus', email: 'gus@mail.example' }] },
  })
  alva = await browserOf(world, world.alva)
})
afterAll(() => world.close())

const answer = async (booking: CleosBooking, given: Partial<GivenAnswer>) => {
  const { asks } = await world.load(booking)
  const { bookingId } = booking
  const askId = asks.find(({ state }) => state === 'open')!.id
  const full = { bookingId, askId, answer: 'approved' as const, channel: 'staff_page' as const, ...given }
  valueOf(await answerAsk(world.context, world.alva, full))
}
const history = async ({ bookingId }: CleosBooking) => (await alva.get(paths.staffBooking(bookingId))).said
const stream = async () => (await alva.get(paths.activity())).said

test('the stream and the history say who asked, who answered and how, step by step', async () => {
  const booking = world.cleo
  expect(await history(booking)).toContain('Requested by customer on the booking page')
  expect(await history(booking)).toContain(
    'Suggested: Tue, Dec 8, 9:00 AM, Tue, Dec 8, 10:00 AM, or Tue, Dec 8, 11:00 AM.',
  )
  expect(await stream()).toContain('By customer \u00B7 Panel interview')

  await answer(booking, { answer: 'new_times', reason: 'We are away.' })
  expect(await stream()).toContain('New times requested by Alva \u00B7 Panel interview')

  valueOf(
    await suggestTimes(world.context, booking.scope, { starts: times('2026-12-09'), channel: 'mail_link' }),
  )
  await answer(booking, { answer: 'approved', start: times('2026-12-09')[1]! })
  // Known by the approval, although the booking that it made is the newest fact (oncehub R100).
  expect(await stream()).toContain('Approved by Alva \u00B7 Panel interview')
  expect(await history(booking)).toContain('New times requested by Alva on the staff pages')

  const { sessions, guests } = await world.load(booking)
  const start = sessions[0]!.startsAt.add({ hours: 2 })
  const move = await quote(booking.scope, booking, { reschedule: [{ session: sessions[0]!.id, start }] })
  valueOf(await askToMove(world.context, booking.scope, move, { reason: 'A train strike.' }))
  expect(await history(booking)).toContain('To move it to another time. Would like: Wed, Dec 9, 12:00 PM.')
  await answer(booking, { answer: 'approved' })
  expect(await stream()).toContain('Approved by Alva \u00B7 Panel interview')

  const gus = (await scopeOfLink(world.context.reader, world.guestLink(booking, guests[0]!.id))) as GuestScope
  valueOf(await leaveBooking(world.context, gus, 'mail_link'))
  expect(await history(booking)).toContain('Gus will not come with the link from the mail')

  const off = await quote(booking.scope, booking, { cancel: [sessions[0]!.id] })
  const { quoteId } = valueOf(await commitChange(world.context, booking.scope, off, {}))
  expect(await history(booking)).toMatch(/Could be taken back until Tue, Dec 1, \d+:\d+ AM\./)
  valueOf(await undoCancel(world.context, booking.scope, { quoteId, channel: 'mail_link' }))
  expect(await history(booking)).toContain('Cancellation taken back by customer')
  expect(await history(booking)).toContain('Back: Wed, Dec 9, 12:00 PM.')

  const asked = { bookingId: booking.bookingId, sessions: [sessions[0]!.id], tellCustomer: false }
  valueOf(await askForNewTime(world.context, world.alva, asked))
  expect(await stream()).toContain('Reschedule requested by Alva \u00B7 Panel interview')
  expect(await history(booking)).toContain('Given up: Wed, Dec 9, 12:00 PM. The customer was not told.')
})
