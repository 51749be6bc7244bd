import type { FactKind, FactPayloads } from '#domain/facts/fact.ts'

/** An amount that a fact speaks of, and what it is. */
export interface FactMoney {
  what: 'amount' | 'back' | 'credit' | 'fee' | 'kept' | 'owed' | 'to_pay' | 'fee_before'
  minor: bigint
  currency: string
}

/** The amounts of a fact as lists and the history show them, the most telling first; amounts of nothing are left out. */
export function moneyOfFact<K extends FactKind>(kind: K, payload: FactPayloads[K]): FactMoney[] {
  const named = payload as Partial<Record<string, unknown>>
  const { currency } = named
  if (typeof currency !== 'string') return []
  return (NAMES[kind] ?? []).flatMap(([key, what]) => {
    const digits = named[key]
    const minor = typeof digits === 'string' && /^-?\d+$/.test(digits) ? BigInt(digits) : 0n
    return minor === 0n ? [] : [{ what, minor, currency }]
  })
}

type Named = readonly (readonly [key: string, what: FactMoney['what']])[]

const CHANGE: Named = [
  ['refundMinor', 'back'],
  ['creditMinor', 'credit'],
  ['keptMinor', 'kept'],
  ['owedMinor', 'owed'],
  ['feeMinor', 'fee'],
]
const AMOUNT: Named = [['amountMinor', 'amount']]
const BACK: Named = [['amountMinor', 'back']]

const NAMES: Partial<Record<FactKind, Named>> = {
  'booking.canceled': CHANGE,
  'booking.rescheduled': CHANGE,
  'booking.changed': CHANGE,
  'booking.held': [['payMinor', 'to_pay']],
  'payment.pending': AMOUNT,
  'payment.recorded': AMOUNT,
  'payment.succeeded': AMOUNT,
  'payment.failed': AMOUNT,
  'payment.rejected': AMOUNT,
  'payment.disputed': AMOUNT,
  'refund.requested': BACK,
  'refund.approved': BACK,
  'refund.changed': BACK,
  'refund.rejected': AMOUNT,
  'refund.succeeded': BACK,
  'refund.failed': AMOUNT,
  'fee.decided': [['amountMinor', 'fee']],
  'fee.corrected': [
    ['toMinor', 'fee'],
    ['fromMinor', 'fee_before'],
  ],
  'credit.granted': [['amountMinor', 'credit']],
  'credit.expired': [['amountMinor', 'credit']],
}
