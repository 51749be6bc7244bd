import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { About } from './postings.ts'
import { partsOf, paymentRow, receive, stillOpen } from './payment-rows.ts'

const about: About = {
  orgId: 'organization',
  bookingId: 'booking',
  currency: 'JPY',
  at: Temporal.Instant.from('2026-12-01T12:00:00Z'),
}
const open = (...amounts: bigint[]) =>
  amounts.map((minor, index) => ({ sessionId: `session ${index}`, minor }))

describe('the row of a payment', () => {
  const bare = { purpose: 'booking', provider: 'fake', method: 'card', amountMinor: 500n } as const
  test('that was started has taken nothing yet', () => {
    const expiresAt = about.at.add({ minutes: 10 })
    const row = paymentRow(about, { ...bare, state: 'started', expiresAt })
    expect(row).toEqual({
      org_id: 'organization',
      id: row.id,
      booking_id: 'booking',
      purpose: 'booking',
      provider: 'fake',
      method: 'card',
      state: 'started',
      amount_minor: 500n,
      currency: 'JPY',
      captured_minor: 0n,
      refunded_minor: 0n,
      provider_reference: null,
      pay_url: null,
      reference: '',
      waits_for: null,
      credit_id: null,
      recorded_by: null,
      decided_by: null,
      brand: '',
      last4: '',
      failure: '',
      disputed_at: null,
      expires_at: expiresAt,
      created_at: about.at,
      settled_at: null,
      asked_at: null,
    })
  })
  test('that succeeded is captured in full, at once', () => {
    const row = paymentRow(about, {
      ...bare,
      state: 'succeeded',
      creditId: 'credit',
      reference: 'Cheque 7',
      recordedBy: 'bo',
      decidedBy: 'alva',
      waitsFor: { quoteId: 'quote' },
    })
    expect(row).toMatchObject({
      captured_minor: 500n,
      settled_at: about.at,
      expires_at: null,
      credit_id: 'credit',
      reference: 'Cheque 7',
      recorded_by: 'bo',
      decided_by: 'alva',
      waits_for: { quoteId: 'quote' },
    })
    expect(paymentRow(about, { ...bare, state: 'pending' })).toMatchObject({
      captured_minor: 0n,
      settled_at: null,
    })
  })
})

test('a payment falls on the sessions in proportion to what each owes, and what is more stays with the booking', () => {
  expect(partsOf(100n, open(100n, 300n))).toEqual(open(25n, 75n))
  expect(partsOf(450n, open(100n, 300n))).toEqual([...open(100n, 300n), { sessionId: null, minor: 50n }])
  expect(partsOf(400n, open(100n, 300n))).toEqual(open(100n, 300n))
  expect(partsOf(70n, [])).toEqual([{ sessionId: null, minor: 70n }])
})

test('whoever owes nothing, or is owed, gets none of it', () => {
  expect(partsOf(50n, open(0n, 100n, -20n))).toEqual([{ sessionId: 'session 1', minor: 50n }])
})

test('what is still open after it is what was open less what fell on it', () => {
  expect(stillOpen(open(100n, 300n), partsOf(100n, open(100n, 300n)))).toEqual(open(75n, 225n))
  expect(stillOpen(open(100n, 0n), partsOf(40n, open(100n, 0n)))).toEqual(open(60n, 0n))
})

test('its posting says the same', () => {
  const rows = receive(
    about,
    { id: 'payment', provider: 'fake', creditId: null, minor: 450n },
    open(100n, 300n),
  )
  expect(rows.ledger_transactions![0]).toMatchObject({ kind: 'payment_received', payment_id: 'payment' })
  expect(rows.ledger_entries!.map((row) => [row.account, row.session_id, row.amount_minor])).toEqual([
    ['received', 'session 0', -100n],
    ['received', 'session 1', -300n],
    ['received', null, -50n],
    ['cash', null, 450n],
  ])
})

test('no unit of a payment is lost, and no session gets more than it owes', () => {
  const minor = fc.bigInt({ min: 0n, max: 10n ** 10n })
  fc.assert(
    fc.property(minor, fc.array(minor, { maxLength: 20 }), (paid, owed) => {
      const sessions = open(...owed)
      const parts = partsOf(paid, sessions)
      expect(parts.reduce((sum, part) => sum + part.minor, 0n)).toBe(paid)
      for (const left of stillOpen(sessions, parts)) expect(left.minor >= 0n).toBe(true)
    }),
  )
})
