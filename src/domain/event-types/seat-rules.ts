import { toJson } from '#platform/db.ts'
import type { PaymentTerms } from '#domain/organizations/payment-terms.ts'
import type { TimeOwner } from '#domain/team/find-owner.ts'
import type { EventTypeInput } from './save-event-type.ts'

/** As many seats as the page of an event type has room for; what a program makes, people can open there. */
export const MOST_ADDITIONAL_SEATS = 9
export const MOST_RESOURCE_SEATS = 3

type Seat = EventTypeInput['seats'][number]

/** What is wrong with the people in the seats; `seat` and `candidate` are places in their lists. */
export type SeatFault =
  | { code: 'too_many_seats'; seat: number }
  | { code: 'sits_twice'; seat: number }
  | { code: 'unknown_candidate'; seat: number; candidate: number }
  | { code: 'wrong_kind'; seat: number; candidate: number }
  | { code: 'switched_off'; seat: number; candidate: number }

/**
 * The first thing that keeps these seats from being filled, or null. `owners` are the candidates that exist; one who
 * is switched off may only stay where they are a candidate already (`kept`).
 */
export function seatFault(
  seats: readonly Seat[],
  owners: ReadonlyMap<string, TimeOwner>,
  kept: ReadonlySet<string>,
): SeatFault | null {
  for (const [seat, { role, candidates }] of seats.entries()) {
    for (const [candidate, id] of candidates.entries()) {
      const owner = owners.get(id)
      if (!owner) return { code: 'unknown_candidate', seat, candidate }
      if ((owner.kind === 'resource') !== (role === 'resource'))
        return { code: 'wrong_kind', seat, candidate }
      if (!owner.active && !kept.has(id)) return { code: 'switched_off', seat, candidate }
    }
    if (isTakenAlone(seats.slice(0, seat), candidates)) return { code: 'sits_twice', seat }
    const before = seats.slice(0, seat).filter((other) => other.role === role).length
    if (before >= mostOf(role)) return { code: 'too_many_seats', seat }
  }
  return null
}

export type PriceFault = 'collecting_not_set_up' | 'price_but_free' | 'price_missing'

type Priced = Pick<EventTypeInput, 'paymentMode' | 'priceMinor' | 'paymentTerms'>

/** True where a price can be collected under these terms: at the venue always, else by an online provider. */
export function canCollect(terms: PaymentTerms, provider: string | null): boolean {
  return terms.kind === 'pay_at_venue' || provider !== null
}

/**
 * What keeps a price from being agreed on, or null. `collects` is `canCollect` of the terms that will apply. What was
 * collected under the same terms before stays as it is, also after its provider was switched off.
 */
export function priceFault(input: Priced, stored: Priced | null, collects: boolean): PriceFault | null {
  const { paymentMode, priceMinor } = input
  if (paymentMode === 'price_collected' && !collects && !collectsLike(input, stored))
    return 'collecting_not_set_up'
  if (paymentMode === 'free') return priceMinor > 0n ? 'price_but_free' : null
  return priceMinor === 0n ? 'price_missing' : null
}

function collectsLike(input: Priced, stored: Priced | null): boolean {
  const terms = (priced: Priced) => toJson(priced.paymentTerms ?? null)
  return stored?.paymentMode === 'price_collected' && terms(stored) === terms(input)
}

// Two seats that only the same person can fill are never both filled, so nothing could ever be booked.
function isTakenAlone(before: readonly Seat[], candidates: readonly string[]): boolean {
  return (
    candidates.length === 1 &&
    before.some((seat) => seat.candidates.length === 1 && seat.candidates[0] === candidates[0])
  )
}

function mostOf(role: Seat['role']): number {
  if (role === 'additional') return MOST_ADDITIONAL_SEATS
  return role === 'resource' ? MOST_RESOURCE_SEATS : 1
}
