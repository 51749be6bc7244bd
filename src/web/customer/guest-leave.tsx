import { takingBackText } from '#messages/taking-back.ts'
import type { GuestScope } from '#domain/access/scope.ts'
import { leaveBooking } from '#domain/bookings/leave-booking.ts'
import type { WebContext } from '../deps.ts'
import { badRequestPage } from '../error-pages.tsx'
import { typedText } from './form-errors.ts'
import { BookingOfLink } from './manage-card.tsx'
import { checkPage } from './manage-check.tsx'
import { readFields } from './manage-fields.ts'
import { hasLeft } from './manage-guest.tsx'
import { isCustomers, linksOf, openLink, type LinkView } from './manage-view.ts'
import { isOurs, sealOpened, wasRead } from './opened-form.ts'

/** POST /b/:token/leave: a guest will not come (ux M20). Leaving twice leads to the same page. */
export async function leave(c: WebContext): Promise<Response> {
  const view = await openLink(c)
  if (view instanceof Response) return view
  const toBooking = () => c.redirect(linksOf(view).manage(), 303)
  if (isCustomers(view) || hasLeft(view)) return toBooking()
  const typed = await readFields(c)
  if (!typed) return badRequestPage(c)
  const { context } = c.var.deps
  const opened = typedText(typed, 'opened')
  const isChecked = typedText(typed, 'checked') === '1' && isOurs(context.secret, view, 'leave', opened)
  if (!isChecked && !wasRead(context.secret, view, 'leave', opened)) return leaveCheckPage(c, view)
  await leaveBooking(context, view.scope as GuestScope, 'mail_link')
  return toBooking()
}

function leaveCheckPage(c: WebContext, view: LinkView): Response | Promise<Response> {
  const { guest } = takingBackText(view.locale)
  return checkPage(c, view, {
    heading: guest.check,
    action: linksOf(view).leave(),
    fields: { opened: sealOpened(c.var.deps.context.secret, view, 'leave') },
    kind: 'danger',
    button: guest.button,
    busyLabel: guest.busy,
    body: <BookingOfLink view={view} forGuest />,
  })
}
