import { paths } from '#paths.ts'
import { loadBooking } from '#domain/bookings/load-booking.ts'
import {
  startPayment,
  type OpenedPayment,
  type PayFor,
  type PayRefusal,
} from '#domain/bookings/start-payment.ts'
import type { Outcome } from '#platform/context.ts'
import type { WebContext } from '../deps.ts'
import { badRequestPage } from '../error-pages.tsx'
import { typedText } from './form-errors.ts'
import { unknownLinkPage } from './lost-link.tsx'
import { readFields } from './manage-fields.ts'
import { guestRefusedPage } from './manage-refused.tsx'
import { isCustomers, openLink, viewOf, type ManageView } from './manage-view.ts'
import { payPage } from './pay-page.tsx'
import { problemOf } from './pay-problem.tsx'

/**
 * POST /b/:token/pay: begins the payment of a held booking, or of what is open, and leads to the provider's page. How
 * much is the booking's affair: no amount of a form is ever read.
 */
export async function startPay(c: WebContext): Promise<Response> {
  const view = await openLink(c)
  if (view instanceof Response) return view
  if (!isCustomers(view)) return guestRefusedPage(c, view)
  const typed = await readFields(c)
  if (!typed) return badRequestPage(c)
  const kind = view.booking.heldUntil || typedText(typed, 'for') === 'booking' ? 'booking' : 'balance'
  const outcome = await beginPayment(c, view, { kind })
  if (outcome.ok) return c.redirect(outcome.value.payUrl, 303)
  return refusedStart(c, view, outcome.refusal)
}

/** Begins a payment whose buyer comes back to our page about it; `back` is what that page needs to know. */
export function beginPayment(
  c: WebContext,
  view: ManageView,
  what: PayFor,
  back: Record<string, string> = {},
): Promise<Outcome<OpenedPayment, PayRefusal>> {
  const { config, context } = c.var.deps
  const query = new URLSearchParams(back).toString()
  const returnUrl = (id: string) =>
    `${config.publicUrl}${paths.paid(view.token, id)}${query ? `?${query}` : ''}`
  return startPayment(context, c.var.payments, view.scope, what, returnUrl)
}

// Nothing was paid that we know of; the page shows what stands now, and the same button tries again.
async function refusedStart(c: WebContext, view: ManageView, refusal: PayRefusal): Promise<Response> {
  const booking = await loadBooking(c.var.deps.context.db, view.scope, view.booking.id)
  if (!booking) return unknownLinkPage(c)
  return payPage(c, viewOf(c, view.token, view.scope, booking), problemOf(view, refusal))
}
