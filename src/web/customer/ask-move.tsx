import { askText } from '#messages/asks.ts'
import type { Typed } from '#platform/forms.ts'
import { askToMove } from '#domain/asking/ask-to-move.ts'
import type { Quote } from '#domain/bookings/change.ts'
import { openQuote } from '#domain/bookings/quote.ts'
import type { WebContext } from '../deps.ts'
import { meanwhilePage } from './ask-meanwhile.tsx'
import { typedText } from './form-errors.ts'
import { checkPage } from './manage-check.tsx'
import { isYoung } from './form-age.ts'
import { judgeReason, readReason } from './manage-reason.tsx'
import { refusedPage, unreadablePage, type SentChange } from './manage-refused.tsx'
import { linksOf, type ManageView } from './manage-view.ts'
import { answersOf, readAnswers } from './move-answers.tsx'
import { moveLabel, MovePairs } from './move-pair.tsx'

/** The form of the move check, where the team decides on new times (oncehub R97): it is asked for, nothing moves yet. */
export async function submitAskMove(c: WebContext, view: ManageView, typed: Typed): Promise<Response> {
  const { context } = c.var.deps
  const sealed = typedText(typed, 'quote')
  const quote = openQuote(context.secret, sealed, view.scope)
  if (!quote?.needsApproval) return unreadablePage(c, view)
  const done = () => c.redirect(linksOf(view).manage(), 303)
  if (isAskedAlready(view, quote)) return done()
  const answers = readAnswers(typed, view)
  const sent: SentChange = { quote, sealed, typed: readReason(typed), take: '', answers }
  const reason = judgeReason(sent.typed, quote.reason, 'reschedule', view.locale)
  if (!reason.ok || answers.problems.length > 0)
    return refusedPage(c, view, sent, { code: 'reason', problem: reason.ok ? undefined : reason.problem })
  if (isYoung(view, quote.quotedAt) && typedText(typed, 'checked') !== '1') return checkOnce(c, view, sent)
  const outcome = await askToMove(context, view.scope, quote, {
    ...(reason.reason ? { reason: reason.reason } : {}),
    answers: answersOf(view.booking, answers),
  })
  if (outcome.ok) return done()
  const { refusal } = outcome
  const isOfAsking =
    refusal.code === 'ask_open' || refusal.code === 'not_askable' || refusal.code === 'too_many_times'
  return isOfAsking ? meanwhilePage(c, view) : refusedPage(c, view, sent, refusal)
}

// A form sent twice asks once.
function isAskedAlready({ booking }: ManageView, quote: Quote): boolean {
  return booking.asks.some(
    (ask) =>
      ask.state === 'open' &&
      ask.kind === 'move' &&
      ask.wishes.length === quote.reschedule.length &&
      quote.reschedule.every((move) =>
        ask.wishes.some((wish) => wish.session === move.session && wish.starts[0]?.toString() === move.start),
      ),
  )
}

function checkOnce(c: WebContext, view: ManageView, sent: SentChange): Response | Promise<Response> {
  const words = askText(view.locale)
  const { quote, sealed, typed, answers } = sent
  return checkPage(c, view, {
    heading: words.checkAsk(view.host.name),
    action: linksOf(view).ask(),
    fields: { quote: sealed, why: typed.why, reason: typed.words, ...answers?.typed },
    kind: 'primary',
    button: moveLabel(view, quote),
    busyLabel: words.asking,
    body: <MovePairs view={view} moves={quote.reschedule} />,
  })
}
