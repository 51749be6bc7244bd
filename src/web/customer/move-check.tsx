import { askText } from '#messages/asks.ts'
import { resultText } from '#messages/manage-results.ts'
import { sessionsText } from '#messages/packages.ts'
import { payText } from '#messages/pay.ts'
import { localDateOf } from '#platform/zones.ts'
import type { Quote, QuotedMove } from '#domain/bookings/change.ts'
import { quoteLoaded } from '#domain/bookings/quote-change.ts'
import { sealQuote } from '#domain/bookings/quote.ts'
import { Banner } from '#ui/banner.tsx'
import { Button, ButtonLink } from '#ui/button.tsx'
import { HiddenFields, PageHeading, Stack } from '#ui/layout.tsx'
import { MoreActions, StickyActions } from '#ui/sticky-actions.tsx'
import type { WebContext } from '../deps.ts'
import { guestPage } from './manage-guest.tsx'
import { manageFrame } from './manage-frame.tsx'
import { QuotedMoney } from './manage-money.tsx'
import { managePage } from './manage-page.tsx'
import { readReason, ReasonFields } from './manage-reason.tsx'
import type { PageState } from './manage-section.ts'
import { isCustomers, linksOf, openLink, toldBy, type ManageView } from './manage-view.ts'
import { FormSummary, MissingAnswers, typedAnswers } from './move-answers.tsx'
import { moveLabel, MovePairs } from './move-pair.tsx'
import { movesOf, planAddress, planOf, readMoves, withPick, type WantedMove } from './move-plan.ts'
import { takenPage } from './move-taken.tsx'

/** GET /b/:token/move: the old and the new times, why, and the button that does it (ux M7, K3). Reads only. */
export async function showMoveCheck(c: WebContext): Promise<Response> {
  const view = await openLink(c)
  if (view instanceof Response) return view
  if (!isCustomers(view)) return guestPage(c, view)
  const moves = readMoves(c, view)
  const typed = readReason({ why: c.req.query('why') ?? '', reason: c.req.query('reason') ?? '' })
  return moveCheckPage(c, view, moves, {
    sessions: moves.map((move) => move.session),
    typed,
    answers: { typed: typedAnswers(c.req.query(), view), problems: [] },
  })
}

/** The page that asks for one last look, or the page that says why this move cannot be had. */
export async function moveCheckPage(
  c: WebContext,
  view: ManageView,
  wanted: readonly WantedMove[],
  state: PageState,
): Promise<Response> {
  const { scope, booking } = view
  const { reader, secret } = c.var.deps.context
  const reschedule = wanted.flatMap(({ session, start }) => (start ? [{ session, start }] : []))
  if (reschedule.length < wanted.length) return backToTimes(c, view, state, 'unreadable', 400)
  const outcome = await quoteLoaded(reader, scope, booking, {
    bookingId: booking.id,
    cancel: [],
    reschedule,
    channel: 'mail_link',
  })
  if (outcome.ok)
    return checkPage(c, view, outcome.value, state.sealed ?? sealQuote(secret, outcome.value), state)
  const { refusal } = outcome
  if (refusal.code === 'slot_taken' || refusal.code === 'slot_unavailable')
    return takenPage(c, view, { session: refusal.session, code: refusal.code, moves: reschedule }, state)
  if (refusal.code === 'same_time') return backToTimes(c, view, state, 'sameTime', 409)
  // The policy, the state and foreign sessions are all explained by the page about rescheduling.
  const status = refusal.code === 'unknown_session' ? 404 : 409
  return managePage(c, view, 'reschedule', { status, ...state })
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
  const { text, locale, booking } = view
  const { check } = resultText(locale)
  const several = quote.reschedule.length > 1
  const heading = several ? sessionsText(locale).checkHeading : check.heading
  const moved = booking.sessions.filter(({ id }) => quote.reschedule.some((move) => move.session === id))
  const failed = state.problem !== undefined || (state.answers?.problems.length ?? 0) > 0
  const back = { href: anotherTime(view, quote, quote.reschedule.at(-1)!), label: check.back }
  return manageFrame(
    c,
    view,
    { title: heading, status: state.status, failed },
    <Stack gap="section">
      <FormSummary state={state} locale={locale} />
      {state.notice}
      <PageHeading title={heading} back={back} />
      <MovePairs
        view={view}
        moves={quote.reschedule}
        {...(several ? { changeHref: (move: QuotedMove) => anotherTime(view, quote, move) } : {})}
      />
      <QuotedMoney view={view} quote={quote} />
      <form
        method="post"
        action={quote.needsApproval ? linksOf(view).ask() : linksOf(view).commit()}
        id="change"
        target={paysNow(quote) ? '_top' : undefined}
      >
        <HiddenFields fields={{ quote: sealed }} />
        <Stack>
          <MissingAnswers view={view} sent={state.answers} />
          <ReasonFields
            view={view}
            action="reschedule"
            rule={quote.reason}
            typed={state.typed}
            problem={state.problem}
          />
          <p>
            {quote.needsApproval
              ? askText(locale).moveDecided(view.host.name)
              : text.told(toldBy(booking, moved))}
          </p>
        </Stack>
      </form>
      <CheckActions view={view} quote={quote} />
    </Stack>,
  )
}

function CheckActions({ view, quote }: { view: ManageView; quote: Quote }) {
  const { text, locale } = view
  const words = payText(locale).check
  const fee = payText(locale).amount({ minor: BigInt(quote.payNowMinor), currency: quote.currency })
  const busy = quote.needsApproval ? askText(locale).asking : paysNow(quote) ? words.busy : text.moving
  return (
    <>
      <StickyActions amount={paysNow(quote) ? { label: words.now, value: fee } : undefined}>
        <Button form="change" busyLabel={busy}>
          {moveLabel(view, quote)}
        </Button>
      </StickyActions>
      <MoreActions>
        <ButtonLink href={linksOf(view).manage({ do: 'keep' })}>{text.keepButton}</ButtonLink>
      </MoreActions>
    </>
  )
}

// Where the team decides first, the fee waits for their answer.
function paysNow(quote: Quote): boolean {
  return quote.payNowMinor !== '0' && !quote.needsApproval
}

/** Back to choosing this one time, on the day that was chosen; the others of the change stay chosen. */
function anotherTime(view: ManageView, quote: Quote, move: QuotedMove): string {
  const { booking, zone } = view
  const date = localDateOf(Temporal.Instant.from(move.start), zone)
  const query = { month: date.toPlainYearMonth().toString(), day: date.toString() }
  const session = booking.sessions.find((entry) => entry.id === move.session)!
  if (booking.sessions.length === 1) return linksOf(view).manage({ do: 'reschedule', ...query })
  return `${planAddress(view, withPick(planOf(view, movesOf(quote)), session, null), query)}#pick`
}
