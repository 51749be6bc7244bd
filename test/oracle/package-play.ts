import { expect } from 'vitest'
import { bookingStatus, type Booking } from '#domain/bookings/booking.ts'
import { listActivities } from '#domain/bookings/activities.ts'
import type { ChangeRequest, Receipt } from '#domain/bookings/change.ts'
import { commitChange } from '#domain/bookings/commit-change.ts'
import { quoteChange } from '#domain/bookings/quote-change.ts'
import { settlePayment } from '#domain/bookings/settle-payment.ts'
import { startPayment } from '#domain/bookings/start-payment.ts'
import { payTestPayment } from '#integrations/payments/fake/test-bank.ts'
import type { HeldBooking } from '../money-world.ts'
import { approveMove, approveRequest, suggestionsOf } from './package-approval.ts'
import type { PackageCase } from './package-cases.ts'
import {
  feeForMoving,
  isCollected,
  messagesAbout,
  refundForCanceling,
  statusOf,
  timeTaken,
  type ExpectedSession,
} from './package-oracle.ts'
import { allocationsOf, calendarOf, messagesOf, refundsOf } from './package-tables.ts'
import { DURATION_MINUTES, offerPackage, timesFor, type PackageShop } from './package-shop.ts'

/** One case on its way through the engine, with what the second opinion expects of it. */
export interface Played {
  shop: PackageShop
  one: PackageCase
  booking: HeldBooking
  /** From this start on, tiers ask for nothing. */
  turn: Temporal.Instant
  spare: Temporal.Instant[]
  sessions: ExpectedSession[]
  revision: number
}

/** Books, moves some, cancels some, and compares every table with the second opinion after each step. */
export async function playPackage(shop: PackageShop, one: PackageCase, number: number): Promise<Played> {
  const played = await bookCase(shop, one, number)
  await moveSome(played)
  if (one.policy === 'limit') await mayNotMoveAgain(played)
  await cancelSome(played)
  return played
}

async function bookCase(shop: PackageShop, one: PackageCase, number: number): Promise<Played> {
  const { world } = shop
  const moves = Math.max(1, Math.ceil(one.sessions / 2))
  const times = timesFor(shop, one, one.sessions + moves + suggestionsOf(one) + 1)
  const suggested = suggestionsOf(one) > 0 ? times.slice(-3) : times.slice(0, one.sessions)
  const starts = suggestionsOf(one) > 0 ? [suggested[1]!] : suggested
  const now = await world.now()
  const turn = starts[Math.floor(one.sessions / 2)]!.subtract({ minutes: 30 })
  const turnMinutes = Math.round(now.until(turn).total('minutes'))
  const eventTypeId = await offerPackage(shop, one, number, turnMinutes)
  const booking = await world.reserve(eventTypeId, {
    eventTypeId,
    starts: suggested,
    guests: [{ name: 'Jo', email: 'jo@customer.example' }],
    requestKey: `case ${number}`,
    ...(one.place === 'phone' ? { customer: { ...CLEO, phone: '+44 20 7946 0200' } } : {}),
  })
  const held = await approveRequest(shop, one, booking, suggested)
  if (held || booking.isHeld) await world.pay(booking)
  const loaded = await world.load(booking)
  const played: Played = {
    shop,
    one,
    booking,
    turn,
    spare: times.slice(one.sessions, one.sessions + moves),
    sessions: loaded.sessions.map((session) => ({
      state: 'scheduled',
      start: starts[session.position]!,
      sequence: session.sequence,
      moves: 0,
      owners: session.assignments.map(({ ownerId }) => ownerId),
    })),
    revision: loaded.revision,
  }
  expect(new Set(loaded.sessions.map(({ uid }) => uid)).size).toBe(one.sessions)
  const needed = one.hosts === 'panel' ? 3 : one.hosts === 'panel_and_room' ? 4 : 1
  expect(played.sessions.every(({ owners }) => owners.length === needed)).toBe(true)
  await agrees(played, 'booking.scheduled', 'booking_scheduled', played.sessions, 'create')
  return played
}

const CLEO = {
  name: 'Cleo Martin',
  email: 'cleo@mail.example',
  phone: '',
  zone: 'Europe/London',
  locale: 'en-GB',
}

/** Half of the sessions; the first two change places, which nobody else could give them. */
async function moveSome(played: Played): Promise<void> {
  const { shop, one, booking, sessions, spare, turn } = played
  const loaded = await shop.world.load(booking)
  const chosen = sessions.slice(0, Math.ceil(sessions.length / 2) + (sessions.length === 2 ? 1 : 0))
  const fee = feeForMoving(one, chosen, turn)
  const targets = chosen.map((_, index) => spare[index]!)
  if (chosen.length > 1) [targets[0], targets[1]] = [chosen[1]!.start, chosen[0]!.start]
  const request = {
    cancel: [],
    reschedule: chosen.map((_, index) => ({ session: loaded.sessions[index]!.id, start: targets[index]! })),
  }
  const { feeMinor } = await change(played, request, fee)
  expect(feeMinor).toBe(fee)
  for (const [index, session] of chosen.entries()) {
    session.start = targets[index]!
    session.sequence += 1
    session.moves += 1
  }
  await agrees(played, 'booking.rescheduled', 'booking_rescheduled', chosen, 'move')
}

async function mayNotMoveAgain({ shop, booking, turn }: Played): Promise<void> {
  const { sessions } = await shop.world.load(booking)
  const again = await quoteChange(shop.world.context.reader, booking.scope, {
    bookingId: booking.bookingId,
    cancel: [],
    reschedule: [{ session: sessions[0]!.id, start: turn.add({ hours: 2_000 }) }],
    channel: 'mail_link',
  })
  expect(again.ok ? null : again.refusal).toMatchObject({
    code: 'policy',
    refusal: { code: 'limit_reached', limit: 1 },
  })
}

/** The first, which was moved, and some of the last, which were not; one at least stays of a package. */
async function cancelSome(played: Played): Promise<void> {
  const { shop, one, booking, sessions, turn } = played
  const loaded = await shop.world.load(booking)
  const last = sessions.length < 7 ? [] : sessions.slice(-Math.floor(sessions.length / 4))
  const chosen = [sessions[0]!, ...last]
  // What is free in the first hour after booking costs something now.
  if (one.policy === 'limit') await shop.world.pass({ minutes: 61 })
  const refund = refundForCanceling(one, chosen, turn)
  const request = {
    cancel: chosen.map((session) => loaded.sessions[sessions.indexOf(session)]!.id),
    reschedule: [],
  }
  const { refundMinor } = await change(played, request, 0n)
  expect(refundMinor).toBe(refund)
  expect(await refundsOf(played)).toBe(refund)
  for (const session of chosen) {
    session.state = 'canceled'
    session.sequence += 1
  }
  await agrees(played, 'booking.canceled', 'booking_canceled', chosen, 'cancel')
}

/** By the customer where the policy lets them, with the team's approval where it wants that; else by Alva. */
async function change(
  played: Played,
  wanted: Pick<ChangeRequest, 'cancel' | 'reschedule'>,
  fee: bigint,
): Promise<Paid> {
  const { shop, one, booking } = played
  const { world } = shop
  const request: ChangeRequest = { bookingId: booking.bookingId, ...wanted, channel: 'mail_link' }
  const first = await quoteChange(world.context.reader, booking.scope, request)
  if (one.policy === 'never') {
    expect(first.ok ? null : first.refusal).toMatchObject({ refusal: { code: 'never_allowed' } })
    return byAlva(played, { ...request, channel: 'staff_page' })
  }
  if (!first.ok) throw new Error(`Cleo was refused: ${JSON.stringify(first.refusal)}`)
  let quote = first.value
  if (quote.needsApproval) {
    expect(BigInt(quote.feeMinor)).toBe(fee)
    const isDone = await approveMove(shop, booking, quote)
    played.revision = (await world.load(booking)).revision
    if (isDone) return { feeMinor: BigInt(quote.feeMinor), refundMinor: 0n }
    const allowed = await quoteChange(world.context.reader, booking.scope, request)
    if (!allowed.ok) throw new Error(`Cleo was refused: ${JSON.stringify(allowed.refusal)}`)
    quote = allowed.value
  }
  if (quote.payNowMinor !== '0') {
    const unpaid = await commitChange(world.context, booking.scope, quote, {})
    expect(unpaid.ok ? null : unpaid.refusal.code).toBe('payment_required')
    await payChange(played, quote)
  }
  const done = await commitChange(world.context, booking.scope, quote, {})
  if (!done.ok) throw new Error(`Cleo could not: ${JSON.stringify(done.refusal)}`)
  played.revision += 1
  return paidIn(done.value)
}

interface Paid {
  feeMinor: bigint
  refundMinor: bigint
}

function paidIn({ quote, money }: Receipt): Paid {
  return { feeMinor: BigInt(quote.feeMinor), refundMinor: BigInt(money?.refundMinor ?? quote.refundMinor) }
}

async function payChange({ shop, booking }: Played, quote: Receipt['quote']): Promise<void> {
  const { context, payments, orgId } = shop.world
  const what = { kind: 'change' as const, quote, choices: {} }
  const opened = await startPayment(context, payments, booking.scope, what, (id) => `http://kept.test/${id}`)
  if (!opened.ok) throw new Error(`Cleo could not pay: ${JSON.stringify(opened.refusal)}`)
  await payTestPayment(context.db, opened.value.payUrl.split('/').at(-1)!)
  expect(await settlePayment(context, payments, orgId, opened.value.payment)).toBe('succeeded')
}

async function byAlva(played: Played, request: ChangeRequest): Promise<Paid> {
  const { context, alva } = played.shop.world
  const quoted = await quoteChange(context.reader, alva, request)
  if (!quoted.ok) throw new Error(`Alva was refused: ${JSON.stringify(quoted.refusal)}`)
  expect(quoted.value.overridden).toBe(true)
  const back = BigInt(quoted.value.refundableMinor)
  const choices = request.cancel.length > 0 && back > 0n ? { refundMinor: back } : {}
  const done = await commitChange(context, alva, quoted.value, choices)
  if (!done.ok) throw new Error(`Alva could not: ${JSON.stringify(done.refusal)}`)
  played.revision += 1
  return paidIn(done.value)
}

/** Every table says what the second opinion says, and the sessions nobody touched are as they were. */
async function agrees(
  played: Played,
  fact: string,
  message: string,
  touched: ExpectedSession[],
  calendar: string,
): Promise<void> {
  const { shop, one, booking, sessions, revision } = played
  const { context, orgId } = shop.world
  const loaded = await shop.world.load(booking)
  expect(loaded.revision, 'revision').toBe(revision)
  expect(loaded.sessions.map(asExpected)).toEqual(sessions)
  expect(bookingStatus(loaded)).toBe(statusOf(sessions))
  const facts = await context.reader
    .selectFrom('facts')
    .where('org_id', '=', orgId)
    .where('booking_id', '=', booking.bookingId)
    .where('kind', '=', fact)
    .select('id')
    .execute()
  expect(facts, `facts of ${fact}`).toHaveLength(1)
  const of = { shop, fact: facts[0]!.id }
  expect(await messagesOf(of)).toEqual(messagesAbout(shop, message, touched))
  expect(await calendarOf(of)).toEqual(
    touched.map(({ owners, sequence }) => `${calendar} ${owners[0]} ${sequence}`).toSorted(),
  )
  expect(await allocationsOf(played)).toEqual(timeTaken(one, sessions))
  const stream = await listActivities(context.reader, shop.world.alva, { text: booking.reference })
  expect(stream.rows.map((row) => [row.bookingId, row.sessions.length])).toEqual([
    [booking.bookingId, sessions.length],
  ])
  const withRows = stream.rows[0]!.sessions.filter(({ latest }) => latest !== null)
  expect(withRows.length, 'sessions with a row').toBe(sessions.length === 1 ? 0 : sessions.length)
  expect(await shop.world.faults()).toEqual([])
  if (!isCollected(one)) expect(await refundsOf(played)).toBe(0n)
}

function asExpected(session: Booking['sessions'][number]): ExpectedSession {
  expect(session.startsAt.until(session.endsAt).total('minutes')).toBe(DURATION_MINUTES)
  return {
    state: session.state,
    start: session.startsAt,
    sequence: session.sequence,
    moves: session.rescheduleCount,
    owners: session.assignments.map(({ ownerId }) => ownerId),
  }
}
