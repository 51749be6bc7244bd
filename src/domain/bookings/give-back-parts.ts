import type { SessionAmount } from '#domain/money/postings.ts'
import { splitByWeights } from '#domain/money/shares.ts'
import type { Booking } from './booking.ts'

/**
 * On what an amount falls that goes back without a change of the booking: first what was paid beyond what is asked
 * for, such as for canceled sessions, then everything else that was paid, each in proportion. What no payment of a
 * session covers belongs to the booking as a whole.
 */
export function giveBackParts(
  booking: Pick<Booking, 'sessions' | 'money'>,
  amountMinor: bigint,
): SessionAmount[] {
  const accounts = [
    { sessionId: null, ...booking.money.unassigned },
    ...booking.sessions.map(({ id, chargedMinor, paidMinor }) => ({
      sessionId: id,
      chargedMinor,
      paidMinor,
    })),
  ]
  const over = accounts.map(({ chargedMinor, paidMinor }) =>
    smaller(positive(paidMinor), positive(paidMinor - chargedMinor)),
  )
  const rest = accounts.map(({ paidMinor }, index) => positive(paidMinor) - over[index]!)
  const ofOver = smaller(amountMinor, sum(over))
  const ofRest = smaller(amountMinor - ofOver, sum(rest))
  const left = amountMinor - ofOver - ofRest
  const overParts = splitByWeights(ofOver, over)
  const restParts = splitByWeights(ofRest, rest)
  return accounts
    .map(({ sessionId }, index) => ({
      sessionId,
      minor: overParts[index]! + restParts[index]! + (sessionId === null ? left : 0n),
    }))
    .filter((part) => part.minor > 0n)
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}

function positive(minor: bigint): bigint {
  return minor > 0n ? minor : 0n
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n)
}
