import type { Booking, Session } from '#domain/bookings/booking.ts'
import type { Quote, QuotedMove } from '#domain/bookings/change.ts'
import { sealQuote } from '#domain/bookings/quote.ts'
import { quoteLoaded } from '#domain/bookings/quote-change.ts'
import { longWhen, secondClock, zoneLabel } from '#messages/dates.ts'
import { changeWords, timeRefused } from '#messages/staff-change.ts'
import { bookingWords } from '#messages/staff-booking.ts'
import { paths } from '#paths.ts'
import type { FieldErrors } from '#platform/forms.ts'
import { Banner } from '#ui/banner.tsx'
import { Button, ButtonLink } from '#ui/button.tsx'
import { ChangePair, type ChangeSide } from '#ui/change-pair.tsx'
import { ErrorSummary } from '#ui/error-summary.tsx'
import { HiddenFields, PageHeading, Row, Section, Stack } from '#ui/layout.tsx'
import { problemsOf, type FormProblems } from '../customer/form-errors.ts'
import { ChoiceFields, OverrideNote, type ChoicesTyped } from './change-form.tsx'
import { refuseChange } from './change-refused.tsx'
import { staffFrame } from './frame.tsx'
import { moveHref, type MovePlan } from './move-plan.ts'
import { titleOf } from './open-booking.ts'
import type { StaffContext } from './staff-env.ts'

export interface CheckShown {
  status: 200 | 409 | 422
  typed: ChoicesTyped
  errors?: FieldErrors
  /** What went wrong before. */
  notice?: { title: string; line: string | null }
}

/** A new time that cannot be had: another one has to be chosen for this session. */
export interface TimeNotHad {
  session: string
  sentence: string
  status: 409 | 422
}

/** Old and new of every session that moves, priced as one change; or the session whose new time cannot be had. */
export async function checkPage(
  c: StaffContext,
  booking: Booking,
  plan: MovePlan,
  shown: CheckShown,
): Promise<Response | TimeNotHad> {
  const quoted = await quoteLoaded(c.var.deps.context.reader, c.var.scope, booking, {
    bookingId: booking.id,
    cancel: [],
    reschedule: plan.sessions.map(({ id }) => ({ session: id, start: plan.picks.get(id)! })),
    channel: 'staff_page',
  })
  if (quoted.ok) return checkView(c, booking, plan, quoted.value, shown)
  const { refusal } = quoted
  if (refusal.code === 'slot_taken') {
    const sentence = shown.notice?.title ?? timeRefused('taken')
    return { session: refusal.session, sentence, status: 409 }
  }
  if (refusal.code === 'slot_unavailable' || refusal.code === 'same_time') {
    const why = refusal.code === 'same_time' ? refusal.code : refusal.why
    return { session: refusal.session, sentence: timeRefused(why), status: 422 }
  }
  return refuseChange(c, booking, refusal)
}

function checkView(
  c: StaffContext,
  booking: Booking,
  plan: MovePlan,
  quote: Quote,
  shown: CheckShown,
): Response | Promise<Response> {
  const words = changeWords(c.var.locale)
  const title = words.moveTitle(booking.customer.name)
  const problems = shown.errors ? reasonProblems(c, shown.errors) : null
  return staffFrame(
    c,
    { title, current: 'activity', status: shown.status, refused: shown.status !== 200 },
    <Stack gap="section">
      {problems ? <ErrorSummary heading={problems.heading} problems={problems.problems} /> : null}
      <PageHeading
        title={<bdi>{title}</bdi>}
        lead={plan.sessions.length > 1 ? words.checkSeveral : words.check}
        back={{ href: paths.staffBooking(booking.id), label: titleOf(c, booking) }}
      />
      {shown.notice ? (
        <Banner kind="warn" title={shown.notice.title}>
          {shown.notice.line}
        </Banner>
      ) : null}
      {plan.sessions.map((session) => (
        <Move c={c} booking={booking} plan={plan} session={session} quote={quote} />
      ))}
      <OverrideNote c={c} quote={quote} />
      <CommitForm c={c} booking={booking} plan={plan} quote={quote} shown={shown} problems={problems} />
    </Stack>,
  )
}

interface Checked {
  c: StaffContext
  booking: Booking
  plan: MovePlan
  quote: Quote
}

// Of one session alone the way to another time stands beside the button.
function Move({ c, booking, plan, session, quote }: Checked & { session: Session }) {
  const words = changeWords(c.var.locale)
  const to = spanOf(quote.reschedule.find((move) => move.session === session.id)!)
  const pair = (
    <ChangePair
      from={sideOf(c, booking, words.from, { start: session.startsAt, end: session.endsAt })}
      to={sideOf(c, booking, words.to, to)}
    />
  )
  if (plan.sessions.length === 1) return pair
  const heading = bookingWords(c.var.locale).session(session.position + 1, booking.sessions.length)
  return (
    <Section heading={heading}>
      {pair}
      <p>
        <a href={moveHref(booking, plan, session)}>
          {words.otherTime}
          <span class="visually-hidden"> ({heading})</span>
        </a>
      </p>
    </Section>
  )
}

function CommitForm(props: Checked & { shown: CheckShown; problems: FormProblems | null }) {
  const { c, booking, plan, quote, shown, problems } = props
  const { locale, viewer } = c.var
  const words = changeWords(locale)
  const [first] = plan.sessions
  const to = spanOf(quote.reschedule[0]!)
  const isOne = plan.sessions.length === 1
  return (
    <form method="post" action={paths.staffMove(booking.id)}>
      <Stack>
        <HiddenFields fields={{ quote: sealQuote(c.var.deps.context.secret, quote) }} />
        {plan.sessions.map(({ id }) => (
          <HiddenFields fields={{ session: id }} />
        ))}
        <ChoiceFields
          c={c}
          booking={booking}
          sessions={plan.sessions}
          kind="booking.rescheduled"
          typed={shown.typed}
          problems={problems}
        />
        <Row>
          <Button busyLabel={words.moveBusy}>
            {isOne
              ? words.moveSubmit(to.start, viewer.zone, booking.now)
              : words.moveSeveral(plan.sessions.length)}
          </Button>
          {isOne ? (
            <ButtonLink href={paths.staffMove(booking.id, { session: first!.id })}>
              {words.otherTime}
            </ButtonLink>
          ) : (
            <ButtonLink href={paths.staffBooking(booking.id)}>{words.leaveTimes}</ButtonLink>
          )}
        </Row>
        <p class="small quiet">{words.quoteUntil(Temporal.Instant.from(quote.expiresAt), viewer.zone)}</p>
      </Stack>
    </form>
  )
}

interface Span {
  start: Temporal.Instant
  end: Temporal.Instant
}

function sideOf(c: StaffContext, booking: Booking, label: string, { start, end }: Span): ChangeSide {
  const { locale, viewer } = c.var
  const customer = { name: booking.customer.name, zone: booking.customer.zone }
  const other = secondClock(start, viewer.zone, customer, locale)
  return {
    label,
    when: longWhen(start, end, viewer.zone, locale),
    datetime: start.toString(),
    lines: [zoneLabel(viewer.zone, start, locale), ...(other ? [other] : [])],
  }
}

function spanOf(move: QuotedMove): Span {
  return { start: Temporal.Instant.from(move.start), end: Temporal.Instant.from(move.end) }
}

function reasonProblems(c: StaffContext, errors: FieldErrors): FormProblems {
  return problemsOf(errors, { reason: changeWords(c.var.locale).reason }, c.var.locale)
}
