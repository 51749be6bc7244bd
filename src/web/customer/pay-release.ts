import { paths } from '#paths.ts'
import { loadBooking } from '#domain/bookings/load-booking.ts'
import { releaseHeld } from '#domain/bookings/release-held.ts'
import type { WebContext } from '../deps.ts'
import { badRequestPage } from '../error-pages.tsx'
import { prefillFrom } from './booking-again.ts'
import { withStarts } from './booking-starts.ts'
import { typedText } from './form-errors.ts'
import { unknownLinkPage } from './lost-link.tsx'
import { readFields } from './manage-fields.ts'
import { guestRefusedPage } from './manage-refused.tsx'
import { isCustomers, linksOf, openLink, viewOf, type ManageView } from './manage-view.ts'
import { payPage } from './pay-page.tsx'
import { unsureNotice } from './pay-problem.tsx'
import { isApproved } from './pay-check.tsx'
import { withPrefill } from './prefill.ts'

/**
 * POST /b/:token/release: gives held times back and leads to where something else is chosen, with the form filled in
 * as it was. Whoever paid meanwhile has the booking, and their page says so.
 */
export async function release(c: WebContext): Promise<Response> {
  const view = await openLink(c)
  if (view instanceof Response) return view
  if (!isCustomers(view)) return guestRefusedPage(c, view)
  const typed = await readFields(c)
  if (!typed) return badRequestPage(c)
  const { context } = c.var.deps
  const outcome = await releaseHeld(context, c.var.payments, view.scope)
  if (outcome.ok) return c.redirect(chooseAgain(context.secret, view, typedText(typed, 'to')), 303)
  if (outcome.refusal.code === 'not_held') return c.redirect(linksOf(view).pay(), 303)
  const booking = await loadBooking(context.db, view.scope, view.booking.id)
  if (!booking) return unknownLinkPage(c)
  return payPage(c, viewOf(c, view.token, view.scope, booking), unsureNotice(view))
}

function chooseAgain(secret: string, view: ManageView, to: string): string {
  const { booking, zone, query } = view
  const { slug, active } = booking.page
  // What a person agreed to is not chosen anew: the page says that the time went back.
  if (!slug || !active || isApproved(booking)) return linksOf(view).pay()
  const prefill = prefillFrom(secret, booking)
  const tz = query.zoneChosen ? { tz: zone } : {}
  const { slug: eventType } = booking.eventType
  if (to === 'types') return withPrefill(paths.bookingPage(slug), prefill)
  if (to !== 'details') return withPrefill(paths.times(slug, eventType, tz), prefill)
  const starts = booking.sessions.map((session) => session.startsAt)
  return withPrefill(withStarts(paths.details(slug, eventType, tz), starts), prefill)
}
