import { loadBooking } from '#domain/bookings/load-booking.ts'
import type { Typed } from '#platform/forms.ts'
import { Banner } from '#ui/banner.tsx'
import type { WebContext } from '../deps.ts'
import { typedText } from './form-errors.ts'
import { unknownLinkPage } from './lost-link.tsx'
import { managePage } from './manage-page.tsx'
import { NO_REASON } from './manage-reason.tsx'
import { viewOf, type ManageView } from './manage-view.ts'
import { wasRead, type OpenedForm } from './opened-form.ts'

/** 409: what a form asked for is no longer to be asked. Nothing was done; the booking as it stands now says the rest. */
export async function meanwhilePage(
  c: WebContext,
  view: ManageView,
  words: { title: string; line: string } = {
    title: view.text.refused.changedTitle,
    line: view.text.refused.changed,
  },
): Promise<Response> {
  const booking = await loadBooking(c.var.deps.context.reader, view.scope, view.booking.id)
  if (!booking) return unknownLinkPage(c)
  const notice = (
    <Banner kind="warn" title={words.title}>
      {words.line}
    </Banner>
  )
  const fresh = viewOf(c, view.token, view.scope, booking)
  return managePage(c, fresh, undefined, { status: 409, notice, sessions: [], typed: NO_REASON })
}

/** Whether a form came back before anybody can have read its page, and was not pressed again since. */
export function isTooYoung(c: WebContext, view: ManageView, form: OpenedForm, typed: Typed): boolean {
  const { secret } = c.var.deps.context
  return typedText(typed, 'checked') !== '1' && !wasRead(secret, view, form, typedText(typed, 'opened'))
}
