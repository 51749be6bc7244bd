import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { instants, valueOf } from '#domain/asking/asks.testing.ts'
import { askToMove } from '#domain/asking/ask-to-move.ts'
import { expireAsks } from '#domain/asking/expire-asks.ts'
import { suggestTimes } from '#domain/asking/suggest-times.ts'
import { cancelByCustomer, deliveriesOf } from '../../test/mail-world.ts'
import { moneyWorld, type MoneyWorld } from '../../test/money-world.ts'
import { quotingIn } from '../../test/quoting.ts'
import { makeWorld, type CleosBooking, type World } from '../../test/world.ts'
import { answer, everythingIn, linksIn, mailsNow, reservationsIn } from './ask-mail.testing.ts'

let world: World
const { quote } = quotingIn(() => world)

beforeAll(async () => {
  world = await makeWorld({
    eventType: { approval: 'request', suggestedTimes: 3 },
    booking: { starts: times('2026-12-03') },
  })
})
afterAll(() => world.close())

// Nine, ten and eleven in New York; two, three and four in London.
const times = (day: string) => instants(`${day}T14:00:00Z`, `${day}T15:00:00Z`, `${day}T16:00:00Z`)

let asked = 0
/** Cleo asks for three times of a day of its own; Gus would come along. */
const request = (more: Parameters<World['bookAgain']>[0] = {}): Promise<CleosBooking> => {
  asked += 1
  const day = Temporal.PlainDate.from('2026-12-07').add({ days: asked + 2 * Math.floor(asked / 5) })
  return world.bookAgain({
    starts: times(day.toString()),
    guests: [{ name: 'Gus', email: 'gus@mail.example' }],
    ...more,
  })
}
const linkOf = ({ token }: CleosBooking) => `http://kept.test/b/${token}`

describe('Cleo asks for one of three times', () => {
  test('she reads what she asked for on her clock, that nothing is booked, and until when she hears', async () => {
    const booking = await request()
    const mail = (await mailsNow(world, booking))['booking_requested customer']!
    expect(mail.subject).toBe('Requested: Tue 8 Dec, 2:00pm or 2 other times with Alva and 2 others')
    for (const words of [
      'You asked for a time\n\nNothing is booked yet.\nKestrel has until Thu 3 Dec, 12:00pm to answer.',
      'First choice: Tuesday 8 December 2026, 2:00pm to 2:30pm\n  Alva\u2019s time: 9:00am',
      'Second choice: Tuesday 8 December 2026, 3:00pm to 3:30pm',
      'Third choice: Tuesday 8 December 2026, 4:00pm to 4:30pm',
    ])
      expect(mail.text).toContain(words)
    expect(linksIn(mail)).toEqual([
      `View the request ${linkOf(booking)}`,
      `Suggest other times ${linkOf(booking)}/suggest`,
      `Cancel the request ${linkOf(booking)}?do=cancel`,
    ])
    // Nothing is in a calendar, and mail programs know that it is not certain.
    expect(mail.calendar).toEqual([])
    expect(reservationsIn(mail)).toEqual(['Pending'])
  })

  // Seen to fail when `askLinks` gave everybody the links of the customer.
  test('the team reads it on its clock and gets the way to answer, without her link', async () => {
    const booking = await request()
    const { asks } = await world.load(booking)
    const mail = (await mailsNow(world, booking))['booking_requested primary_host']!
    expect(mail.subject).toBe('Requested: Wed, Dec 9, 9:00 AM or 2 other times with Cleo')
    expect(mail.text).toContain('Pick one of the 3 times, or ask for others.')
    expect(mail.text).toContain('Answer by Thu, Dec 3, 7:00 AM, or the request runs out.')
    expect(linksIn(mail)[0]).toBe(
      `Answer Cleo http://kept.test/staff/bookings/${booking.bookingId}/asks/${asks[0]!.id}`,
    )
    expect(everythingIn(mail)).not.toContain(booking.token)
    expect(mail.cc).toHaveLength(2)
    expect(reservationsIn(mail)).toEqual([])
  })

  test('the guests hear of it once there is something to come to', async () => {
    const booking = await request()
    expect(Object.keys(await mailsNow(world, booking))).not.toContain('booking_requested guest')
    const [, second] = (await world.load(booking)).asks[0]!.wishes[0]!.starts
    await answer(world, booking, { answer: 'approved', start: second! })
    const mails = await mailsNow(world, booking)
    // The request is settled, so its own mails would have nothing to say if they were late.
    expect(Object.keys(mails).toSorted()).toEqual([
      'booking_scheduled customer',
      'booking_scheduled guest',
      'booking_scheduled primary_host',
    ])
    expect(mails['booking_scheduled customer']!.subject).toBe(
      'Booked: Thu 10 Dec, 3:00pm with Alva and 2 others',
    )
    expect(mails['booking_scheduled customer']!.text).toContain(
      'Alva approved it. Alva and 2 others expect you.',
    )
    expect(mails['booking_scheduled primary_host']!.text).toMatch(/^Alva approved it on /m)
    expect(mails['booking_scheduled customer']!.calendar.map(({ method }) => method)).toEqual(['REQUEST'])
  })

  test('the team asks for other times: she reads its reason and until when to suggest', async () => {
    const booking = await request()
    await answer(world, booking, { answer: 'new_times', reason: 'We are away that day.' })
    const mail = (await mailsNow(world, booking))['ask_answered customer']!
    expect(mail.subject).toMatch(/^Other times needed: .* with Alva and 2 others$/)
    expect(mail.text).toContain('Alva asks for other times\n\nNone of the times works. Suggest others by')
    expect(mail.text).toContain('Reason: We are away that day.')
    expect(linksIn(mail)[0]).toBe(`Suggest other times ${linkOf(booking)}/suggest`)
    valueOf(
      await suggestTimes(world.context, booking.scope, {
        starts: times('2026-12-18'),
        reason: 'Rather in the week before Christmas.',
        channel: 'mail_link',
      }),
    )
    const mails = await mailsNow(world, booking)
    expect(Object.keys(mails)).not.toContain('ask_answered customer')
    expect(mails['booking_requested primary_host']!.text).toContain('Reason: Rather in the week before')
    expect(mails['booking_requested customer']!.text).not.toContain('Rather in the week')
  })

  test('a no, and nobody answering: nothing was booked, nothing is owed, and the way to other times', async () => {
    const declined = await request()
    await answer(world, declined, { answer: 'no' })
    const no = (await mailsNow(world, declined))['ask_answered customer']!
    expect(no.subject).toMatch(/^Declined: /)
    expect(no.text).toContain('Alva cannot offer it. Nothing was booked, and you pay nothing.')
    expect(linksIn(no)).toEqual([
      `View booking ${linkOf(declined)}`,
      'Book another time http://kept.test/book/hiring/panel',
    ])
    expect(no.calendar).toEqual([])
    expect(reservationsIn(no)).toEqual(['Cancelled'])
  })

  test('she cancels the request: no calendar file takes out what was never put in, and no guest hears of it', async () => {
    const booking = await request()
    await cancelByCustomer(world, booking)
    const mails = await mailsNow(world, booking)
    expect(Object.keys(mails)).toEqual(['booking_canceled customer', 'booking_canceled primary_host'])
    for (const mail of Object.values(mails)) {
      expect(mail.subject).toMatch(/^Request cancell?ed: /)
      expect(mail.text).toContain('Nothing was booked.')
      expect(mail.calendar).toEqual([])
    }
    expect(mails['booking_canceled primary_host']!.subject).toMatch(/^Request canceled: /)
  })
})

describe('Cleo asks to move what the team approved', () => {
  const booked = async () => {
    const booking = await request()
    const [start] = (await world.load(booking)).asks[0]!.wishes[0]!.starts
    await answer(world, booking, { answer: 'approved', start: start! })
    const { sessions } = await world.load(booking)
    const move = await quote(booking.scope, booking, {
      reschedule: [{ session: sessions[0]!.id, start: sessions[0]!.startsAt.add({ hours: 5 }) }],
    })
    valueOf(await askToMove(world.context, booking.scope, move, { reason: 'A train strike.' }))
    return booking
  }

  test('her time stays until there is an answer, and the team reads why', async () => {
    const booking = await booked()
    const mails = await mailsNow(world, booking)
    const [toCleo, toTeam] = [mails['ask_made customer']!, mails['ask_made primary_host']!]
    expect(toCleo.subject).toMatch(/^New time asked for: .*, 7:00pm with Alva and 2 others$/)
    expect(toCleo.text).toContain('Your present time stays yours until there is an answer.')
    expect(toCleo.text).toMatch(/^Asked for: .*, 7:00pm$/m)
    expect(toCleo.text).not.toContain('train')
    expect(toTeam.text).toContain('Cleo asks for a new time')
    expect(toTeam.text).toContain('Reason: A train strike.')
    expect(linksIn(toTeam)[0]).toContain('/asks/')
    for (const mail of [toCleo, toTeam]) expect(mail.calendar).toEqual([])
    expect(reservationsIn(toCleo)).toEqual([])
  })

  test('an approval is told as the move, a no says that it stays', async () => {
    const [yes, no] = [await booked(), await booked()]
    await answer(world, yes, { answer: 'approved' })
    await answer(world, no, { answer: 'no', reason: 'We are full.' })
    const moved = await mailsNow(world, yes)
    expect(Object.keys(moved)).not.toContain('ask_answered customer')
    expect(moved['booking_rescheduled customer']!.calendar.map(({ method }) => method)).toEqual(['REQUEST'])
    const stays = (await mailsNow(world, no))['ask_answered customer']!
    expect(stays.subject).toMatch(/^It stays: /)
    expect(stays.text).toContain('Alva cannot change it\n\nYour booking stays as it is.')
    expect(stays.text).toContain('Reason: We are full.')
  })
})

test('nobody answers: the request runs out with an apology, and so does a question', async () => {
  const late = await makeWorld({
    eventType: { approval: 'request', suggestedTimes: 3 },
    booking: { starts: times('2026-12-10') },
  })
  await late.pass({ hours: 49 })
  expect(await expireAsks(late.context)).toBe(1)
  const mails = await mailsNow(late, late.cleo)
  expect(Object.keys(mails)).toEqual(['ask_expired customer'])
  const mail = mails['ask_expired customer']!
  expect(mail.subject).toBe('Request ran out: Thu 10 Dec, 2:00pm with Alva and 2 others')
  expect(mail.text).toContain(
    'Kestrel did not answer by Thu 3 Dec, 12:00pm. We are sorry. Nothing was booked.',
  )
  expect(linksIn(mail).at(-1)).toBe('Book another time http://kept.test/book/hiring/panel')
  expect(mail.calendar).toEqual([])
  await late.close()
})

describe('where an approved time is paid for first', () => {
  let clinic: MoneyWorld
  beforeAll(async () => {
    clinic = await moneyWorld()
  })
  afterAll(() => clinic.close())

  test('the answer says what to pay by when, and closes once it is paid', async () => {
    const eventTypeId = await clinic.sell('asked', {
      approval: 'request',
      suggestedTimes: 2,
      name: 'Surgery',
    })
    const starts = instants('2026-12-15T09:00:00Z', '2026-12-15T11:00:00Z')
    const booking = await clinic.bookAgain({ eventTypeId, starts })
    await answer(clinic, booking, { answer: 'approved', start: starts[1]! })
    const mail = (await mailsNow(clinic, booking))['ask_answered customer']!
    expect(mail.subject).toBe('Pay \u00A340.00 by Wed 2 Dec, 12:00pm: Tue 15 Dec, 11:00am with Alva')
    expect(mail.text).toContain('Pay \u00A340.00 by Wed 2 Dec, 12:00pm and it is booked.')
    expect(linksIn(mail)[0]).toBe(`Pay \u00A340.00 and book http://kept.test/b/${booking.token}/pay`)
    expect(mail.calendar).toEqual([])
    await clinic.pay(booking)
    expect(Object.keys(await mailsNow(clinic, booking))).toEqual([
      'booking_scheduled customer',
      'booking_scheduled primary_host',
    ])
    expect((await deliveriesOf(clinic, booking)).map(({ kind }) => kind)).toContain('ask_answered')
  })
})
