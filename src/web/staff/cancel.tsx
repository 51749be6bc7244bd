import { leadingSession, type Booking, type Session } from '#domain/bookings/booking.ts'
import type { ChangeRefusal, Quote } from '#domain/bookings/change.ts'
import { commitChange } from '#domain/bookings/commit-change.ts'
import { markRead } from '#domain/bookings/mark-read.ts'
import { sealQuote } from '#domain/bookings/quote.ts'
import { quoteLoaded } from '#domain/bookings/quote-change.ts'
import { longWhen } from '#messages/dates.ts'
import { changeRefused, changeWords, sawAndIs } from '#messages/staff-change.ts'
import { paths } from '#paths.ts'
import { cleanText } from '#platform/forms.ts'
import { Banner } from '#ui/banner.tsx'
import { Button, ButtonLink } from '#ui/button.tsx'
import { Card } from '#ui/card.tsx'
import { CheckboxGroup } from '#ui/choices.tsx'
import { ErrorSummary } from '#ui/error-summary.tsx'
import { HiddenFields, PageHeading, Row, Stack } from '#ui/layout.tsx'
import { fieldId, problemsOf, type FormProblems } from '../customer/form-errors.ts'
import { openSessions } from './actions.ts'
import { SessionClock } from './booking-parts.tsx'
import {
  ChoiceFields,
  NOTHING_TYPED,
  OverrideNote,
  readChangeForm,
  type ChoicesTyped,
} from './change-form.tsx'
import { refuseChange } from './change-refused.tsx'
import { staffFrame } from './frame.tsx'
import { openBooking, titleOf } from './open-booking.ts'
import { openForChange } from './open-for-change.ts'
import { missingPage } from './refusal-pages.tsx'
import { badForm, readForm } from './request.ts'
import type { StaffContext } from './staff-env.ts'

/** GET: what would happen, priced and dated (ux A5). Query `session`, repeatable; without it every open session. */
export async function cancelPage(c: StaffContext): Promise<Response> {
  const booking = await openForChange(c, 'change')
  if (booking instanceof Response) return booking
  return showCancel(c, booking, wantedSessions(c), { status: 200, typed: NOTHING_TYPED })
}

/** POST: carries the sealed quote out. */
export async function submitCancel(c: StaffContext): Promise<Response> {
  const body = await readForm(c)
  if (!body) return badForm(c)
  const booking = await openForChange(c, 'change', c.var.deps.context.db)
  if (booking instanceof Response) return booking
  const { quote, choices, errors } = readChangeForm(c, booking, body)
  const wanted = quote?.cancel.map((entry) => entry.session) ?? null
  if (errors.reason)
    return showCancel(c, booking, wanted, {
      status: 422,
      typed: choices,
      problems: reasonProblems(c, errors),
    })
  const outcome = quote
    ? await commitChange(c.var.deps.context, c.var.scope, quote, {
        reason: choices.reason,
        tellCustomer: choices.tell,
      })
    : ({ ok: false, refusal: { code: 'quote_unreadable' } } as const)
  if (outcome.ok) {
    await markRead(c.var.deps.context, c.var.scope, booking.id, outcome.value.revision)
    return c.redirect(paths.staffBooking(booking.id), 303)
  }
  const present = (await openBooking(c, booking.id, c.var.deps.context.db)) ?? booking
  return showCancel(c, present, wanted, {
    status: 409,
    typed: choices,
    refusal: outcome.refusal,
    ...(quote ? { saw: quote } : {}),
  })
}

interface Shown {
  status: 200 | 409 | 422
  typed: ChoicesTyped
  problems?: FormProblems
  refusal?: ChangeRefusal
  /** The quote of the form that was refused: what its reader saw. */
  saw?: Quote
}

async function showCancel(
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
  return cancelView(c, booking, chosen, open, quoted.value, shown)
}

function cancelView(
  c: StaffContext,
  booking: Booking,
  chosen: Session[],
  open: Session[],
  quote: Quote,
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
      {open.length > 1 ? <ChooseSessions c={c} booking={booking} open={open} chosen={chosen} /> : null}
      <OverrideNote c={c} quote={quote} />
      <form method="post" action={paths.staffCancel(booking.id)}>
        <Stack>
          <HiddenFields fields={{ quote: sealed }} />
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

function ChooseSessions(props: { c: StaffContext; booking: Booking; open: Session[]; chosen: Session[] }) {
  const { c, booking, open, chosen } = props
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
        <CheckboxGroup id={fieldId('session')} name="session" legend={words.sessions} options={options} />
        <Row>
          <Button kind="quiet">{words.showSelection}</Button>
        </Row>
      </Stack>
    </form>
  )
}

function wantedSessions(c: StaffContext): string[] | null {
  const wanted = (c.req.queries('session') ?? []).map(cleanText).filter(Boolean)
  return wanted.length > 0 ? wanted : null
}

function reasonProblems(c: StaffContext, errors: Parameters<typeof problemsOf>[0]): FormProblems {
  return problemsOf(errors, { reason: changeWords(c.var.locale).reason }, c.var.locale)
}
