import { takingBackText } from '#messages/taking-back.ts'
import { loadReceipt, type KeptReceipt } from '#domain/bookings/change-history.ts'
import { undoCancel, type UndoRefusal } from '#domain/bookings/undo-cancel.ts'
import { undoStanding } from '#domain/bookings/undo-standing.ts'
import { loadBooking } from '#domain/bookings/load-booking.ts'
import type { WebContext } from '../deps.ts'
import { badRequestPage } from '../error-pages.tsx'
import { typedText } from './form-errors.ts'
import { BookingOfLink } from './manage-card.tsx'
import { checkPage } from './manage-check.tsx'
import { readFields } from './manage-fields.ts'
import { guestRefusedPage } from './manage-refused.tsx'
import { isCustomers, linksOf, openLink, viewOf, type ManageView } from './manage-view.ts'
import { isOurs, sealOpened, wasRead } from './opened-form.ts'
import { tooLatePage } from './undo-late.tsx'

const QUOTE_ID = /^[A-Za-z0-9_-]{43}$/

/** POST /b/:token/undo: takes a cancellation back, or says why it is too late. Asking twice leads to the same page. */
export async function undo(c: WebContext): Promise<Response> {
  const view = await openLink(c)
  if (view instanceof Response) return view
  if (!isCustomers(view)) return guestRefusedPage(c, view)
  const typed = await readFields(c)
  if (!typed) return badRequestPage(c)
  const quoteId = typedText(typed, 'quote')
  const { context } = c.var.deps
  const kept = QUOTE_ID.test(quoteId) ? await loadReceipt(context.db, view.scope, quoteId) : null
  const links = linksOf(view)
  if (!kept) return c.redirect(links.manage(), 303)
  const isOpen = (await undoStanding(context.db, view.scope, view.booking, kept.receipt)) === 'open'
  const opened = typedText(typed, 'opened')
  const isChecked = typedText(typed, 'checked') === '1' && isOurs(context.secret, view, 'undo', opened)
  // What can no longer be taken back needs no second press to say so.
  if (isOpen && !isChecked && !wasRead(context.secret, view, 'undo', opened))
    return undoCheckPage(c, view, quoteId)
  const outcome = await undoCancel(context, view.scope, { quoteId, channel: 'mail_link' })
  if (outcome.ok) return c.redirect(links.result({ done: 'undone', quote: quoteId }), 303)
  return refused(c, view, kept, outcome.refusal)
}

async function refused(
  c: WebContext,
  view: ManageView,
  kept: KeptReceipt,
  refusal: UndoRefusal,
): Promise<Response> {
  const { db } = c.var.deps.context
  const booking = await loadBooking(db, view.scope, view.booking.id)
  const fresh = viewOf(c, view.token, view.scope, booking ?? view.booking)
  if (refusal.code === 'undo_too_late' || refusal.code === 'credit_spent')
    return tooLatePage(c, fresh, kept, { status: 409, isSpent: refusal.code === 'credit_spent' })
  const standing = await undoStanding(db, view.scope, fresh.booking, kept.receipt)
  const links = linksOf(view)
  return c.redirect(
    standing === 'restored' ? links.result({ done: 'undone', quote: kept.receipt.quoteId }) : links.manage(),
    303,
  )
}

function undoCheckPage(c: WebContext, view: ManageView, quote: string): Response | Promise<Response> {
  const { undo: words } = takingBackText(view.locale)
  const opened = sealOpened(c.var.deps.context.secret, view, 'undo')
  return checkPage(c, view, {
    heading: words.check,
    action: linksOf(view).undo(),
    fields: { quote, opened },
    kind: 'primary',
    button: words.checkButton,
    busyLabel: words.busy,
    body: <BookingOfLink view={view} />,
  })
}
