import { openQuote, quoteId } from '#domain/bookings/quote.ts'
import { loadReceipt } from '#domain/bookings/change-history.ts'
import { commitChange } from '#domain/bookings/commit-change.ts'
import type { Quote, Receipt } from '#domain/bookings/change.ts'
import type { WebContext } from '../deps.ts'
import { badRequestPage } from '../error-pages.tsx'
import { isYoung } from './form-age.ts'
import { typedText } from './form-errors.ts'
import { changeCheckPage } from './manage-check.tsx'
import { readFields } from './manage-fields.ts'
import { judgeReason, readReason } from './manage-reason.tsx'
import { guestRefusedPage, refusedPage, unreadablePage, type SentChange } from './manage-refused.tsx'
import { isCustomers, linksOf, openLink, type ManageView } from './manage-view.ts'
import { answersOf, readAnswers } from './move-answers.tsx'
import { beginPayment } from './pay-start.ts'

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
  const sent: SentChange = {
    quote,
    sealed,
    typed: readReason(typed),
    take: typedText(typed, 'take'),
    ...(actionOf(quote) === 'reschedule' ? { answers: readAnswers(typed, view) } : {}),
  }
  const reason = judgeReason(sent.typed, quote.reason, actionOf(quote), view.locale)
  const isAnswered = !sent.answers || sent.answers.problems.length === 0
  if (!reason.ok || !isAnswered)
    return refusedPage(c, view, sent, { code: 'reason', problem: reason.ok ? undefined : reason.problem })
  if (isYoung(view, quote.quotedAt) && typedText(typed, 'checked') !== '1')
    return changeCheckPage(c, view, sent)
  if (quote.payNowMinor !== '0') return payForMove(c, view, sent, reason.reason)
  const take = sent.take === 'credit' ? ('credit' as const) : ('money' as const)
  const choices = { reason: reason.reason, take, ...answersIn(view, sent) }
  const outcome = await commitChange(c.var.deps.context, view.scope, quote, choices)
  if (!outcome.ok) return refusedPage(c, view, sent, outcome.refusal)
  return c.redirect(resultOf(view, outcome.value), 303)
}

// What is owed for canceling can be paid on the next page; the result is one click further there.
function resultOf(view: ManageView, { quote, quoteId: id, money }: Receipt): string {
  const links = linksOf(view)
  if (money && money.owedMinor !== '0' && view.booking.organization.money.provider !== null)
    return links.pay()
  return links.result({ done: actionOf(quote) === 'cancel' ? 'canceled' : 'moved', quote: id })
}

/** A move with a fee: the new time is kept while the fee is paid. A quote that was paid for shows its receipt again. */
async function payForMove(
  c: WebContext,
  view: ManageView,
  sent: SentChange,
  reason: string,
): Promise<Response> {
  const { quote } = sent
  const earlier = await loadReceipt(c.var.deps.context.reader, view.scope, quoteId(quote))
  if (earlier) return c.redirect(resultOf(view, earlier.receipt), 303)
  const choices = { reason, ...answersIn(view, sent) }
  const outcome = await beginPayment(c, view, { kind: 'change', quote, choices }, backOf(quote))
  if (outcome.ok) return c.redirect(outcome.value.payUrl, 303)
  return refusedPage(c, view, sent, outcome.refusal)
}

function answersIn({ booking }: ManageView, { answers }: SentChange) {
  return answers ? { answers: answersOf(booking, answers) } : {}
}

/** What the page after the payment needs to lead back to the times that were chosen. */
function backOf({ reschedule }: Quote): Record<string, string> {
  return {
    session: reschedule.map((move) => move.session).join(' '),
    start: reschedule.map((move) => move.start).join(' '),
  }
}

function actionOf(quote: Quote): 'cancel' | 'reschedule' {
  return quote.reschedule.length > 0 ? 'reschedule' : 'cancel'
}
