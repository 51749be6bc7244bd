import type { RefundFilters } from '#domain/bookings/list-refunds.ts'
import type { RefundState } from '#domain/money/refund-states.ts'
import { cleanText } from '#platform/forms.ts'
import { isId } from '#platform/ids.ts'
import { paths } from '#paths.ts'

export const REFUND_STATES = [
  'requested',
  'approved',
  'processing',
  'unknown',
  'succeeded',
  'failed',
  'rejected',
] as const satisfies readonly RefundState[]

/** The word in the address for every refund there is. */
export const EVERY_REFUND = 'all'

/** What the address of the queue asks for; what it does not know counts as not asked. */
export interface RefundsAsked {
  /** A state, `all`, or undefined for what waits for a person. */
  view: RefundState | typeof EVERY_REFUND | undefined
  filters: RefundFilters
  after: string | null
  /** The address of this very view. */
  here: string
}

/** Reads the view out of the query of an address. */
export function refundsAsked(query: { get(name: string): string | null }): RefundsAsked {
  const wanted = cleanText(query.get('state') ?? '')
  const cursor = cleanText(query.get('after') ?? '')
  const view = wanted === EVERY_REFUND ? EVERY_REFUND : REFUND_STATES.find((state) => state === wanted)
  const after = isId(cursor) ? cursor : null
  const filters = view === undefined ? { queue: true } : view === EVERY_REFUND ? {} : { state: view }
  return { view, filters, after, here: paths.refundQueue({ state: view, after: after ?? undefined }) }
}

/** The view that a form of the queue was in, from the address it carried; anything else is the queue itself. */
export function refundsAskedBack(back: string): RefundsAsked {
  const url = URL.parse(back, 'http://kept.example')
  const isQueue = url?.origin === 'http://kept.example' && url.pathname === paths.refundQueue()
  return refundsAsked(isQueue ? url.searchParams : new URLSearchParams())
}
