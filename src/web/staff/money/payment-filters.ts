import type { Context as HonoContext } from 'hono'
import type { PaymentFilters } from '#domain/bookings/list-payments.ts'
import type { PaymentState } from '#domain/money/booking-money.ts'
import type { FieldErrors } from '#platform/forms.ts'
import { isId } from '#platform/ids.ts'
import { startOfLocalDay } from '#platform/zones.ts'
import { plainDate } from '../activity-filters.ts'
import { queryText } from '../request.ts'

export const PAYMENT_STATES = [
  'started',
  'pending',
  'succeeded',
  'failed',
  'rejected',
  'expired',
] as const satisfies readonly PaymentState[]

export const PAYMENT_METHODS = ['card', 'cash', 'bank_transfer', 'cheque', 'credit', 'other'] as const

/** What the address of the payments asks for. */
export interface PaymentsAsked {
  filters: PaymentFilters
  /** The filters as they were typed, for the form and for every link that keeps them. */
  typed: Record<string, string>
  /** What could not be understood; such a filter is not applied. */
  errors: FieldErrors
  after: string | null
}

/** Reads the filters out of the address; dates are whole days in the viewer's zone. */
export function paymentsAsked(c: { req: HonoContext['req'] }, zone: string): PaymentsAsked {
  const after = queryText(c, 'after')
  const asked: PaymentsAsked = {
    filters: {},
    typed: {},
    errors: {},
    after: after && isId(after) ? after : null,
  }
  const state = queryText(c, 'state')
  const known = PAYMENT_STATES.find((name) => name === state)
  note(asked, 'state', state, known !== undefined)
  if (known) asked.filters.state = known
  const method = queryText(c, 'method')
  const way = PAYMENT_METHODS.find((name) => name === method)
  note(asked, 'method', method, way !== undefined)
  if (way) asked.filters.method = way
  for (const name of ['from', 'to'] as const) readDate(c, name, zone, asked)
  return asked
}

function note(asked: PaymentsAsked, name: string, text: string | undefined, isKnown: boolean): void {
  if (!text) return
  asked.typed[name] = text.slice(0, LONGEST_KEPT)
  if (!isKnown) asked.errors[name] = { code: 'not_a_choice' }
}

const LONGEST_KEPT = 200

function readDate(
  c: { req: HonoContext['req'] },
  name: 'from' | 'to',
  zone: string,
  asked: PaymentsAsked,
): void {
  const text = queryText(c, name)
  if (!text) return
  asked.typed[name] = text.slice(0, LONGEST_KEPT)
  const date = plainDate(text)
  // A span ends before the day after its last one.
  if (date) asked.filters[name] = startOfLocalDay(name === 'to' ? date.add({ days: 1 }) : date, zone)
  else asked.errors[name] = { code: 'not_a_date' }
}
