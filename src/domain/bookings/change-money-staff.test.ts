import { describe, expect, test } from 'vitest'
import {
  accounts,
  author,
  bookingOf,
  change,
  DAY,
  decisions,
  LATE,
  ledger,
  pair,
  quoteOf,
  START,
} from '../../../test/oracle/money-pair.ts'
import { changeMoney } from './change-money.ts'

describe('Alva cancels for the business', () => {
  const staff = { who: 'member' as const }
  test.each([
    [{ decision: 'accept' as const }, 1_000n, ['accepted', 1_000n, 1_000n, 'alva']],
    [{ decision: 'skip' as const }, 0n, ['skipped', 1_000n, 0n, 'alva']],
    [{ decision: 'change' as const, minor: 333n }, 333n, ['changed', 1_000n, 333n, 'alva']],
    [{ decision: 'ask' as const }, 0n, ['asked', 1_000n, 0n, null]],
  ])('late, with the fee %o', (fee, charged, decided) => {
    const { rows, settled } = change(pair(), { fee }, staff)
    expect(accounts(rows, 'fees')).toBe(-charged)
    expect(settled).toMatchObject({ keptMinor: `${charged}`, refundMinor: '0', refunds: [] })
    expect(decisions(rows)).toEqual([decided])
  })
  test('in time: nobody asked, so nothing is written down unless she charges all the same', () => {
    const early = { ...staff, now: START - 5n * DAY }
    expect(decisions(change(pair(), {}, early).rows)).toEqual([])
    expect(decisions(change(pair(), { fee: { decision: 'skip' } }, early).rows)).toEqual([])
    expect(decisions(change(pair(), { fee: { decision: 'change', minor: 70n } }, early).rows)).toEqual([
      ['changed', 0n, 70n, 'alva'],
    ])
  })
  test('a refund of hers is approved with her decision, and spread over what each session was paid', () => {
    const both = { ...staff, acts: ['cancel', 'cancel'] as ('cancel' | null)[] }
    const { rows, settled, refundsToSettle } = change(
      pair(),
      { fee: { decision: 'change', minor: 1_001n }, refundMinor: 5_000n },
      both,
    )
    expect(ledger(rows).filter(([account]) => account === 'received')).toEqual([
      ['received', 'session 0', 2_500n],
      ['received', 'session 1', 2_500n],
    ])
    expect(
      ledger(rows).filter(([account, , minor]) => account === 'receivable' && (minor as bigint) > 0n),
    ).toEqual([
      ['receivable', 'session 0', 501n],
      ['receivable', 'session 1', 500n],
    ])
    expect(settled.refundMinor).toBe('5000')
    expect(rows.refunds).toMatchObject([
      { state: 'approved', cause: 'member', requested_by: 'alva', approved_by: 'alva' },
    ])
    expect(refundsToSettle).toHaveLength(1)
  })
  test('a refund that somebody else has to approve waits', () => {
    const booking = bookingOf(pair(), LATE)
    const quote = quoteOf(booking, ['cancel'], 'member')
    const bo = author({ memberId: 'bo', refundState: 'requested' })
    const { rows, refundsToSettle } = changeMoney(
      booking,
      quote,
      { fee: { decision: 'skip' }, refundMinor: 100n },
      bo,
    )
    expect(rows.refunds).toMatchObject([{ state: 'requested', requested_by: 'bo', approved_by: null }])
    expect(refundsToSettle).toEqual([])
  })
})
