import { attendanceFeeAsked } from '#domain/bookings/attendance-fee.ts'
import type { Booking, Session } from '#domain/bookings/booking.ts'
import { mayAct } from '#domain/bookings/may-act.ts'
import { askToMoveWords } from '#messages/taking-back.ts'
import { bookingWords, whyNotPossible } from '#messages/staff-booking.ts'
import { paths } from '#paths.ts'
import { Button, ButtonLink } from '#ui/button.tsx'
import { HiddenFields } from '#ui/layout.tsx'
import { changePossible, markPossible, openSessions } from './actions.ts'
import type { StaffContext } from './staff-env.ts'

/** The ways to move and to cancel a booking. What is not possible keeps its place and says why. */
export function ChangeLinks({ c, booking }: { c: StaffContext; booking: Booking }) {
  const words = bookingWords(c.var.locale)
  const several = booking.sessions.length > 1
  return (
    <>
      <ChangeLink
        c={c}
        booking={booking}
        action="reschedule"
        href={paths.staffMove(booking.id)}
        label={several ? words.moveSome : words.move}
      />
      <ChangeLink
        c={c}
        booking={booking}
        action="cancel"
        href={paths.staffCancel(booking.id)}
        label={several ? words.cancelSome : words.cancel}
      />
      <AskToMoveLink c={c} booking={booking} />
    </>
  )
}

/** Only where there is a time to give up: it is no way to change the others. */
function AskToMoveLink({ c, booking }: { c: StaffContext; booking: Booking }) {
  const isPossible = mayAct(c.var.scope, booking, 'change') && openSessions(booking, 'ask_to_move').length > 0
  if (!isPossible) return null
  return <ButtonLink href={paths.askToMove(booking.id)}>{askToMoveWords(c.var.locale).link}</ButtonLink>
}

function ChangeLink(props: {
  c: StaffContext
  booking: Booking
  action: 'cancel' | 'reschedule'
  href: string
  label: string
}) {
  const { c, booking, action, href, label } = props
  const possible = changePossible(c.var.scope, booking, action)
  if (possible.possible) return <ButtonLink href={href}>{label}</ButtonLink>
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

/** Marks a session as missed or failed, or takes that back. Where a fee is asked about, the next page asks. */
export function MarkForms({ c, booking, session }: { c: StaffContext; booking: Booking; session: Session }) {
  const words = bookingWords(c.var.locale)
  const isNoShow = session.state === 'no_show'
  const isFailed = session.state === 'failed'
  return (
    <>
      <MarkForm
        c={c}
        booking={booking}
        session={session}
        action={isNoShow ? 'revert_no_show' : 'no_show'}
        label={isNoShow ? words.revertNoShow : words.noShow}
      />
      {isFailed || markPossible(c.var.scope, booking, session, 'fail').possible ? (
        <MarkForm
          c={c}
          booking={booking}
          session={session}
          action={isFailed ? 'revert_failed' : 'fail'}
          label={isFailed ? words.revertFailed : words.failed}
        />
      ) : null}
    </>
  )
}

type Mark = 'no_show' | 'revert_no_show' | 'fail' | 'revert_failed'

function MarkForm(props: {
  c: StaffContext
  booking: Booking
  session: Session
  action: Mark
  label: string
}) {
  const { c, booking, session, action, label } = props
  const { scope, locale } = c.var
  const possible = markPossible(scope, booking, session, action)
  if (!possible.possible) {
    return (
      <Button
        kind="quiet"
        id={`${action}-${session.position}`}
        disabledReason={whyNotPossible('no_show', possible.code, possible.state, locale)}
      >
        {label}
      </Button>
    )
  }
  const path = action === 'fail' || action === 'revert_failed' ? paths.staffFailed : paths.noShow
  const isQuestion = action === 'fail' || (action === 'no_show' && attendanceFeeAsked(booking, 'no_show'))
  return (
    <form method={isQuestion ? 'get' : 'post'} action={path(booking.id)}>
      <HiddenFields
        fields={{
          session: session.id,
          ...(isQuestion ? {} : { act: action.startsWith('revert') ? 'revert' : 'set' }),
        }}
      />
      <Button kind="quiet" {...(isQuestion ? {} : { busyLabel: bookingWords(locale).saving })}>
        {label}
      </Button>
    </form>
  )
}

/** Gives the customer a new link and ends the old one. */
export function NewLinkForm({ c, booking }: { c: StaffContext; booking: Booking }) {
  const words = bookingWords(c.var.locale)
  const possible = changePossible(c.var.scope, booking, 'cancel')
  if (!possible.possible && possible.code === 'not_permitted') {
    return (
      <Button
        kind="quiet"
        id="act-link"
        disabledReason={whyNotPossible('cancel', possible.code, null, c.var.locale)}
      >
        {words.newLink}
      </Button>
    )
  }
  return (
    <form method="post" action={paths.newLink(booking.id)}>
      <Button kind="quiet" busyLabel={words.sending}>
        {words.newLink}
      </Button>
    </form>
  )
}
