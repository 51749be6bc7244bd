import { expect, test } from 'vitest'
import { invoiceNumber, invoiceStatus, type InvoiceStanding, type InvoiceStatus } from './invoice-status.ts'

const at = (text: string) => Temporal.Instant.from(text)
const NOW = at('2026-12-08T12:00:00Z')
const BASE: InvoiceStanding = {
  number: 7,
  dueAt: at('2026-12-20T12:00:00Z'),
  viewedAt: null,
  voidedAt: null,
  balanceMinor: 4000n,
}
const LOOKED = at('2026-12-07T08:00:00Z')
const PAST = at('2026-12-01T08:00:00Z')

test.each<[string, Partial<InvoiceStanding>, InvoiceStatus]>([
  ['has no number yet', { number: null }, 'draft'],
  ['was sent', {}, 'open'],
  ['was looked at', { viewedAt: LOOKED }, 'viewed'],
  ['is past its date', { dueAt: PAST }, 'overdue'],
  ['is past its date although it was looked at', { dueAt: PAST, viewedAt: LOOKED }, 'overdue'],
  ['is due this very moment', { dueAt: NOW }, 'open'],
  ['is past its date with nothing owed', { dueAt: PAST, balanceMinor: 0n }, 'paid'],
  ['was paid', { balanceMinor: 0n, viewedAt: LOOKED }, 'paid'],
  ['was paid too much', { balanceMinor: -1n }, 'paid'],
  ['lacks one minor unit', { balanceMinor: 1n }, 'open'],
  ['has no date to be paid by', { dueAt: null }, 'open'],
  ['was voided after it was due', { voidedAt: PAST, dueAt: PAST }, 'void'],
  ['was voided, whatever it said', { voidedAt: PAST, balanceMinor: 0n }, 'void'],
])('an invoice that %s', (_what, change, status) => {
  expect(invoiceStatus({ ...BASE, ...change }, NOW)).toBe(status)
})

test('numbers have at least four digits, and more when there are more', () => {
  expect(invoiceNumber({ prefix: 'INV-', number: 7 })).toBe('INV-0007')
  expect(invoiceNumber({ prefix: '', number: 12345 })).toBe('12345')
})
