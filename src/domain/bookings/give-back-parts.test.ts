import { expect, test } from 'vitest'
import type { Booking } from './booking.ts'
import { giveBackParts } from './give-back-parts.ts'

/** Sessions a, b, … with what is asked and what was paid for each, and what belongs to none. */
function bookingWith(sessions: [charged: bigint, paid: bigint][], unassigned: [bigint, bigint] = [0n, 0n]) {
  return {
    sessions: sessions.map(([chargedMinor, paidMinor], index) => ({
      id: 'abc'[index]!,
      chargedMinor,
      paidMinor,
    })),
    money: { unassigned: { chargedMinor: unassigned[0], paidMinor: unassigned[1] } },
  } as unknown as Pick<Booking, 'sessions' | 'money'>
}

const partsOf = (...asked: Parameters<typeof giveBackParts>) =>
  giveBackParts(...asked).map(({ sessionId, minor }) => [sessionId, minor])

test('what was paid for a canceled session goes back before anything else', () => {
  const booking = bookingWith([
    [5000n, 5000n],
    [0n, 5000n],
  ])
  expect(partsOf(booking, 3000n)).toEqual([['b', 3000n]])
  expect(partsOf(booking, 7000n)).toEqual([
    ['a', 2000n],
    ['b', 5000n],
  ])
})

test('where everything is still asked for, each session gives back in proportion', () => {
  const booking = bookingWith([
    [6000n, 6000n],
    [3000n, 3000n],
  ])
  expect(partsOf(booking, 100n)).toEqual([
    ['a', 67n],
    ['b', 33n],
  ])
})

test('what was paid too much and belongs to no session goes first, too', () => {
  expect(partsOf(bookingWith([[5000n, 5000n]], [0n, 800n]), 1000n)).toEqual([
    [null, 800n],
    ['a', 200n],
  ])
})

test('a session that owes gives back what was paid for it, and no more', () => {
  const booking = bookingWith([
    [5000n, 1000n],
    [5000n, 5000n],
  ])
  expect(partsOf(booking, 6000n)).toEqual([
    ['a', 1000n],
    ['b', 5000n],
  ])
})

test('what no session was paid for belongs to the booking, and sums stay whole', () => {
  const parts = partsOf(bookingWith([[0n, 0n]]), 250n)
  expect(parts).toEqual([[null, 250n]])
})
