import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { valueOf } from '#domain/asking/asks.testing.ts'
import { askException, type Exception } from '#domain/asking/ask-exception.ts'
import { expireAsks } from '#domain/asking/expire-asks.ts'
import { withdrawAsk } from '#domain/asking/withdraw-ask.ts'
import { commitChange } from '#domain/bookings/commit-change.ts'
import { moneyWorld, type HeldBooking, type MoneyWorld, type Sold } from '../../test/money-world.ts'
import { quotingIn } from '../../test/quoting.ts'
import { answer, everythingIn, linksIn, mailsNow } from './ask-mail.testing.ts'

let world: MoneyWorld
const { quote } = quotingIn(() => world)

// Changes close two days before.
beforeAll(async () => {
  const closed = { allowed: { kind: 'until' as const, noticeMinutes: 2880 }, tiers: [] }
  world = await moneyWorld({ rules: { cancel: closed, reschedule: closed } })
})
afterAll(() => world.close())

let weeks = 0
/** Cleo's booking that begins in 30 hours, when nothing can be changed any more; and a Monday of its own. */
async function late(sold: Sold = 'full', starts?: Temporal.Instant[]): Promise<HeldBooking> {
  const start = Temporal.Instant.from('2026-12-07T10:00:00Z').add({ hours: 168 * weeks })
  weeks += 1
  const booking = await world.buy(sold, { starts: starts ?? [start] })
  await world.pass({ minutes: Math.ceil((await world.now()).until(start).total('minutes')) - 1800 })
  return booking
}

const asks = async (booking: HeldBooking, given: Partial<Exception> = {}) => {
  const { sessions } = await world.load(booking)
  return valueOf(
    await askException(world.context, booking.scope, {
      action: 'reschedule',
      sessions: [sessions[0]!.id],
      wishes: [],
      reason: 'My daughter is ill.',
      channel: 'mail_link',
      ...given,
    }),
  ).ask
}
const labels = (lines: string[]) => lines.map((line) => line.split(' http')[0])

describe('Cleo asks for what the policy does not allow', () => {
  test('she and the team read what she asks, and by when it is answered; the team reads why', async () => {
    const booking = await late()
    const [session] = (await world.load(booking)).sessions
    const wish = session!.startsAt.add({ hours: 24 })
    const ask = await asks(booking, {
      wishes: [{ session: session!.id, starts: [wish, wish.add({ hours: 2 })] }],
    })
    const mails = await mailsNow(world, booking)
    const [toCleo, toTeam] = [mails['ask_made customer']!, mails['ask_made primary_host']!]
    expect(toCleo.subject).toBe('Asked to move: Mon 7 Dec, 10:00am with Alva')
    expect(toCleo.text).toContain(
      'You asked Harbour Physio to move\n\nYour booking stays as it is until there is an',
    )
    expect(toCleo.text).toContain('Asked for: Tue 8 Dec, 10:00am\n  Tue 8 Dec, 12:00pm')
    expect(labels(linksIn(toCleo))).toEqual(['View booking'])
    expect(toTeam.text).toContain('It is outside the policy, so you decide. Answer by ')
    expect(toTeam.text).toContain('Reason: My daughter is ill.')
    expect(linksIn(toTeam)[0]).toBe(
      `Answer Cleo Martin http://kept.test/staff/bookings/${booking.bookingId}/asks/${ask}`,
    )
    expect(everythingIn(toTeam)).not.toContain(booking.token)
    expect([...toCleo.calendar, ...toTeam.calendar]).toEqual([])
    valueOf(await withdrawAsk(world.context, booking.scope, ask, 'mail_link'))
    // She took it back: whoever has not been told is not told any more.
    expect(Object.keys(await mailsNow(world, booking)).filter((key) => key.startsWith('ask'))).toEqual([])
  })

  test('free: until when, and one click to where she chooses', async () => {
    const booking = await late()
    await asks(booking)
    await answer(world, booking, { answer: 'free', reason: 'Of course.' })
    const mail = (await mailsNow(world, booking))['ask_answered customer']!
    expect(mail.subject).toBe('You can move for free: Mon 14 Dec, 10:00am with Alva')
    expect(mail.text).toContain('It costs nothing. Choose a new time by Mon 14 Dec, 10:00am.')
    expect(mail.text).toContain('Reason: Of course.')
    expect(linksIn(mail)[0]).toBe(`Choose a new time http://kept.test/b/${booking.token}?do=reschedule`)
    expect(mail.calendar).toEqual([])
  })

  test('a free cancellation gives everything back, one with a fee says what it costs', async () => {
    const free = await late()
    await asks(free, { action: 'cancel' })
    await answer(world, free, { answer: 'free' })
    const back = (await mailsNow(world, free))['ask_answered customer']!
    expect(back.subject).toMatch(/^You can cancel for free: /)
    expect(back.text).toContain('You get everything back. Cancel by ')
    const fee = await late()
    await asks(fee, { action: 'cancel' })
    await answer(world, fee, { answer: 'fee', feeMinor: 1500n })
    const costs = (await mailsNow(world, fee))['ask_answered customer']!
    expect(costs.subject).toMatch(/^You can cancel for \u00A315\.00: /)
    expect(costs.text).toContain('It costs \u00A315.00. Cancel by ')
    expect(linksIn(costs)[0]).toBe(`Cancel the booking http://kept.test/b/${fee.token}?do=cancel`)
  })

  // Seen to fail with the times in one link.
  test('times: one link each, and each opens the check of that very time', async () => {
    const booking = await late()
    await asks(booking)
    const [session] = (await world.load(booking)).sessions
    const offered = [1, 3].map((hours) => session!.startsAt.add({ hours }))
    await answer(world, booking, { answer: 'times', offered: [{ session: session!.id, starts: offered }] })
    const mail = (await mailsNow(world, booking))['ask_answered customer']!
    expect(mail.subject).toMatch(/^Other times for /)
    expect(mail.text).toContain('Alva offers 2 times\n\nIt costs nothing. Choose one by ')
    const links = linksIn(mail).filter((line) => line.includes('/move?'))
    expect(links.map((line) => line.replaceAll(/^.* (\d\d?:\d\d[ap]m) .*start=(.*)$/g, '$1 $2'))).toEqual([
      `11:00am ${encodeURIComponent(offered[0]!.toString())}`,
      `1:00pm ${encodeURIComponent(offered[1]!.toString())}`,
    ])
    const move = await quote(booking.scope, booking, {
      reschedule: [{ session: session!.id, start: offered[0]! }],
    })
    valueOf(await commitChange(world.context, booking.scope, move, {}))
    // The answer was used, so a late mail about it would be wrong.
    expect(Object.keys(await mailsNow(world, booking))).not.toContain('ask_answered customer')
  })

  test('no: her booking stays, and she reads what the team said', async () => {
    const booking = await late()
    await asks(booking)
    await answer(world, booking, { answer: 'no', reason: 'There is nobody free.' })
    const mail = (await mailsNow(world, booking))['ask_answered customer']!
    expect(mail.subject).toMatch(/^It stays: /)
    expect(mail.text).toContain('Reason: There is nobody free.')
    expect(labels(linksIn(mail))).toEqual(['View booking'])
  })

  test.each([
    ['nobody answers', null, /^No answer in time: /, 'We are sorry. Your booking stays as it is.'],
    [
      'she does not use the answer',
      'free' as const,
      /^Answer ran out: /,
      'You did not use it in time. Your booking stays as it is.',
    ],
  ])('%s: her booking stays', async (_name, given, subject, words) => {
    const booking = await late()
    await asks(booking)
    if (given) await answer(world, booking, { answer: given })
    await world.pass({ hours: 31 })
    expect(await expireAsks(world.context)).toBeGreaterThan(0)
    const mails = await mailsNow(world, booking)
    expect(Object.keys(mails)).not.toContain('ask_answered customer')
    expect(mails['ask_expired customer']!.subject).toMatch(subject)
    expect(mails['ask_expired customer']!.text).toContain(words)
    expect(mails['ask_expired customer']!.calendar).toEqual([])
  })
})

describe('sessions of a course', () => {
  test('the fee is said as a sum, and the session is named', async () => {
    const first = Temporal.Instant.from('2026-12-07T13:00:00Z').add({ hours: 168 * weeks })
    const booking = await late(
      'course',
      [0, 1, 72].map((hours) => first.subtract({ hours: 3 }).add({ hours })),
    )
    const { sessions } = await world.load(booking)
    const two = sessions.slice(0, 2).map(({ id }) => id)
    await asks(booking, { action: 'cancel', sessions: two })
    await answer(world, booking, { answer: 'fee', feeMinor: 500n })
    const mail = (await mailsNow(world, booking))['ask_answered customer']!
    expect(mail.text).toContain('It costs \u00A310.00 (2 \u00D7 \u00A35.00). Cancel by ')
    expect(mail.text).toMatch(/^Session 1: /m)
    expect(mail.text).toMatch(/^Session 2: /m)
    expect(mail.text).not.toMatch(/^Session 3: /m)
  })
})
