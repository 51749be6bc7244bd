import type { Booking, Session } from '#domain/bookings/booking.ts'
import type { ChangeRefusal, Quote } from '#domain/bookings/change.ts'
import { commitChange } from '#domain/bookings/commit-change.ts'
import { markRead } from '#domain/bookings/mark-read.ts'
import { sealQuote } from '#domain/bookings/quote.ts'
import { quoteLoaded } from '#domain/bookings/quote-change.ts'
import { secondClock, longWhen, zoneLabel } from '#messages/dates.ts'
import { changeRefused, changeWords, sawAndIs, timeRefused } from '#messages/staff-change.ts'
import { paths } from '#paths.ts'
import type { FieldErrors, Typed } from '#platform/forms.ts'
import { Banner } from '#ui/banner.tsx'
import { Button, ButtonLink } from '#ui/button.tsx'
import { ChangePair, type ChangeSide } from '#ui/change-pair.tsx'
import { ErrorSummary } from '#ui/error-summary.tsx'
import { HiddenFields, PageHeading, Row, Stack } from '#ui/layout.tsx'
import { problemsOf, typedText, type FormProblems } from '../customer/form-errors.ts'
import { openSessions } from './actions.ts'
import {
  ChoiceFields,
  NOTHING_TYPED,
  OverrideNote,
  readChangeForm,
  type ChoicesTyped,
} from './change-form.tsx'
import { refuseChange } from './change-refused.tsx'
import { staffFrame } from './frame.tsx'
import { sessionAsked, timeAsked } from './move-asked.ts'
import { pickPage, whichSessionPage } from './move-pick.tsx'
import { openBooking, titleOf } from './open-booking.ts'
import { openForChange } from './open-for-change.ts'
import { missingPage } from './refusal-pages.tsx'
import { badForm, queryText, readForm } from './request.ts'
import type { StaffContext } from './staff-env.ts'

/** GET: choose a time, then check it. Query `session`, and `start` or `date` with `time`. */
export async function movePage(c: StaffContext): Promise<Response> {
  const booking = await openForChange(c, 'change')
  if (booking instanceof Response) return booking
  const open = openSessions(booking, 'reschedule')
  const wanted = queryText(c, 'session')
  if (!wanted && open.length > 1) return whichSessionPage(c, booking, open)
  const session = sessionAsked(booking, wanted)
  if (!session)
    return refuseChange(
      c,
      booking,
      wanted
        ? { code: 'unknown_booking' }
        : { code: 'state', session: '', state: booking.sessions[0]!.state },
    )
  return stepTo(c, booking, session, c.req.query(), NOTHING_TYPED)
}

/** POST: carries the sealed quote out; without one, a time chosen after a refusal goes to its check. */
export async function submitMove(c: StaffContext): Promise<Response> {
  const body = await readForm(c)
  if (!body) return badForm(c)
  const { context } = c.var.deps
  const booking = await openForChange(c, 'change', context.db)
  if (booking instanceof Response) return booking
  const { quote, choices, errors } = readChangeForm(c, booking, body)
  const move = quote?.reschedule[0]
  const session = sessionAsked(booking, move?.session ?? (typedText(body, 'session') || undefined))
  if (!session)
    return refuseChange(c, booking, { code: 'state', session: '', state: booking.sessions[0]!.state })
  if (body.quote === undefined) return stepTo(c, booking, session, body, choices)
  if (!quote || !move)
    return pickPage(c, booking, session, {
      status: 409,
      notice: changeRefused('quote_unreadable', c.var.locale),
    })
  if (errors.reason)
    return checkPage(c, booking, session, Temporal.Instant.from(move.start), {
      status: 422,
      typed: choices,
      errors,
    })
  const outcome = await commitChange(context, c.var.scope, quote, {
    reason: choices.reason,
    tellCustomer: choices.tell,
  })
  if (!outcome.ok) return afterRefusal(c, booking.id, quote, choices, outcome.refusal)
  await markRead(context, c.var.scope, booking.id, outcome.value.revision)
  return c.redirect(paths.staffBooking(booking.id), 303)
}

/** From what was typed or picked to the page that comes next: choosing, or checking. */
function stepTo(
  c: StaffContext,
  booking: Booking,
  session: Session,
  typed: Typed,
  choices: ChoicesTyped,
): Promise<Response> {
  const asked = timeAsked(typed, c.var.viewer.zone, booking.now)
  const kept = { date: typedText(typed, 'date'), time: typedText(typed, 'time') }
  if (asked.kind === 'start')
    return checkPage(c, booking, session, asked.start, { status: 200, typed: choices })
  if (asked.kind === 'twice') return pickPage(c, booking, session, { status: 200, typed: kept, twice: asked })
  if (asked.kind === 'wrong')
    return pickPage(c, booking, session, {
      status: 422,
      typed: kept,
      problems: timeProblems(c, asked.errors),
    })
  return pickPage(c, booking, session, { status: 200 })
}

interface CheckShown {
  status: 200 | 409 | 422
  typed: ChoicesTyped
  errors?: FieldErrors
  notice?: { title: string; line: string | null }
}

async function checkPage(
  c: StaffContext,
  booking: Booking,
  session: Session,
  start: Temporal.Instant,
  shown: CheckShown,
): Promise<Response> {
  const request = {
    bookingId: booking.id,
    cancel: [],
    reschedule: [{ session: session.id, start }],
    channel: 'staff_page' as const,
  }
  const quoted = await quoteLoaded(c.var.deps.context.reader, c.var.scope, booking, request)
  if (quoted.ok) return checkView(c, booking, session, quoted.value, shown)
  const { refusal } = quoted
  if (refusal.code === 'slot_taken') {
    const gone = { start, choices: shown.typed }
    return pickPage(c, booking, session, {
      status: 409,
      notice: shown.notice?.title ?? timeRefused('taken'),
      gone,
    })
  }
  if (refusal.code === 'slot_unavailable' || refusal.code === 'same_time') {
    const sentence = timeRefused(refusal.code === 'same_time' ? refusal.code : refusal.why)
    return pickPage(c, booking, session, {
      status: 422,
      notice: sentence,
      gone: { start, choices: shown.typed },
    })
  }
  return refuseChange(c, booking, refusal)
}

function checkView(
  c: StaffContext,
  booking: Booking,
  session: Session,
  quote: Quote,
  shown: CheckShown,
): Response | Promise<Response> {
  const { locale, viewer } = c.var
  const words = changeWords(locale)
  const title = words.moveTitle(booking.customer.name)
  const problems = shown.errors ? reasonProblems(c, shown.errors) : null
  const [from, to] = [{ start: session.startsAt, end: session.endsAt }, spanOf(quote)]
  return staffFrame(
    c,
    { title, current: 'activity', status: shown.status, refused: shown.status !== 200 },
    <Stack gap="section">
      {problems ? <ErrorSummary heading={problems.heading} problems={problems.problems} /> : null}
      <PageHeading
        title={<bdi>{title}</bdi>}
        lead={words.check}
        back={{ href: paths.staffBooking(booking.id), label: titleOf(c, booking) }}
      />
      {shown.notice ? (
        <Banner kind="warn" title={shown.notice.title}>
          {shown.notice.line}
        </Banner>
      ) : null}
      <ChangePair from={sideOf(c, booking, words.from, from)} to={sideOf(c, booking, words.to, to)} />
      <OverrideNote c={c} quote={quote} />
      <form method="post" action={paths.staffMove(booking.id)}>
        <Stack>
          <HiddenFields
            fields={{ quote: sealQuote(c.var.deps.context.secret, quote), session: session.id }}
          />
          <ChoiceFields
            c={c}
            booking={booking}
            sessions={[session]}
            kind="booking.rescheduled"
            typed={shown.typed}
            problems={problems}
          />
          <Row>
            <Button busyLabel={words.moveBusy}>{words.moveSubmit(to.start, viewer.zone, booking.now)}</Button>
            <ButtonLink href={paths.staffMove(booking.id, { session: session.id })}>
              {words.otherTime}
            </ButtonLink>
          </Row>
          <p class="small quiet">{words.quoteUntil(Temporal.Instant.from(quote.expiresAt), viewer.zone)}</p>
        </Stack>
      </form>
    </Stack>,
  )
}

/** What to show after a refused commit: the booking as it is now, with what was chosen and typed kept. */
async function afterRefusal(
  c: StaffContext,
  bookingId: string,
  quote: Quote,
  choices: ChoicesTyped,
  refusal: ChangeRefusal,
): Promise<Response> {
  const present = await openBooking(c, bookingId, c.var.deps.context.db)
  const move = quote.reschedule[0]!
  const session = present?.sessions.find((entry) => entry.id === move.session)
  if (!present || !session) return missingPage(c)
  if (refusal.code === 'not_permitted' || refusal.code === 'unknown_booking')
    return refuseChange(c, present, refusal)
  const start = Temporal.Instant.from(move.start)
  const title = changeRefused(refusal.code, c.var.locale)
  if (refusal.code === 'slot_taken')
    return pickPage(c, present, session, { status: 409, notice: title, gone: { start, choices } })
  const saw = { start: Temporal.Instant.from(move.fromStart), end: Temporal.Instant.from(move.fromEnd) }
  const differs = Temporal.Instant.compare(saw.start, session.startsAt) !== 0
  const line = differs
    ? sawAndIs(saw, { start: session.startsAt, end: session.endsAt }, c.var.viewer.zone, c.var.locale)
    : null
  return checkPage(c, present, session, start, { status: 409, typed: choices, notice: { title, line } })
}

function sideOf(
  c: StaffContext,
  booking: Booking,
  label: string,
  span: { start: Temporal.Instant; end: Temporal.Instant },
): ChangeSide {
  const { locale, viewer } = c.var
  const other = secondClock(
    span.start,
    viewer.zone,
    { name: booking.customer.name, zone: booking.customer.zone },
    locale,
  )
  return {
    label,
    when: longWhen(span.start, span.end, viewer.zone, locale),
    datetime: span.start.toString(),
    lines: [zoneLabel(viewer.zone, span.start, locale), ...(other ? [other] : [])],
  }
}

function spanOf(quote: Quote): { start: Temporal.Instant; end: Temporal.Instant } {
  const move = quote.reschedule[0]!
  return { start: Temporal.Instant.from(move.start), end: Temporal.Instant.from(move.end) }
}

function timeProblems(c: StaffContext, errors: FieldErrors): FormProblems {
  const words = changeWords(c.var.locale)
  return problemsOf(errors, { date: words.date, time: words.time }, c.var.locale)
}

function reasonProblems(c: StaffContext, errors: FieldErrors): FormProblems {
  return problemsOf(errors, { reason: changeWords(c.var.locale).reason }, c.var.locale)
}
