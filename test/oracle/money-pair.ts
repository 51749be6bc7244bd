import type { Rows } from '#platform/rows.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import type { ChangeChoices, Quote } from '#domain/bookings/change.ts'
import { changeMoney } from '#domain/bookings/change-money.ts'
import type { MoneyAuthor } from '#domain/bookings/promised-refunds.ts'
import { decideChange } from '#domain/bookings/decide-change.ts'
import type { PaymentOnFile } from '#domain/money/booking-money.ts'
import { bookingFor, freeHost, requestFor } from './money-booking.ts'
import type { MoneyCase } from './money-oracle.ts'

// Words for tests about what a change does with money, without a database.

const MINUTE = 60_000_000n
export const DAY = 1_440n * MINUTE
export const START = Temporal.Instant.from('2027-01-04T14:00:00Z').epochNanoseconds / 1_000n
export const LATE = START - 60n * MINUTE
export const RULE = {
  until: 'start' as const,
  steps: [],
  most: null,
  graceMinutes: null,
  reason: 'optional' as const,
}
export const HALF = { ...RULE, steps: [{ noticeMinutes: 0, percent: 50 }] }
export const author = (more: Partial<MoneyAuthor> = {}): MoneyAuthor => ({
  factId: 'fact',
  memberId: null,
  remarkId: 'remark',
  refundState: 'requested',
  ...more,
})
export const ALVA = author({ memberId: 'alva', refundState: 'approved' })

/** Two sessions of 50.00 a day apart, paid in full by card; a late fee of 20.00 from a day before. */
export const pair = (more: Partial<MoneyCase> = {}): MoneyCase => ({
  rules: { cancel: RULE, move: RULE },
  switches: { cancel: true, move: true },
  priceMinor: 10_000n,
  collected: true,
  paid: true,
  bookedAt: START - 30n * DAY,
  sessions: [0n, 1n].map((day) => ({ state: 'scheduled', start: START + 10n * day * DAY, moves: 0 })),
  discount: null,
  tax: { basisPoints: 0, inclusive: true },
  feeTaxBasisPoints: 0,
  terms: { kind: 'full' },
  credit: null,
  owesUnpaid: false,
  late: { total: 2_000n, windowMinutes: 1_440, customers: 'automatic' },
  provider: true,
  books: [0, 1].map(() => ({ fees: 0n, paid: 5_000n })),
  ...more,
})
export const tiered = (more: Partial<MoneyCase> = {}) =>
  pair({ rules: { cancel: HALF, move: RULE }, ...more })
export const asking = { total: 2_000n, windowMinutes: 1_440, customers: 'ask_staff' as const }

/** With one payment of everything that was paid. */
export function bookingOf(given: MoneyCase, now: bigint, currency = 'GBP'): Booking {
  const booking = bookingFor({ given, now, currency })
  const paid = booking.sessions.reduce((sum, { paidMinor }) => sum + paidMinor, 0n)
  return { ...booking, money: { ...booking.money, payments: paid > 0n ? [payment('card', paid)] : [] } }
}

export function payment(id: string, capturedMinor: bigint, provider = 'stripe'): PaymentOnFile {
  return {
    id,
    purpose: 'booking',
    provider,
    method: 'card',
    state: 'succeeded',
    amountMinor: capturedMinor,
    capturedMinor,
    refundedMinor: 0n,
    brand: '',
    last4: '',
    disputed: false,
  }
}

export function quoteOf(
  booking: Booking,
  acts: ('cancel' | 'move' | null)[],
  who: 'customer' | 'member' = 'customer',
): Quote {
  const now = booking.now.epochNanoseconds / 1_000n
  const actor = (who === 'member' ? { kind: who, memberId: 'alva' } : { kind: who }) as never
  const outcome = decideChange(booking, requestFor(acts), actor, freeHost(now))
  if (!outcome.ok) throw new Error(outcome.refusal.code)
  return outcome.value
}

export function change(
  given: MoneyCase,
  choices: ChangeChoices = {},
  {
    who = 'customer' as 'customer' | 'member',
    acts = ['cancel'] as ('cancel' | 'move' | null)[],
    now = LATE,
  } = {},
) {
  const booking = bookingOf(given, now)
  return changeMoney(booking, quoteOf(booking, acts, who), choices, who === 'member' ? ALVA : author())
}

/** What the ledger gains, by account and session. */
export const ledger = (rows: Rows) =>
  (rows.ledger_entries ?? []).map((row) => [row.account, row.session_id, row.amount_minor])
export const accounts = (rows: Rows, ...wanted: string[]) =>
  (rows.ledger_entries ?? [])
    .filter((row) => wanted.includes(row.account as string))
    .reduce((sum, row) => sum + (row.amount_minor as bigint), 0n)
export const decisions = (rows: Rows) =>
  (rows.fee_decisions ?? []).map((row) => [row.decision, row.default_minor, row.amount_minor, row.decided_by])
