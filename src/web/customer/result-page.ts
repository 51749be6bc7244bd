import type { WebContext } from '../deps.ts'
import { withdrawnResult } from './ask-withdraw.tsx'
import { isCustomers, linksOf, openLink, type ManageView } from './manage-view.ts'
import { bookedResult } from './result-booked.tsx'
import { canceledResult } from './result-canceled.tsx'
import { keptResult } from './result-kept.tsx'
import { movedResult } from './result-moved.tsx'
import { requestEndedPage } from './request-ended.tsx'
import { isRequest } from './request-times.ts'
import { requestedResult } from './result-requested.tsx'
import { undonePage } from './undo-done.tsx'
import { tooLatePage } from './undo-late.tsx'
import { loadReceipt, type KeptReceipt } from '#domain/bookings/change-history.ts'
import { isCreditSpent, undoStanding } from '#domain/bookings/undo-standing.ts'

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
  if (done === 'requested' || (done === 'booked' && isRequest(view.booking))) return requestedResult(c, view)
  if (done === 'booked') return bookedResult(c, view)
  if (done === 'kept') return keptResult(c, view)
  if (done === 'withdrawn') return withdrawnResult(c, view)
  const quoteId = c.req.query('quote') ?? ''
  // The id of a quote is a hash; anything else is no receipt, and may be no text for a database either.
  const kept = QUOTE_ID.test(quoteId)
    ? await loadReceipt(c.var.deps.context.reader, view.scope, quoteId)
    : null
  if (!kept) return toBooking()
  const { quote } = kept.receipt
  const ended = done === 'canceled' ? await requestEndedPage(c, view, {}) : null
  if (ended) return ended
  if ((done === 'canceled' || done === 'undo' || done === 'undone') && quote.cancel.length > 0)
    return takenBackOrNot(c, view, kept, done === 'undo')
  if (done === 'moved' && quote.reschedule.length > 0) return movedResult(c, view, kept)
  return toBooking()
}

// Whether it can be taken back, and was, is asked each time: the address in the mail is the same before and after.
async function takenBackOrNot(
  c: WebContext,
  view: ManageView,
  kept: KeptReceipt,
  wantsUndo: boolean,
): Promise<Response> {
  const standing = await undoStanding(c.var.deps.context.reader, view.scope, view.booking, kept.receipt)
  if (standing === 'restored') return undonePage(c, view, kept)
  if (standing === 'over' && wantsUndo) {
    const isSpent = await isCreditSpent(c.var.deps.context.reader, view.scope, kept.receipt)
    return tooLatePage(c, view, kept, { status: 200, isSpent })
  }
  return canceledResult(c, view, kept, standing === 'open')
}
