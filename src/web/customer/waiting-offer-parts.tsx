import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { bookingText, placeText, priceText } from '#messages/booking.ts'
import { dateLeaf } from '#messages/manage.ts'
import { waitingText } from '#messages/waitlist.ts'
import { paths } from '#paths.ts'
import type { Typed } from '#platform/forms.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import { stillToAsk } from '#domain/waitlist/take-offer.ts'
import { Banner } from '#ui/banner.tsx'
import { BookingCard } from '#ui/booking-card.tsx'
import { Button } from '#ui/button.tsx'
import { DetailsList } from '#ui/details-list.tsx'
import { ErrorSummary } from '#ui/error-summary.tsx'
import { TextArea, TextField } from '#ui/field.tsx'
import { HiddenFields, PageHeading, Stack } from '#ui/layout.tsx'
import { MoreActions } from '#ui/sticky-actions.tsx'
import { TwoClock } from '#ui/two-clock.tsx'
import { questionName } from './booking-form.ts'
import { clocksOf } from './clocks.ts'
import { fieldId, typedText, type FormProblems } from './form-errors.ts'
import { hostsOf, type ManageView } from './manage-view.ts'
import type { WaitingView } from './waiting-view.ts'

/** What came of a form on this page. */
export interface OfferState {
  status?: ContentfulStatusCode
  typed?: Typed
  problems?: FormProblems
  notice?: { title: string; line: string }
}

/** Until when the time is theirs, after whatever a form of this page came back with. */
export function Top({
  view,
  manage,
  state,
  title,
}: {
  view: WaitingView
  manage: ManageView
  state: OfferState
  title: string
}) {
  const text = waitingText(view.locale)
  const { problems, notice } = state
  return (
    <>
      {problems ? <ErrorSummary heading={problems.heading} problems={problems.problems} /> : null}
      {notice ? (
        <Banner kind="warn" title={notice.title}>
          {notice.line}
        </Banner>
      ) : null}
      <PageHeading title={title} />
      <Banner kind="ok" title={text.yours(view.waiting.offered!.until, manage.zone, manage.booking.now)}>
        {text.nobodyElse}
      </Banner>
    </>
  )
}

/** The time that is held: what, when, at what price, where and with whom. */
export function Held({ view }: { view: ManageView }) {
  const { booking, zone, locale, host } = view
  const text = bookingText(locale)
  const [session] = booking.sessions
  const names = hostsOf(booking.sessions).map(({ name }) => name)
  return (
    <BookingCard
      label={waitingText(locale).yourTime}
      leaf={dateLeaf(session!.startsAt, zone)}
      title={<bdi>{booking.eventType.name}</bdi>}
      when={
        <TwoClock
          {...clocksOf({
            start: session!.startsAt,
            end: session!.endsAt,
            zone,
            other: host,
            now: booking.now,
            locale,
          })}
        />
      }
    >
      <DetailsList
        rows={[
          { term: text.terms.price, detail: priceText(booking, locale) },
          { term: text.terms.place, detail: <bdi>{placeText(booking.eventType, locale)}</bdi> },
          { term: text.terms.host, detail: <bdi>{names.join(', ')}</bdi> },
        ]}
      />
    </BookingCard>
  )
}

/** What the booking form would have asked. */
export function Fields({ booking, view, state }: { booking: Booking; view: WaitingView; state: OfferState }) {
  const text = waitingText(view.locale)
  const asked = stillToAsk(booking)
  const field = (name: string) => ({
    id: fieldId(name),
    name,
    value: typedText(state.typed ?? {}, name),
    error: state.problems?.of(name),
    required: true,
  })
  return (
    <Stack>
      {asked.phone ? (
        <TextField
          {...field('phone')}
          label={text.phone}
          hint={text.phoneHint}
          type="tel"
          autocomplete="tel"
        />
      ) : null}
      {asked.questions.map((question) =>
        question.kind === 'line' ? (
          <TextField {...field(questionName(question))} label={question.label} dir="auto" />
        ) : (
          <TextArea {...field(questionName(question))} label={question.label} rows={3} />
        ),
      )}
    </Stack>
  )
}

/** What happens if they do nothing, and the way to say no. */
export function Decline({ view, line }: { view: WaitingView; line: string }) {
  const text = waitingText(view.locale)
  return (
    <Stack>
      <p class="quiet">{line}</p>
      <form id="decline" method="post" action={paths.waitingAct(view.token, 'decline')}>
        <HiddenFields fields={{ key: view.key }} />
      </form>
      <MoreActions>
        <Button form="decline" kind="quiet" busyLabel={text.declining}>
          {text.decline}
        </Button>
      </MoreActions>
    </Stack>
  )
}
