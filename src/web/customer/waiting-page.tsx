import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { spanText, waitingText } from '#messages/waitlist.ts'
import { shortWhen } from '#messages/dates.ts'
import { paths } from '#paths.ts'
import { tokenOf } from '#domain/waitlist/take-offer.ts'
import { Button, ButtonLink } from '#ui/button.tsx'
import { Card } from '#ui/card.tsx'
import { DetailsList } from '#ui/details-list.tsx'
import { HiddenFields, PageHeading, Row, Stack } from '#ui/layout.tsx'
import { Breakable } from '#ui/line-breaks.tsx'
import { ResultPanel } from '#ui/result-panel.tsx'
import { MoreActions } from '#ui/sticky-actions.tsx'
import type { WebContext } from '../deps.ts'
import { customerFrame } from './frame.tsx'
import { offerPage } from './waiting-offer.tsx'
import type { OfferState } from './waiting-offer-parts.tsx'
import { frameOf, openWaiting, type WaitingView } from './waiting-view.ts'

/** GET /w/:token: one's place in the line, and what is offered. Reads only, however often it is opened. */
export async function showWaiting(c: WebContext): Promise<Response> {
  const view = await openWaiting(c)
  return view instanceof Response ? view : waitingPage(c, view, {})
}

/** The page for where this person stands now. */
export function waitingPage(
  c: WebContext,
  view: WaitingView,
  state: OfferState,
): Response | Promise<Response> {
  const { standing } = view.waiting
  if (standing === 'offered') return offerPage(c, view, state)
  if (standing === 'taken') return takenPage(c, view)
  return standing === 'left' || standing === 'ended' ? overPage(c, view) : linePage(c, view, state.status)
}

/** W0 and W2: the place in the line, and what became of a time that was offered before. */
function linePage(
  c: WebContext,
  view: WaitingView,
  status: ContentfulStatusCode = 200,
): Response | Promise<Response> {
  const { waiting, locale, zone, token } = view
  const { offered, place, standing, now } = waiting
  const text = waitingText(locale)
  const isGone = (standing === 'gone' || status === 409) && offered !== null
  const title = isGone ? text.gone : text.place(place)
  return customerFrame(
    c,
    { ...frameOf(view), title, status },
    <Stack gap="section">
      {isGone ? (
        <ResultPanel kind="info" heading={text.gone}>
          <p>
            {Temporal.Instant.compare(offered.until, now) <= 0
              ? text.goneUntil(offered.start, offered.until, zone, now)
              : text.goneLine(offered.start, zone, now)}
          </p>
          <p>{text.kept(place)}</p>
        </ResultPanel>
      ) : (
        <PageHeading title={title} lead={text.placeLead} />
      )}
      <Card kind="surface">
        <DetailsList rows={rowsOf(view)} />
      </Card>
      <form id="leave" method="post" action={paths.waitingAct(token, 'leave')}>
        <HiddenFields fields={{ key: view.key }} />
      </form>
      <MoreActions>
        {isGone && timesHref(view) ? <ButtonLink href={timesHref(view)!}>{text.bookAgain}</ButtonLink> : null}
        {changeHref(view) ? <ButtonLink href={changeHref(view)!}>{text.change}</ButtonLink> : null}
        <Button form="leave" kind="quiet" busyLabel={text.leaving}>
          {text.leave}
        </Button>
      </MoreActions>
    </Stack>,
  )
}

function rowsOf({ waiting, locale, zone }: WaitingView) {
  const { entry, offer, booking, now } = waiting
  const text = waitingText(locale)
  const has = entry.bookingId && booking ? booking.sessions[0]!.startsAt : null
  const name = offer?.eventType.name ?? booking?.eventType.name
  return [
    ...(name ? [{ term: text.terms.what, detail: <bdi>{name}</bdi> }] : []),
    has
      ? { term: text.terms.now, detail: shortWhen(has, zone, locale, now) }
      : { term: text.terms.days, detail: spanText(entry.from, entry.to, zone, locale) },
    {
      term: text.terms.mail,
      detail: (
        <bdi>
          <Breakable text={entry.email} />
        </bdi>
      ),
      ...(offer ? { note: text.howLong(offer.eventType.offerMinutes) } : {}),
    },
  ]
}

// The time may be anybody's again, or another one may suit.
function timesHref({ waiting: { entry, offer, booking } }: WaitingView): string | null {
  if (!offer || (entry.bookingId && booking)) return null
  return paths.times(offer.page.slug, offer.eventType.slug)
}

// Whoever has a booking waits for everything before it, so only the others have days to choose.
function changeHref({ waiting: { entry, offer } }: WaitingView): string | null {
  if (!offer || entry.bookingId) return null
  return paths.joinWaitlist(offer.page.slug, offer.eventType.slug)
}

function takenPage(c: WebContext, { waiting }: WaitingView): Response {
  const token = tokenOf(c.var.deps.context, waiting.booking!)
  return c.redirect(paths.manage(token), 303)
}

function overPage(c: WebContext, view: WaitingView): Response | Promise<Response> {
  const { waiting, locale } = view
  const text = waitingText(locale)
  const hasLeft = waiting.standing === 'left'
  const { offer, booking, entry } = waiting
  const title = hasLeft ? text.left : entry.bookingId ? text.endedEarlier : text.ended
  const own = entry.bookingId && booking ? paths.manage(tokenOf(c.var.deps.context, booking)) : null
  return customerFrame(
    c,
    { ...frameOf(view), title },
    <Stack gap="section">
      <ResultPanel kind="info" heading={title}>
        <p>{hasLeft ? text.leftLine : endedLine(view)}</p>
      </ResultPanel>
      <Row>
        {own ? <ButtonLink href={own}>{text.openBooking}</ButtonLink> : null}
        {offer ? (
          <ButtonLink href={paths.times(offer.page.slug, offer.eventType.slug)}>{text.bookAgain}</ButtonLink>
        ) : null}
      </Row>
    </Stack>,
  )
}

// Whoever waited for an earlier time has days to come; what ended is the booking, or the way to move it.
function endedLine({ waiting: { entry, booking, offered }, locale }: WaitingView): string {
  const text = waitingText(locale)
  if (!entry.bookingId) return offered ? text.endedPassedOn : text.endedLine
  const isCanceled = booking?.sessions.every(({ state }) => state === 'canceled')
  return isCanceled ? text.endedCanceled : text.endedEarlierLine
}
