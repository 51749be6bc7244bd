import type { ChargeRefusal } from '#domain/bookings/charge-card.ts'
import type { DecideFeeRefusal } from '#domain/bookings/fees.ts'
import type { PaymentRefusal } from '#domain/bookings/record-payment.ts'
import type { RefundRefusal } from '#domain/bookings/request-refund.ts'
import { showMoney } from '#domain/money/show-money.ts'
import { problemOfChange } from './change-problems.ts'
import type { Problem } from './problems.ts'

/** Why a payment was not written down, decided or charged. */
export function problemOfPayment(refusal: PaymentRefusal | ChargeRefusal): Problem {
  switch (refusal.code) {
    case 'unknown_booking':
      return { code: 'not_found', field: 'path:booking' }
    case 'unknown_payment':
      return { code: 'not_found', field: 'path:payment' }
    case 'not_permitted':
    case 'no_saved_card':
      return { code: refusal.code }
    case 'payment_in_state':
      return { code: 'state_refused', more: { state: refusal.state } }
    case 'amount_too_large':
      return amountRefused({ most: showMoney(refusal.mostMinor, refusal.currency) })
    case 'amount_too_small':
      return amountRefused({ least: showMoney(refusal.leastMinor, refusal.currency) })
    case 'amount_not_positive':
    case 'reference_too_long':
    case 'paid_meanwhile':
      throw new Error(`The schema of the operation lets no ${refusal.code} through.`)
  }
}

/** Why a refund was not asked for, decided or carried out. */
export function problemOfRefund(refusal: RefundRefusal): Problem {
  switch (refusal.code) {
    case 'unknown_booking':
      return { code: 'not_found', field: 'path:booking' }
    case 'unknown_payment':
      return { code: 'not_found', field: '/payment' }
    case 'unknown_refund':
      return { code: 'not_found', field: 'path:refund' }
    case 'not_permitted':
    case 'payment_disputed':
      return { code: refusal.code }
    case 'payment_not_settled':
      return { code: 'state_refused', field: '/payment', more: { state: refusal.state } }
    case 'refund_in_state':
      return { code: 'state_refused', more: { state: refusal.state } }
    // The customer may still take the cancellation back.
    case 'refund_waits':
      return { code: 'state_refused', more: { state: 'waiting_for_undo' } }
    case 'refund_too_large': {
      const most = showMoney(refusal.mostMinor, refusal.currency)
      return { code: refusal.code, field: '/amount', more: { most } }
    }
    case 'own_request': {
      const limit = showMoney(refusal.limitMinor, refusal.currency)
      return { code: 'needs_another_member', more: { limit } }
    }
    case 'way_not_possible':
      return { code: refusal.code }
    case 'reference_used':
      return { code: 'already_exists', field: '/reference' }
    case 'reason_required':
      return { code: refusal.code, field: '/reason' }
    case 'refund_not_positive':
    case 'reference_missing':
    case 'reference_too_long':
    case 'reason_too_long':
    case 'refunded_meanwhile':
      throw new Error(`The schema of the operation lets no ${refusal.code} through.`)
  }
}

/** Why nothing was decided about a fee. */
export function problemOfFee(refusal: DecideFeeRefusal): Problem {
  switch (refusal.code) {
    case 'unknown_fee':
      return { code: 'not_found', field: 'path:fee_decision' }
    case 'not_permitted':
      return { code: refusal.code }
    case 'already_decided':
      return { code: 'state_refused', more: { state: 'decided' } }
    default: {
      const { field, ...problem } = problemOfChange(refusal, null)
      return { ...problem, field: field === '/choices/fee/amount' ? '/amount' : '/decision' }
    }
  }
}

function amountRefused(more: Record<string, unknown>): Problem {
  return { code: 'amount_refused', field: '/amount', more }
}
