import { sessionStatus, type Booking, type Session } from '#domain/bookings/booking.ts'
import { longDate, secondClock, timeRange, zoneLabel } from '#messages/dates.ts'
import { changeWords } from '#messages/staff-change.ts'
import { statusWord } from '#messages/staff-activity.ts'
import { bookingWords } from '#messages/staff-booking.ts'
import { askToMoveWords } from '#messages/taking-back.ts'
import { paths } from '#paths.ts'
import { Button, ButtonLink } from '#ui/button.tsx'
import { ErrorSummary } from '#ui/error-summary.tsx'
import { HiddenFields, PageHeading, Row, Stack } from '#ui/layout.tsx'
import { SessionChoices } from '#ui/session-choices.tsx'
import { fieldId } from '../customer/form-errors.ts'
import { openSessions } from './actions.ts'
import { staffFrame } from './frame.tsx'
import { titleOf } from './open-booking.ts'
import type { StaffContext } from './staff-env.ts'

interface BoxesProps {
  c: StaffContext
  booking: Booking
  /** Sessions that can be ticked; the others keep their place. */
  open: readonly Session[]
  /** Ids of those that are ticked already. */
  chosen?: readonly string[]
  error?: string | undefined
}

/** The sessions of a package to tick, with the time and the status of each, on the clock of whoever reads. */
export function SessionBoxes({ c, booking, open, chosen = [], error }: BoxesProps) {
  const { locale, viewer } = c.var
  const words = changeWords(locale)
  const place = zoneLabel(viewer.zone, booking.sessions[0]!.startsAt, locale)
  return (
    <>
      {/* An address with this word and without a session is a form in which nothing was ticked. */}
      <HiddenFields fields={{ choose: '1' }} />
      <SessionChoices
        id={fieldId('session')}
        name="session"
        legend={words.chooseLegend}
        hint={words.chooseHint(place)}
        error={error}
        sessions={booking.sessions.map((session) => ({
          value: session.id,
          day: longDate(session.startsAt, viewer.zone, locale),
          time: timeRange(session.startsAt, session.endsAt, viewer.zone, locale),
          datetime: session.startsAt.toString(),
          state: session.askedToMoveAt
            ? askToMoveWords(locale).waiting
            : statusWord(sessionStatus(session), locale),
          effect: saidBeside(c, booking, session),
          checked: chosen.includes(session.id),
          disabled: !open.includes(session),
        }))}
      />
    </>
  )
}

// The customer's clock where it differs, and that they will be there.
function saidBeside(c: StaffContext, booking: Booking, session: Session): string | undefined {
  const { locale, viewer } = c.var
  const customer = { name: booking.customer.name, zone: booking.customer.zone }
  const theirs = secondClock(session.startsAt, viewer.zone, customer, locale)
  const coming =
    session.confirmedAt && session.state === 'scheduled' ? bookingWords(locale).confirmedShort : null
  return [theirs, coming].filter(Boolean).join(', ') || undefined
}

/** The page before moving or canceling some of several sessions; 422 when nothing was ticked. */
export function chooseSessionsPage(
  c: StaffContext,
  booking: Booking,
  action: 'cancel' | 'reschedule',
  isRefused: boolean,
): Response | Promise<Response> {
  const words = changeWords(c.var.locale)
  const { name } = booking.customer
  const isCancel = action === 'cancel'
  const title = isCancel ? words.cancelTitle(name) : words.moveTitle(name)
  const error = isRefused ? words.chooseOne : undefined
  const path = isCancel ? paths.staffCancel(booking.id) : paths.staffMove(booking.id)
  return staffFrame(
    c,
    { title, current: 'activity', status: isRefused ? 422 : 200, refused: isRefused },
    <Stack gap="section">
      {error ? (
        <ErrorSummary
          heading={words.chooseProblem}
          problems={[{ href: `#${fieldId('session')}`, text: error }]}
        />
      ) : null}
      <PageHeading
        title={<bdi>{title}</bdi>}
        back={{ href: paths.staffBooking(booking.id), label: titleOf(c, booking) }}
      />
      <form method="get" action={path}>
        <Stack>
          <SessionBoxes c={c} booking={booking} open={openSessions(booking, action)} error={error} />
          <Row>
            <Button>{isCancel ? words.showSelection : words.chooseTimes}</Button>
            <ButtonLink href={paths.staffBooking(booking.id)}>{words.keep}</ButtonLink>
          </Row>
        </Stack>
      </form>
    </Stack>,
  )
}

/** True for the form with boxes when none of them was ticked. */
export function isNothingTicked(c: StaffContext): boolean {
  return c.req.query('choose') !== undefined && (c.req.queries('session') ?? []).every((id) => id === '')
}
