import { payText } from '#messages/pay.ts'
import { shortWhen } from '#messages/dates.ts'
import { isLive, leadingSession } from '#domain/bookings/booking.ts'
import { receiptOfPayment, refundsOfPayment, type RefundOnFile } from '#domain/bookings/change-history.ts'
import { trySettlePayment } from '#domain/bookings/settle-payment.ts'
import { loadPayment, type PaymentRow } from '#domain/money/load-payment.ts'
import type { WebContext } from '../deps.ts'
import { guestPage } from './manage-guest.tsx'
import { guestRefusedPage } from './manage-refused.tsx'
import { isCustomers, linksOf, openLink, type ManageView } from './manage-view.ts'
import { checkAddress } from './move-plan.ts'
import { readStart } from './move-start.ts'
import { latePage } from './pay-late.tsx'
import { isAsMade, resultOfBooking, standingOfPay } from './pay-standing.ts'
import { askPage, paidPage, statePage, type StateWords } from './pay-states.tsx'

const UUIDS = /^(?: ?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}){1,20}$/
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * GET /b/:token/pay/:payment: the buyer came back, or looks again. It only shows what is known; where nobody asked the
 * provider yet, the page has a form that does (ux M16).
 */
export async function showPaid(c: WebContext): Promise<Response> {
  const view = await openLink(c)
  if (view instanceof Response) return view
  if (!isCustomers(view)) return guestPage(c, view)
  const payment = await paymentOf(c, view)
  if (!payment) return c.redirect(linksOf(view).manage(), 303)
  const refunds = await refundsOfPayment(c.var.deps.context.reader, view.scope, payment.id)
  const late = refunds.filter(({ cause }) => cause === 'late_payment')
  if (payment.state === 'succeeded')
    return late.length > 0 ? latePage(c, view, payment, late) : succeeded(c, view, payment, refunds)
  if (payment.state === 'started') return notYet(c, view, payment)
  return statePage(c, view, wordsFor(c, view, payment))
}

/** POST /b/:token/pay/:payment: asks the provider, whatever a browser says, and shows the answer. */
export async function askPaid(c: WebContext): Promise<Response> {
  const view = await openLink(c)
  if (view instanceof Response) return view
  if (!isCustomers(view)) return guestRefusedPage(c, view)
  const payment = await paymentOf(c, view)
  if (!payment) return c.redirect(linksOf(view).manage(), 303)
  const { context } = c.var.deps
  const state = await trySettlePayment(context, c.var.payments, view.scope.orgId, payment.id)
  const asked = state === 'unsure' ? 'unsure' : '1'
  return c.redirect(linksOf(view).paid(payment.id, { ...backQuery(c), asked }), 303)
}

/** The payment in the address, where it belongs to this booking. */
async function paymentOf(c: WebContext, view: ManageView): Promise<PaymentRow | null> {
  const id = c.req.param('payment') ?? ''
  // Read where it is written: right after a form, a replica would be behind.
  const payment = UUID.test(id) ? await loadPayment(c.var.deps.context.reader, view.scope, id) : null
  return payment?.booking_id === view.booking.id ? payment : null
}

async function succeeded(
  c: WebContext,
  view: ManageView,
  payment: PaymentRow,
  refunds: RefundOnFile[],
): Promise<Response> {
  if (payment.purpose === 'balance') return paidPage(c, view, payment, refunds)
  if (payment.purpose !== 'change') return c.redirect(resultOfBooking(view), 303)
  const kept = await receiptOfPayment(c.var.deps.context.reader, view.scope, payment)
  const links = linksOf(view)
  return c.redirect(kept ? links.result({ done: 'moved', quote: kept.receipt.quoteId }) : links.manage(), 303)
}

function notYet(c: WebContext, view: ManageView, payment: PaymentRow): Response | Promise<Response> {
  const { back } = payText(view.locale)
  const asked = c.req.query('asked')
  const ask = linksOf(view).paid(payment.id, backQuery(c))
  if (asked === undefined)
    return askPage(c, view, { title: back.askTitle, lines: [back.askLine], ask, asksItself: true })
  if (asked === 'unsure')
    return askPage(c, view, {
      title: back.unsureTitle,
      lines: [back.unsureLine(view.booking.customer.email)],
      ask,
    })
  return askPage(c, view, {
    title: back.openTitle,
    lines: [back.openLine, ...standsAt(view)],
    ask,
    ...(payment.pay_url ? { payUrl: payment.pay_url } : {}),
  })
}

function wordsFor(c: WebContext, view: ManageView, payment: PaymentRow): StateWords {
  const { back } = payText(view.locale)
  const { booking, zone, locale } = view
  const isMove = payment.purpose === 'change'
  if (payment.state === 'pending')
    return {
      kind: 'info',
      title: back.pendingTitle,
      lines: [
        back.pendingLine(booking.customer.email),
        ...(booking.heldUntil ? [back.pendingHeld] : isMove ? [back.pendingMove] : []),
      ],
    }
  const expired = payment.state === 'expired'
  const title = expired ? back.expiredTitle : back.failedTitle
  const lines = [expired ? back.expiredLine : back.failedLine, ...standsAt(view)]
  if (!isMove) return { kind: 'warn', title, lines, again: { href: linksOf(view).pay(), label: back.again } }
  const moves = movesBack(c)
  const href = moves ? checkAddress(view, moves) : linksOf(view).manage({ do: 'reschedule' })
  const when = shortWhen(leadingSession(booking).startsAt, zone, locale, booking.now)
  return {
    kind: 'warn',
    title,
    lines: [lines[0]!, back.untouched(when), back.freeAgain],
    again: { href, label: back.again },
  }
}

/** What a payment that did not arrive leaves as it was. */
function standsAt(view: ManageView): string[] {
  const { back } = payText(view.locale)
  const { booking, zone, locale } = view
  if (standingOfPay(booking) === 'held') return [back.stillHeld(booking.heldUntil!, zone, booking.now)]
  const leading = leadingSession(booking)
  if (booking.heldUntil || !isAsMade(booking) || !isLive(leading.state)) return []
  return [back.untouched(shortWhen(leading.startsAt, zone, locale, booking.now))]
}

/** What the address back says of the change that was paid for, where it is one that we wrote. */
function backQuery(c: WebContext): Record<string, string> {
  const found = { session: UUIDS, start: /^[\d:TZ. -]{1,600}$/ }
  return Object.fromEntries(
    Object.entries(found).flatMap(([name, shape]) => {
      const value = c.req.query(name) ?? ''
      return shape.test(value) ? [[name, value]] : []
    }),
  )
}

/** The same as moves: a session and a start each; null where they do not fit together. */
function movesBack(c: WebContext): { session: string; start: Temporal.Instant }[] | null {
  const { session = '', start = '' } = backQuery(c)
  const [sessions, starts] = [session.split(' '), start.split(' ').map(readStart)]
  const isWhole = session !== '' && sessions.length === starts.length && starts.every((at) => at !== null)
  return isWhole ? sessions.map((id, index) => ({ session: id, start: starts[index]! })) : null
}
