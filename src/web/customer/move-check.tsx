import { longWhen, secondClock, shortWhen, zoneLabel } from '#messages/dates.ts'
import { resultText } from '#messages/manage-results.ts'
import { payText } from '#messages/pay.ts'
import { localDateOf } from '#platform/zones.ts'
import type { Quote, QuotedMove } from '#domain/bookings/change.ts'
import { quoteLoaded } from '#domain/bookings/quote-change.ts'
import { sealQuote } from '#domain/bookings/quote.ts'
import { Banner } from '#ui/banner.tsx'
import { Button, ButtonLink } from '#ui/button.tsx'
import { ChangePair } from '#ui/change-pair.tsx'
import { HiddenFields, PageHeading, Stack } from '#ui/layout.tsx'
import { MoreActions, StickyActions } from '#ui/sticky-actions.tsx'
import type { WebContext } from '../deps.ts'
import { guestPage } from './manage-guest.tsx'
import { manageFrame } from './manage-frame.tsx'
import { QuotedMoney } from './manage-money.tsx'
import { managePage } from './manage-page.tsx'
import { readReason, ReasonFields, ReasonSummary } from './manage-reason.tsx'
import type { PageState } from './manage-section.ts'
import { isCustomers, linksOf, openLink, toldBy, type ManageView } from './manage-view.ts'
import { readStart } from './move-start.ts'
import { takenPage } from './move-taken.tsx'

/** GET /b/:token/move: the old and the new time, why, and the button that does it (ux M7). Reads only. */
export async function showMoveCheck(c: WebContext): Promise<Response> {
  const view = await openLink(c)
  if (view instanceof Response) return view
  if (!isCustomers(view)) return guestPage(c, view)
  const session =
    c.req.query('session') ?? (view.booking.sessions.length === 1 ? view.booking.sessions[0]!.id : '')
  const start = readStart(c.req.query('start') ?? '')
  const typed = readReason({ why: c.req.query('why') ?? '', reason: c.req.query('reason') ?? '' })
  return moveCheckPage(c, view, { session, start }, { sessions: [session], typed })
}

/** The page that asks for one last look, or the page that says why this move cannot be had. */
export async function moveCheckPage(
  c: WebContext,
  view: ManageView,
  wanted: { session: string; start: Temporal.Instant | null },
  state: PageState,
): Promise<Response> {
  const { scope, booking } = view
  const { reader, secret } = c.var.deps.context
  if (!wanted.start) return backToTimes(c, view, state, 'unreadable', 400)
  const reschedule = [{ session: wanted.session, start: wanted.start }]
  const outcome = await quoteLoaded(reader, scope, booking, {
    bookingId: booking.id,
    cancel: [],
    reschedule,
    channel: 'mail_link',
  })
  if (outcome.ok)
    return checkPage(c, view, outcome.value, state.sealed ?? sealQuote(secret, outcome.value), state)
  const { code } = outcome.refusal
  if (code === 'slot_taken' || code === 'slot_unavailable')
    return takenPage(c, view, { session: wanted.session, start: wanted.start, code }, state)
  if (code === 'same_time') return backToTimes(c, view, state, 'sameTime', 409)
  // The policy, the state and foreign sessions are all explained by the page about rescheduling.
  return managePage(c, view, 'reschedule', { status: code === 'unknown_session' ? 404 : 409, ...state })
}

function backToTimes(
  c: WebContext,
  view: ManageView,
  state: PageState,
  why: 'unreadable' | 'sameTime',
  status: 400 | 409,
): Promise<Response> {
  const { pick } = resultText(view.locale)
  const notice = (
    <Banner kind="warn" title={pick[why]}>
      {pick[`${why}Line`]}
    </Banner>
  )
  return managePage(c, view, 'reschedule', { ...state, status, notice })
}

function checkPage(
  c: WebContext,
  view: ManageView,
  quote: Quote,
  sealed: string,
  state: PageState,
): Response | Promise<Response> {
  const { text, booking, zone, locale } = view
  const { check } = resultText(locale)
  const [move] = quote.reschedule as [QuotedMove]
  const session = booking.sessions.find((entry) => entry.id === move.session)!
  const start = Temporal.Instant.from(move.start)
  const date = localDateOf(start, zone)
  const payNow = quote.payNowMinor !== '0'
  const fee = payText(locale).amount({ minor: BigInt(quote.payNowMinor), currency: quote.currency })
  const back = linksOf(view).manage({
    do: 'reschedule',
    ...(booking.sessions.length > 1 ? { session: session.id } : {}),
    month: date.toPlainYearMonth().toString(),
    day: date.toString(),
  })
  return manageFrame(
    c,
    view,
    { title: check.heading, status: state.status, failed: state.problem !== undefined },
    <Stack gap="section">
      <ReasonSummary problem={state.problem} locale={locale} />
      {state.notice}
      <PageHeading title={check.heading} back={{ href: back, label: check.back }} />
      <MovePair view={view} move={move} />
      <QuotedMoney view={view} quote={quote} />
      <form method="post" action={linksOf(view).commit()} id="change" target={payNow ? '_top' : undefined}>
        <HiddenFields fields={{ quote: sealed }} />
        <Stack>
          <ReasonFields
            view={view}
            action="reschedule"
            rule={quote.reason}
            typed={state.typed}
            problem={state.problem}
          />
          <p>{text.told(toldBy(booking, [session]))}</p>
        </Stack>
      </form>
      <StickyActions amount={payNow ? { label: payText(locale).check.now, value: fee } : undefined}>
        <Button form="change" busyLabel={payNow ? payText(locale).check.busy : text.moving}>
          {moveLabel(view, quote)}
        </Button>
      </StickyActions>
      <MoreActions>
        <ButtonLink href={linksOf(view).manage({ do: 'keep' })}>{text.keepButton}</ButtonLink>
      </MoreActions>
    </Stack>,
  )
}

/** What the button says: where the booking goes, or what is paid for that. */
export function moveLabel({ zone, locale, booking }: ManageView, quote: Quote): string {
  const [move] = quote.reschedule
  if (quote.payNowMinor !== '0')
    return payText(locale).check.payAndMove({ minor: BigInt(quote.payNowMinor), currency: quote.currency })
  const start = Temporal.Instant.from(move!.start)
  return resultText(locale).check.button(shortWhen(start, zone, locale, booking.now))
}

/** Old and new time on both clocks; `done` strikes the old one through. */
export function MovePair({ view, move, done }: { view: ManageView; move: QuotedMove; done?: boolean }) {
  const { zone, locale, host } = view
  const words = resultText(locale)
  const side = (label: string, from: string, to: string) => {
    const start = Temporal.Instant.from(from)
    const other = secondClock(start, zone, host, locale)
    return {
      label,
      when: longWhen(start, Temporal.Instant.from(to), zone, locale),
      datetime: from,
      lines: [zoneLabel(zone, start, locale), ...(other ? [other] : [])],
    }
  }
  const old = side(words.check.from, move.fromStart, move.fromEnd)
  return (
    <ChangePair
      from={done ? { ...old, note: `(${words.moved.oldTime})` } : old}
      to={side(words.check.to, move.start, move.end)}
      done={done}
    />
  )
}
