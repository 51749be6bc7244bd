import { newId } from '#platform/ids.ts'
import { joinRows, type Rows } from '#platform/rows.ts'
import { refundPromised, type SessionAmount } from '#domain/money/postings.ts'
import { planRefunds } from '#domain/money/refund-plan.ts'
import type { Booking } from './booking.ts'
import type { SettledMoney } from './change.ts'
import { aboutOf } from './sale.ts'

/** Who decided, and what a refund of theirs still needs. */
export interface MoneyAuthor {
  factId: string
  memberId: string | null
  remarkId: string | null
  /** Of refunds that a member asks for: whether somebody else has to approve. */
  refundState: 'requested' | 'approved'
  /** Not before this: a cancellation that can be taken back. */
  refundsDueAt?: Temporal.Instant | null
}

/** What the organization's setting makes of money that the rules give back (oncehub R118). */
export const STATE_BY_SETTING = { none: 'none', manual: 'requested', automatic: 'approved' } as const

/** Refunds of what goes back, promised in the ledger at once; in state `none` nothing moves by itself. */
export function promiseRefunds(
  booking: Booking,
  back: SessionAmount[],
  author: MoneyAuthor,
  state: 'none' | 'requested' | 'approved',
): { rows: Rows; refunds: SettledMoney['refunds']; toSettle: string[] } {
  if (state === 'none') return { rows: {}, refunds: [], toSettle: [] }
  const planned = planRefunds(back, booking.money.payments).map((refund) => ({ ...refund, id: newId() }))
  const cause = author.memberId ? ('member' as const) : ('policy' as const)
  return {
    rows: joinRows(
      { refunds: planned.map((refund) => refundRow(booking, refund, author, { state, cause })) },
      ...planned.map((refund) => refundPromised(aboutOf(booking), refund, refund.parts)),
    ),
    refunds: planned.map(({ id, amountMinor, way }) => ({
      refund: id,
      amountMinor: amountMinor.toString(),
      way,
    })),
    toSettle: state === 'approved' ? planned.flatMap(({ id, way }) => (way === 'outside' ? [] : [id])) : [],
  }
}

/** A new refund's row. */
export function refundRow(
  booking: Booking,
  refund: { id: string; paymentId: string; amountMinor: bigint; way: 'provider' | 'outside' | 'credit' },
  author: Omit<MoneyAuthor, 'refundState'>,
  as: { state: 'requested' | 'approved'; cause: 'policy' | 'member' | 'late_payment' | 'balance' },
) {
  return {
    org_id: booking.orgId,
    id: refund.id,
    fact_id: author.factId,
    booking_id: booking.id,
    amount_minor: refund.amountMinor,
    currency: booking.currency,
    state: as.state,
    created_at: booking.now,
    payment_id: refund.paymentId,
    way: refund.way,
    cause: as.cause,
    requested_by: author.memberId,
    approved_by: as.state === 'approved' ? author.memberId : null,
    remark_id: author.remarkId,
    reference: '',
    failure: '',
    attempts: 0,
    needs_attention: false,
    due_at: author.refundsDueAt ?? null,
  }
}
