import { bookingFaults } from '#messages/api-bookings.ts'
import type { AnswerRefusal } from '#domain/asking/answer.ts'
import type { AskRefusal } from '#domain/asking/ask-exception.ts'
import type { SuggestRefusal } from '#domain/asking/suggest-times.ts'
import type { TakeBackRefusal } from '#domain/asking/take-approval-back.ts'
import type { WithdrawRefusal } from '#domain/asking/withdraw-ask.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import type { ChangeRefusal } from '#domain/bookings/change.ts'
import { showMoney } from '#domain/money/show-money.ts'
import { readId, showId } from '#platform/public-ids.ts'
import { problemOfChange } from './change-problems.ts'
import type { Problem } from './problems.ts'

type Refusal = AskRefusal | ChangeRefusal | SuggestRefusal | WithdrawRefusal | AnswerRefusal | TakeBackRefusal

/** Codes that a change of a booking has as well. */
type Shared = Extract<Refusal, { code: ChangeRefusal['code'] }>

/** Why the team was not asked, or not answered; the booking is as it was before. */
export function problemOfAsk(refusal: Refusal, booking: Booking): Problem {
  switch (refusal.code) {
    case 'unknown_ask':
      return { code: 'not_found', field: 'path:ask' }
    case 'ask_open':
      return { code: 'ask_open', more: { ask: showId('ask', refusal.ask) } }
    case 'not_open':
      return { code: 'state_refused', more: { why: refusal.code, state: refusal.state } }
    case 'wrong_kind':
      return { code: 'state_refused', more: { why: refusal.code, kind: refusal.kind } }
    case 'unsure':
      return { code: 'state_refused', more: { why: refusal.code } }
    case 'not_requested':
      return { code: 'state_refused', more: { why: refusal.code, state: booking.sessions[0]!.state } }
    case 'not_askable': {
      const session = booking.sessions.find(({ id }) => id === refusal.session)
      const more = { why: refusal.code, session: showId('session', refusal.session), state: session?.state }
      return { code: 'state_refused', more }
    }
    case 'wrong_answer':
      return fault('/answer', 'not_a_choice', bookingFaults.notAnAnswerTo)
    case 'start_needed':
      return fault('/start', 'required', bookingFaults.whichStart)
    case 'not_suggested':
      return fault('/start', 'not_a_choice', bookingFaults.notSuggested)
    case 'times_needed':
      return fault('/offered', 'required', bookingFaults.whichTimes)
    case 'too_many_times':
      return fault('/wishes', 'too_many', bookingFaults.moreTimesThan(refusal.most))
    case 'wrong_number_of_times':
      return { code: refusal.code, field: '/starts', more: { wanted: refusal.wanted } }
    case 'same_time_twice':
      return { code: refusal.code, field: '/starts' }
    case 'fee_out_of_range':
      return {
        code: refusal.code,
        field: '/fee/amount',
        more: { most: showMoney(refusal.mostMinor, refusal.currency) },
      }
    default:
      return 'start' in refusal && !('session' in refusal)
        ? problemOfStart(refusal)
        : problemOfChange(refusal as Shared as ChangeRefusal, booking)
  }
}

function problemOfStart({ code, ...more }: Extract<Refusal, { start: string; nearest: string[] }>): Problem {
  return { code, field: '/starts', more }
}

function fault(field: string, code: string, detail: string): Problem {
  return { code: 'invalid_request', field, errors: [{ field, code, detail }] }
}

/**
 * Sessions that are named and not the booking's, by the places in which they stand, after what else is not found; null
 * when all are known.
 */
export function foreignSessions(
  booking: Booking,
  places: Record<string, readonly string[]>,
  besides: readonly string[] = [],
): Problem | null {
  const known = new Set(booking.sessions.map(({ id }) => id))
  const strangers = Object.entries(places).flatMap(([place, ids]) =>
    ids.flatMap((id, index) => (known.has(readId(id)) ? [] : [place.replace('*', String(index))])),
  )
  const [field, ...others] = [...besides, ...strangers]
  if (field === undefined) return null
  const errors = strangers.map((entry) => ({
    field: entry,
    code: 'not_found',
    detail: bookingFaults.noSuchSession,
  }))
  return { code: 'not_found', field, ...(others.length > 0 ? { errors } : {}) }
}
