import { money } from '#messages/money.ts'
import type { ChangeRefusal, Quote } from '#domain/bookings/change.ts'
import { loadBooking } from '#domain/bookings/load-booking.ts'
import type { PayRefusal } from '#domain/bookings/start-payment.ts'
import { quoteLoaded } from '#domain/bookings/quote-change.ts'
import { Banner } from '#ui/banner.tsx'
import { ButtonLink } from '#ui/button.tsx'
import { EmptyPanel } from '#ui/empty-panel.tsx'
import type { WebContext } from '../deps.ts'
import { unknownLinkPage } from './lost-link.tsx'
import { manageFrame } from './manage-frame.tsx'
import { managePage } from './manage-page.tsx'
import type { ReasonProblem, TypedReason } from './manage-reason.tsx'
import type { PageState, SentAnswers } from './manage-section.ts'
import { linksOf, viewOf, type LinkView, type ManageView } from './manage-view.ts'
import { moveCheckPage } from './move-check.tsx'
import { movesOf } from './move-plan.ts'
import { takenPage } from './move-taken.tsx'
import { problemOf } from './pay-problem.tsx'

/** The form that was refused. */
export interface SentChange {
  quote: Quote
  sealed: string
  typed: TypedReason
  /** `credit` where the form chose it. */
  take: string
  /** Of a move: the answers that were missing. */
  answers?: SentAnswers
}

export type FormRefusal = ChangeRefusal | PayRefusal | { code: 'reason'; problem: ReasonProblem | undefined }

/**
 * The page after a change that was not done: the booking as it stands now, what was typed, and what to do next.
 * Nothing was changed whenever this is shown.
 */
export async function refusedPage(
  c: WebContext,
  view: ManageView,
  sent: SentChange,
  refusal: FormRefusal,
): Promise<Response> {
  const fresh = await reload(c, view)
  if (!fresh) return unknownLinkPage(c)
  const state: PageState = {
    sessions: sessionsOf(sent.quote),
    typed: sent.typed,
    take: sent.take,
    ...(sent.answers ? { answers: sent.answers } : {}),
  }
  const [move] = sent.quote.reschedule
  switch (refusal.code) {
    case 'reason':
      return again(c, fresh, sent.quote, {
        ...state,
        sealed: sent.sealed,
        ...(refusal.problem ? { problem: refusal.problem } : {}),
        status: 422,
      })
    case 'quote_expired':
      return again(c, fresh, sent.quote, {
        ...state,
        status: 409,
        notice: await expiredNotice(c, fresh, sent.quote),
      })
    case 'provider_failed':
      return again(c, fresh, sent.quote, { ...state, sealed: sent.sealed, ...problemOf(fresh, refusal) })
    case 'slot_taken':
      return takenPage(
        c,
        fresh,
        { session: refusal.session, code: 'slot_taken', moves: movesOf(sent.quote) },
        state,
      )
    case 'policy':
      return managePage(c, fresh, move ? 'reschedule' : 'cancel', { ...state, status: 409 })
    case 'quote_unreadable':
    case 'not_permitted':
      return unreadablePage(c, fresh)
    default:
      return managePage(c, fresh, move ? 'reschedule' : 'cancel', {
        ...state,
        status: 409,
        notice: <ChangedNotice view={fresh} />,
      })
  }
}

/** 400: the form carries no quote of this booking that we made. */
export function unreadablePage(c: WebContext, view: LinkView): Response | Promise<Response> {
  const { refused } = view.text
  return stopPage(c, view, 400, refused.unreadableTitle, refused.unreadable)
}

/** 403: guests only look. */
export function guestRefusedPage(c: WebContext, view: LinkView): Response | Promise<Response> {
  const { refused } = view.text
  return stopPage(c, view, 403, refused.guestTitle, refused.guest)
}

function stopPage(
  c: WebContext,
  view: LinkView,
  status: 400 | 403,
  title: string,
  line: string,
): Response | Promise<Response> {
  const open = <ButtonLink href={linksOf(view).manage()}>{view.text.refused.open}</ButtonLink>
  return manageFrame(
    c,
    view,
    { title, status },
    <EmptyPanel level={1} heading={title} action={open}>
      {line}
    </EmptyPanel>,
  )
}

/** The page the form came from, once more. */
function again(c: WebContext, view: ManageView, quote: Quote, state: PageState): Promise<Response> {
  const [move] = quote.reschedule
  if (!move) return managePage(c, view, 'cancel', state)
  return moveCheckPage(c, view, movesOf(quote), state)
}

const PRICE = ['refundMinor', 'owedMinor', 'undecidedMinor', 'creditMinor', 'feeMinor'] as const

// A fresh quote says whether the price moved with the time; a page that only grew old says so.
async function expiredNotice(c: WebContext, view: ManageView, quote: Quote) {
  const { refused } = view.text
  const request = {
    bookingId: quote.bookingId,
    cancel: quote.cancel.map((entry) => entry.session),
    reschedule: quote.reschedule.map((entry) => ({
      session: entry.session,
      start: Temporal.Instant.from(entry.start),
    })),
    channel: quote.channel,
  }
  const now = await quoteLoaded(c.var.deps.context.reader, view.scope, view.booking, request)
  const amountOf = ({ refundMinor, owedMinor, feeMinor, cancel, currency }: Quote) =>
    money(BigInt(cancel.length > 0 ? refundMinor : feeMinor) - BigInt(owedMinor), currency, view.locale)
  const changed = now.ok && PRICE.some((part) => now.value[part] !== quote[part])
  return (
    <Banner kind="warn" title={changed ? refused.priceTitle : refused.expiredTitle}>
      {changed ? refused.price(amountOf(quote), amountOf(now.value)) : refused.expired}
    </Banner>
  )
}

function ChangedNotice({ view }: { view: LinkView }) {
  const { refused } = view.text
  return (
    <Banner kind="warn" title={refused.changedTitle}>
      {refused.changed}
    </Banner>
  )
}

// Somebody else may have changed the booking between reading it and refusing the form.
async function reload(c: WebContext, view: ManageView): Promise<ManageView | null> {
  const booking = await loadBooking(c.var.deps.context.reader, view.scope, view.booking.id)
  return booking && viewOf(c, view.token, view.scope, booking)
}

function sessionsOf(quote: Quote): string[] {
  return [...quote.cancel, ...quote.reschedule].map((entry) => entry.session)
}
