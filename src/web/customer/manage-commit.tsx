import { openQuote } from '#domain/bookings/quote.ts'
import { commitChange } from '#domain/bookings/commit-change.ts'
import type { Quote } from '#domain/bookings/change.ts'
import type { WebContext } from '../deps.ts'
import { badRequestPage } from '../error-pages.tsx'
import { typedText } from './form-errors.ts'
import { changeCheckPage } from './manage-check.tsx'
import { readFields } from './manage-fields.ts'
import { judgeReason, readReason } from './manage-reason.tsx'
import { guestRefusedPage, refusedPage, unreadablePage } from './manage-refused.tsx'
import { isCustomers, linksOf, openLink, type ManageView } from './manage-view.ts'

/** A person needs longer than this to read a page; programs that scan mail do not. */
const YOUNGEST_FORM_MILLISECONDS = 1000

/** POST /b/:token/changes: carries out the quote that the form carries, cancel or move, or says why it did not. */
export async function commitQuote(c: WebContext): Promise<Response> {
  const view = await openLink(c)
  if (view instanceof Response) return view
  if (!isCustomers(view)) return guestRefusedPage(c, view)
  const typed = await readFields(c)
  if (!typed) return badRequestPage(c)
  const sealed = typedText(typed, 'quote')
  const quote = openQuote(c.var.deps.context.secret, sealed, view.scope)
  if (!quote) return unreadablePage(c, view)
  const reason = judgeReason(readReason(typed), quote.reason, actionOf(quote), view.locale)
  if (!reason.ok)
    return refusedPage(
      c,
      view,
      { quote, sealed, typed: readReason(typed) },
      { code: 'reason', problem: reason.problem },
    )
  if (isYoung(view, quote.quotedAt) && typedText(typed, 'checked') !== '1')
    return changeCheckPage(c, view, quote, sealed, readReason(typed))
  const outcome = await commitChange(c.var.deps.context, view.scope, quote, { reason: reason.reason })
  if (!outcome.ok) return refusedPage(c, view, { quote, sealed, typed: readReason(typed) }, outcome.refusal)
  const done = actionOf(quote) === 'cancel' ? 'canceled' : 'moved'
  return c.redirect(linksOf(view).result({ done, quote: outcome.value.quoteId }), 303)
}

/** Whether a form was made so recently that nobody can have read it. */
export function isYoung(view: ManageView, madeAt: string): boolean {
  return (
    view.booking.now.epochMilliseconds - Temporal.Instant.from(madeAt).epochMilliseconds <
    YOUNGEST_FORM_MILLISECONDS
  )
}

function actionOf(quote: Quote): 'cancel' | 'reschedule' {
  return quote.reschedule.length > 0 ? 'reschedule' : 'cancel'
}
