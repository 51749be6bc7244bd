import type { WebContext } from '../deps.ts'
import { isCustomers, linksOf, openLink } from './manage-view.ts'
import { bookedResult } from './result-booked.tsx'
import { canceledResult } from './result-canceled.tsx'
import { keptResult } from './result-kept.tsx'
import { movedResult } from './result-moved.tsx'
import { loadReceipt } from '#domain/bookings/change-history.ts'

const QUOTE_ID = /^[A-Za-z0-9_-]{43}$/

/**
 * GET /b/:token/result: what just happened. Made from the receipt alone, so the same address shows the same again,
 * after a double click or with the back button (ux M15). An address without a receipt leads to the booking.
 */
export async function showResult(c: WebContext): Promise<Response> {
  const view = await openLink(c)
  if (view instanceof Response) return view
  const done = c.req.query('done')
  const toBooking = () => c.redirect(linksOf(view).manage(), 303)
  if (!isCustomers(view)) return toBooking()
  if (done === 'booked') return bookedResult(c, view)
  if (done === 'kept') return keptResult(c, view)
  const quoteId = c.req.query('quote') ?? ''
  // The id of a quote is a hash; anything else is no receipt, and may be no text for a database either.
  const kept = QUOTE_ID.test(quoteId)
    ? await loadReceipt(c.var.deps.context.reader, view.scope, quoteId)
    : null
  if (!kept) return toBooking()
  const { quote } = kept.receipt
  if (done === 'canceled' && quote.cancel.length > 0) return canceledResult(c, view, kept)
  if (done === 'moved' && quote.reschedule.length > 0) return movedResult(c, view, kept)
  return toBooking()
}
