import { expect } from 'vitest'
import { answerAsk } from '#domain/asking/answer-ask.ts'
import { askToMove } from '#domain/asking/ask-to-move.ts'
import { bookingStatus, type Booking } from '#domain/bookings/booking.ts'
import type { Quote } from '#domain/bookings/change.ts'
import type { HeldBooking } from '../money-world.ts'
import type { PackageCase } from './package-cases.ts'
import type { PackageShop } from './package-shop.ts'

/** How many times a customer suggests instead of choosing one. */
export function suggestionsOf(one: PackageCase): number {
  return one.approval !== 'automatic' && one.sessions === 1 ? 3 : 0
}

/**
 * Alva approves what Cleo asked for, at the second time where several were suggested. Until then nobody's time is taken,
 * unless requests hold it. True where it is paid first.
 */
export async function approveRequest(
  shop: PackageShop,
  one: PackageCase,
  booking: HeldBooking,
  suggested: Temporal.Instant[],
): Promise<boolean> {
  if (one.approval === 'automatic') return false
  const { world } = shop
  const asked = await world.load(booking)
  expect(bookingStatus(asked)).toBe('requested')
  const kept = asked.sessions.flatMap((session) => session.allocations.map(({ kind }) => kind))
  const needed = asked.sessions.reduce((sum, { assignments }) => sum + assignments.length, 0)
  const times = one.approval === 'request_holds' ? needed * Math.max(1, suggestionsOf(one)) : 0
  expect(kept).toEqual(Array.from({ length: times }, () => 'request'))
  const { isHeld } = await answered(shop, asked, suggested.length > one.sessions ? suggested[1]! : undefined)
  // Money that is due online, or a card that has to be left, comes first.
  expect(isHeld).toBe(['full', 'deposit', 'card'].includes(one.payment))
  return isHeld
}

/** Cleo asks for the new times of a quote, and Alva approves. True when the sessions have moved with that. */
export async function approveMove(shop: PackageShop, booking: HeldBooking, quote: Quote): Promise<boolean> {
  const { world } = shop
  const before = await world.load(booking)
  const asked = await askToMove(world.context, booking.scope, quote, {})
  if (!asked.ok) throw new Error(`Cleo could not ask: ${JSON.stringify(asked.refusal)}`)
  const meanwhile = await world.load(booking)
  // The old times stay hers until the new ones are approved (oncehub R97).
  expect(meanwhile.sessions.map(({ startsAt }) => String(startsAt))).toEqual(
    before.sessions.map(({ startsAt }) => String(startsAt)),
  )
  await answered(shop, meanwhile)
  return quote.payNowMinor === '0'
}

async function answered(
  shop: PackageShop,
  booking: Booking,
  start?: Temporal.Instant,
): Promise<{ isHeld: boolean }> {
  const { world } = shop
  const answer = await answerAsk(world.context, world.alva, {
    bookingId: booking.id,
    askId: booking.asks.find(({ state }) => state === 'open')!.id,
    answer: 'approved',
    ...(start ? { start } : {}),
    channel: 'staff_page',
  })
  if (!answer.ok) throw new Error(`Alva could not approve: ${JSON.stringify(answer.refusal)}`)
  return { isHeld: (await world.load({ bookingId: booking.id })).heldUntil !== null }
}
