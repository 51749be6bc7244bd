import { leadingSession, type Booking, type Session } from '#domain/bookings/booking.ts'
import type { ChangeChoices, ChangeRefusal, Quote } from '#domain/bookings/change.ts'
import { sealQuote } from '#domain/bookings/quote.ts'
import { quoteLoaded } from '#domain/bookings/quote-change.ts'
import { longWhen } from '#messages/dates.ts'
import { changeRefused, changeWords, sawAndIs } from '#messages/staff-change.ts'
import { paths } from '#paths.ts'
import { Banner } from '#ui/banner.tsx'
import { Button, ButtonLink } from '#ui/button.tsx'
import { Card } from '#ui/card.tsx'
import { CheckboxGroup } from '#ui/choices.tsx'
import { ErrorSummary } from '#ui/error-summary.tsx'
import { HiddenFields, PageHeading, Row, Stack } from '#ui/layout.tsx'
import { fieldId, type FormProblems } from '../customer/form-errors.ts'
import { openSessions } from './actions.ts'
import { SessionClock } from './booking-parts.tsx'
import { prefilled, quoteFor, WhoCancels, type Initiative } from './cancel-who.tsx'
import { ChoiceFields, OverrideNote, type ChoicesTyped } from './change-form.tsx'
import { refuseChange } from './change-refused.tsx'
import { staffFrame } from './frame.tsx'
import {
  CancelMoneyFields,
  cancelMoneyOf,
  type CancelMoneyShown,
  type CancelMoneyTyped,
} from './money/cancel-money.tsx'
import { titleOf } from './open-booking.ts'
import { missingPage } from './refusal-pages.tsx'
import type { StaffContext } from './staff-env.ts'

/** How the page stands: fresh, worked out again, or refused. */
export interface Shown {
  status: 200 | 409 | 422
  /** Who wants it; null while nobody said. */
  who: Initiative | null
  typed: ChoicesTyped
  money: CancelMoneyTyped
  /** The choices about money as they were understood. */
  choices: Pick<ChangeChoices, 'fee' | 'refundMinor'>
  problems?: FormProblems
  refusal?: ChangeRefusal
  /** The quote of the form that was refused: what its reader saw. */
  saw?: Quote
}

/** What would happen to these sessions, priced and dated, with everything that the member decides. */
export async function showCancel(
  c: StaffContext,
  booking: Booking,
  wanted: string[] | null,
  shown: Shown,
): Promise<Response> {
  const open = openSessions(booking, 'cancel')
  const chosen = wanted ? booking.sessions.filter((session) => wanted.includes(session.id)) : open
  if (wanted && chosen.length === 0 && booking.sessions.length > 0 && !shown.refusal) return missingPage(c)
  const { context } = c.var.deps
  const request = {
    bookingId: booking.id,
    cancel: chosen.map((session) => session.id),
    reschedule: [],
    channel: 'staff_page' as const,
  }
  const quoted = await quoteLoaded(context.reader, c.var.scope, booking, request)
  if (!quoted.ok) return refuseChange(c, booking, shown.refusal ?? quoted.refusal)
  const money = await cancelMoneyOf(c, quoteFor(shown.who, quoted.value))
  return cancelView(
    c,
    booking,
    { chosen, open, quote: quoted.value, money },
    prefilled(c, shown, quoted.value),
  )
}

interface ToCancel {
  chosen: Session[]
  open: Session[]
  quote: Quote
  money: CancelMoneyShown | null
}

function cancelView(
  c: StaffContext,
  booking: Booking,
  { chosen, open, quote, money }: ToCancel,
  shown: Shown,
): Response | Promise<Response> {
  const words = changeWords(c.var.locale)
  const sealed = sealQuote(c.var.deps.context.secret, quote)
  const title = words.cancelTitle(booking.customer.name)
  return staffFrame(
    c,
    { title, current: 'activity', status: shown.status, refused: shown.status !== 200 },
    <Stack gap="section">
      {shown.problems ? (
        <ErrorSummary heading={shown.problems.heading} problems={shown.problems.problems} />
      ) : null}
      <PageHeading
        title={<bdi>{title}</bdi>}
        back={{ href: paths.staffBooking(booking.id), label: titleOf(c, booking) }}
      />
      {shown.refusal ? <Refused c={c} booking={booking} refusal={shown.refusal} saw={shown.saw} /> : null}
      <Card heading={words.whatIsCanceled}>
        {chosen.map((session) => (
          <SessionClock c={c} booking={booking} session={session} />
        ))}
      </Card>
      {open.length > 1 ? (
        <ChooseSessions c={c} booking={booking} open={open} chosen={chosen} who={shown.who} />
      ) : null}
      <WhoCancels
        c={c}
        booking={booking}
        chosen={chosen.length < open.length ? chosen : []}
        who={shown.who}
      />
      <OverrideNote c={c} quote={quote} />
      <form method="post" action={paths.staffCancel(booking.id)} data-turbo="false" novalidate>
        <Stack>
          <HiddenFields fields={{ quote: sealed, who: shown.who ?? undefined }} />
          {money ? (
            <CancelMoneyFields
              c={c}
              shown={money}
              typed={shown.money}
              choices={shown.choices}
              problems={shown.problems ?? null}
            />
          ) : null}
          <ChoiceFields
            c={c}
            booking={booking}
            sessions={chosen}
            kind="booking.canceled"
            typed={shown.typed}
            problems={shown.problems ?? null}
          />
          <Row>
            <Button kind="danger" busyLabel={words.cancelBusy}>
              {booking.sessions.length > 1 ? words.cancelSomeSubmit(chosen.length) : words.cancelSubmit}
            </Button>
            <ButtonLink href={paths.staffBooking(booking.id)}>{words.keep}</ButtonLink>
          </Row>
          <p class="small quiet">
            {words.quoteUntil(Temporal.Instant.from(quote.expiresAt), c.var.viewer.zone)}
          </p>
        </Stack>
      </form>
    </Stack>,
  )
}

// The session a form spoke of, as it was then and as it is now (ux A15).
function Refused({
  c,
  booking,
  refusal,
  saw,
}: {
  c: StaffContext
  booking: Booking
  refusal: ChangeRefusal
  saw: Quote | undefined
}) {
  const entry = saw?.cancel[0]
  const session = booking.sessions.find((one) => one.id === entry?.session) ?? leadingSession(booking)
  const before = entry && { start: Temporal.Instant.from(entry.start), end: Temporal.Instant.from(entry.end) }
  const differs = before && Temporal.Instant.compare(before.start, session.startsAt) !== 0
  return (
    <Banner kind="warn" title={changeRefused(refusal.code, c.var.locale)}>
      {differs
        ? sawAndIs(before, { start: session.startsAt, end: session.endsAt }, c.var.viewer.zone, c.var.locale)
        : null}
    </Banner>
  )
}

function ChooseSessions(props: {
  c: StaffContext
  booking: Booking
  open: Session[]
  chosen: Session[]
  who: Initiative | null
}) {
  const { c, booking, open, chosen, who } = props
  const { locale, viewer } = c.var
  const words = changeWords(locale)
  const options = open.map((session) => ({
    value: session.id,
    label: longWhen(session.startsAt, session.endsAt, viewer.zone, locale),
    checked: chosen.includes(session),
  }))
  return (
    <form method="get" action={paths.staffCancel(booking.id)}>
      <Stack>
        <HiddenFields fields={{ who: who ?? undefined }} />
        <CheckboxGroup id={fieldId('session')} name="session" legend={words.sessions} options={options} />
        <Row>
          <Button kind="quiet">{words.showSelection}</Button>
        </Row>
      </Stack>
    </form>
  )
}
