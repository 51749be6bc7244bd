import type { Booking } from '#domain/bookings/booking.ts'
import type { ChangeRefusal } from '#domain/bookings/change.ts'
import type { FailRefusal } from '#domain/bookings/mark-failed.ts'
import { showBooking } from './booking-schema.ts'
import { showId } from '#platform/public-ids.ts'
import type { Problem, ProblemCode } from './problems.ts'
import { showRefusal } from './quote-schema.ts'

const CODE_OF_CHANGE: Record<ChangeRefusal['code'], ProblemCode> = {
  unknown_booking: 'not_found',
  unknown_session: 'not_found',
  nothing_chosen: 'nothing_chosen',
  chosen_twice: 'chosen_twice',
  not_permitted: 'not_permitted',
  policy: 'policy_refused',
  state: 'state_refused',
  same_time: 'same_time',
  slot_unavailable: 'slot_unavailable',
  slot_taken: 'slot_taken',
  changed_meanwhile: 'changed_meanwhile',
  quote_expired: 'quote_expired',
  quote_unreadable: 'quote_unreadable',
  payment_required: 'payment_required',
  fee_undecided: 'fee_undecided',
  fee_not_yours_to_waive: 'not_permitted',
  fee_out_of_range: 'fee_out_of_range',
  refund_too_large: 'refund_too_large',
  refund_not_permitted: 'not_permitted',
  no_credit_offered: 'no_credit_offered',
  reason_required: 'reason_required',
  approval_required: 'approval_required',
  answers_missing: 'answers_missing',
  reason_too_long: 'invalid_request',
}

const FIELD_OF_CHANGE: Partial<Record<ChangeRefusal['code'], string>> = {
  quote_unreadable: '/quote',
  reason_required: '/reason',
  answers_missing: '/answers',
  reason_too_long: '/reason',
  fee_undecided: '/choices/fee',
  fee_not_yours_to_waive: '/choices/fee',
  fee_out_of_range: '/choices/fee/amount',
  refund_too_large: '/choices/refund/amount',
  refund_not_permitted: '/choices/refund',
  no_credit_offered: '/choices/take',
}

/** A refused change as a problem; with the booking as it stands now, where there is one to look at. */
export function problemOfChange(refusal: ChangeRefusal, booking: Booking | null): Problem {
  const code = CODE_OF_CHANGE[refusal.code]
  const field = FIELD_OF_CHANGE[refusal.code]
  const session = 'session' in refusal ? { session: showId('session', refusal.session) } : {}
  const { code: _code, session: _session, ...rest } = showRefusal(refusal)
  const detail = refusal.code === 'policy' ? { refusal: showRefusal(refusal.refusal) } : rest
  return {
    code,
    ...(field ? { field } : {}),
    more: {
      ...session,
      ...detail,
      ...(booking ? { booking: showBooking(booking) } : {}),
      ...(booking && refusal.code === 'payment_required' ? { payments: paymentsOf(booking) } : {}),
    },
  }
}

/** Where a payment for this booking is started. */
function paymentsOf({ id }: Booking): string {
  return `/v1/bookings/${showId('booking', id)}/payments`
}

/** A named action that was refused; its fee stands at the top of the body. */
export function problemOfAction(refusal: FailRefusal): Problem {
  switch (refusal.code) {
    case 'unknown_booking':
      return { code: 'not_found', field: 'path:booking' }
    case 'unknown_session':
      return { code: 'not_found', field: '/session' }
    case 'not_permitted':
    case 'not_yours':
      return { code: 'not_permitted' }
    case 'not_from_this_state':
      return { code: 'state_refused', more: { why: refusal.code, state: refusal.state } }
    case 'too_early':
    case 'already_started':
      return { code: 'state_refused', more: { why: refusal.code } }
    default: {
      const { field, ...problem } = problemOfChange(refusal, null)
      return { ...problem, ...(field ? { field: field.replace('/choices', '') } : {}) }
    }
  }
}
