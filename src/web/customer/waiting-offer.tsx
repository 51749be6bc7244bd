import { waitingText } from '#messages/waitlist.ts'
import { paths } from '#paths.ts'
import { customerWhoWaits } from '#domain/access/scope.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import type { Quote } from '#domain/bookings/change.ts'
import { quoteLoaded } from '#domain/bookings/quote-change.ts'
import { sealQuote } from '#domain/bookings/quote.ts'
import { payableNow } from '#domain/bookings/start-payment.ts'
import { paysFirst } from '#domain/bookings/start-payment.ts'
import { stillToAsk, tokenOf } from '#domain/waitlist/take-offer.ts'
import { Button, ButtonLink } from '#ui/button.tsx'
import { DetailsList } from '#ui/details-list.tsx'
import { HiddenFields, Section, Stack } from '#ui/layout.tsx'
import { StickyActions } from '#ui/sticky-actions.tsx'
import type { WebContext } from '../deps.ts'
import { customerFrame } from './frame.tsx'
import { QuotedMoney } from './manage-money.tsx'
import { PolicyCard } from './manage-policy.tsx'
import { linksOf, viewOf, type ManageView } from './manage-view.ts'
import { MovePair } from './move-pair.tsx'
import { Decline, Fields, Held, Top, type OfferState } from './waiting-offer-parts.tsx'
import { frameOf, type WaitingView } from './waiting-view.ts'

/** W1: what, when, at what price, until when it is theirs, and what happens if they do nothing. */
export async function offerPage(c: WebContext, view: WaitingView, state: OfferState): Promise<Response> {
  const { waiting } = view
  const manage = manageViewOf(c, view)
  return waiting.entry.bookingId ? earlierPage(c, view, manage, state) : heldPage(c, view, manage, state)
}

/** The offered booking as its own pages see it, on the clock of whoever waits. */
export function manageViewOf(c: WebContext, { waiting }: WaitingView): ManageView {
  const booking = waiting.booking!
  const scope = customerWhoWaits(booking.orgId, booking.id)
  return viewOf(c, tokenOf(c.var.deps.context, booking), scope, booking)
}

function heldPage(
  c: WebContext,
  view: WaitingView,
  manage: ManageView,
  state: OfferState,
): Response | Promise<Response> {
  const text = waitingText(view.locale)
  const { booking } = manage
  const asked = stillToAsk(booking)
  const hasFields = asked.phone || asked.questions.length > 0
  return customerFrame(
    c,
    {
      ...frameOf(view),
      title: text.offered,
      status: state.status ?? 200,
      failed: state.problems !== undefined,
    },
    <Stack gap="section">
      <Top view={view} manage={manage} state={state} title={text.offered} />
      <Held view={manage} />
      <form id="take" method="post" action={paths.waitingAct(view.token, 'take')} novalidate>
        <HiddenFields fields={{ key: view.key }} />
        {hasFields ? (
          <Section heading={text.form}>
            <Fields booking={booking} view={view} state={state} />
          </Section>
        ) : null}
      </form>
      {paysFirst(booking) ? null : (
        <PolicyCard view={manage} action="cancel" session={booking.sessions[0]!} />
      )}
      <StickyActions>
        <Button form="take" busyLabel={text.taking} icon="calendar-check">
          {takeLabel(booking, text)}
        </Button>
      </StickyActions>
      <Decline view={view} line={text.ifNothing(view.waiting.offered!.until, manage.zone, booking.now)} />
    </Stack>,
  )
}

/** What the button says: the time is taken, or paid for first. */
export function takeLabel(booking: Booking, text: ReturnType<typeof waitingText>): string {
  if (!paysFirst(booking)) return text.take
  const minor = payableNow(booking)
  return minor > 0n ? text.takePaying(minor, booking.currency) : text.takeCard
}

async function earlierPage(
  c: WebContext,
  view: WaitingView,
  manage: ManageView,
  state: OfferState,
): Promise<Response> {
  const text = waitingText(view.locale)
  const { booking } = manage
  const offered = view.waiting.offered!
  const session = booking.sessions[0]!
  const quoted = await quoteLoaded(c.var.deps.context.reader, manage.scope, booking, {
    bookingId: booking.id,
    cancel: [],
    reschedule: [{ session: session.id, start: offered.start }],
    channel: 'mail_link',
  })
  const quote = quoted.ok ? quoted.value : null
  return customerFrame(
    c,
    { ...frameOf(view), title: text.offeredEarlier, status: state.status ?? 200 },
    <Stack gap="section">
      <Top view={view} manage={manage} state={state} title={text.offeredEarlier} />
      {quote ? <Move view={manage} quote={quote} /> : null}
      <TakeMove c={c} view={view} manage={manage} quote={quote} />
      <Decline view={view} line={text.ifNothingEarlier(offered.until, manage.zone, booking.now)} />
    </Stack>,
  )
}

function Move({ view, quote }: { view: ManageView; quote: Quote }) {
  const text = waitingText(view.locale)
  const fee = BigInt(quote.feeMinor)
  const word = fee === 0n ? text.samePrice : text.difference(fee, quote.currency)
  return (
    <>
      <MovePair view={view} move={quote.reschedule[0]!} />
      <DetailsList rows={[{ term: text.differenceTerm, detail: word }]} />
      {fee === 0n ? null : <QuotedMoney view={view} quote={quote} />}
    </>
  )
}

// One press where nothing else is asked; a reason, an answer or a fee are asked for on the ordinary page of a move.
function TakeMove({
  c,
  view,
  manage,
  quote,
}: {
  c: WebContext
  view: WaitingView
  manage: ManageView
  quote: Quote | null
}) {
  const text = waitingText(view.locale)
  const { booking } = manage
  const isPlain =
    quote !== null &&
    quote.reason !== 'required' &&
    quote.payNowMinor === '0' &&
    stillToAsk(booking).questions.length === 0
  if (!isPlain) {
    const start = view.waiting.offered!.start.toString()
    return (
      <StickyActions>
        <ButtonLink
          kind="primary"
          href={linksOf(manage).moveCheck({ session: booking.sessions[0]!.id, start })}
        >
          {text.toMove}
        </ButtonLink>
      </StickyActions>
    )
  }
  return (
    <>
      <form id="take" method="post" action={paths.waitingAct(view.token, 'take')}>
        <HiddenFields fields={{ key: view.key, quote: sealQuote(c.var.deps.context.secret, quote) }} />
      </form>
      <StickyActions>
        <Button form="take" busyLabel={text.taking} icon="calendar-check">
          {text.take}
        </Button>
      </StickyActions>
    </>
  )
}
