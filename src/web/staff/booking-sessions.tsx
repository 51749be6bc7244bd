import type { Booking } from '#domain/bookings/booking.ts'
import { mayAct } from '#domain/bookings/may-act.ts'
import { askToMoveWords } from '#messages/taking-back.ts'
import { bookingWords, whyNotPossible } from '#messages/staff-booking.ts'
import { paths } from '#paths.ts'
import { Button } from '#ui/button.tsx'
import { Fold } from '#ui/fold.tsx'
import { Row, Stack } from '#ui/layout.tsx'
import { changePossible, openSessions } from './actions.ts'
import { MarkForms } from './booking-actions.tsx'
import { sessionAnchor, SessionClock, SessionHead } from './booking-parts.tsx'
import { SessionBoxes } from './session-boxes.tsx'
import type { StaffContext } from './staff-env.ts'

/**
 * The sessions of a package with a box each: what is ticked is moved or canceled together (ux A4k, oncehub R164 the
 * other way round). What became of a session at its hour is marked one by one, behind a fold.
 */
export function PackageSessions({ c, booking }: { c: StaffContext; booking: Booking }) {
  const words = bookingWords(c.var.locale)
  const open = new Set([...openSessions(booking, 'reschedule'), ...openSessions(booking, 'cancel')])
  const hasBegun = booking.sessions.some(
    (session) =>
      session.state === 'scheduled' && Temporal.Instant.compare(session.startsAt, booking.now) <= 0,
  )
  return (
    <Stack>
      <form method="get" action={paths.staffMove(booking.id)}>
        <Stack>
          <SessionBoxes c={c} booking={booking} open={[...open]} />
          <Row>
            <ActOnTicked c={c} booking={booking} action="reschedule" />
            <ActOnTicked c={c} booking={booking} action="cancel" />
            {mayAct(c.var.scope, booking, 'change') && openSessions(booking, 'ask_to_move').length > 0 ? (
              <Button kind="quiet" formaction={paths.askToMove(booking.id)}>
                {askToMoveWords(c.var.locale).link}
              </Button>
            ) : null}
          </Row>
        </Stack>
      </form>
      <Fold label={words.markSessions} open={hasBegun}>
        {booking.sessions.map((session) => (
          <div id={sessionAnchor(session.id)}>
            <Stack gap="tight">
              <SessionHead c={c} booking={booking} session={session} />
              <SessionClock c={c} booking={booking} session={session} />
              {session.confirmedAt ? <p>{words.confirmed}</p> : null}
              <Row>
                <MarkForms c={c} booking={booking} session={session} />
              </Row>
            </Stack>
          </div>
        ))}
      </Fold>
    </Stack>
  )
}

function ActOnTicked(props: { c: StaffContext; booking: Booking; action: 'cancel' | 'reschedule' }) {
  const { c, booking, action } = props
  const words = bookingWords(c.var.locale)
  const label = action === 'cancel' ? words.cancelTicked : words.moveTicked
  const possible = changePossible(c.var.scope, booking, action)
  if (possible.possible) {
    const path = action === 'cancel' ? paths.staffCancel(booking.id) : paths.staffMove(booking.id)
    return (
      <Button kind="quiet" formaction={path}>
        {label}
      </Button>
    )
  }
  return (
    <Button
      kind="quiet"
      id={`act-${action}`}
      disabledReason={whyNotPossible(action, possible.code, possible.state, c.var.locale)}
    >
      {label}
    </Button>
  )
}
