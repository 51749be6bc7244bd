import type { Booking, Session } from '#domain/bookings/booking.ts'
import { bookingWords, whyNotPossible } from '#messages/staff-booking.ts'
import { paths } from '#paths.ts'
import { Button, ButtonLink } from '#ui/button.tsx'
import { HiddenFields } from '#ui/layout.tsx'
import { changePossible, noShowPossible } from './actions.ts'
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
        label={words.move}
      />
      <ChangeLink
        c={c}
        booking={booking}
        action="cancel"
        href={paths.staffCancel(booking.id)}
        label={several ? words.cancelSome : words.cancel}
      />
    </>
  )
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

/** Marks a session as a no-show, or takes it back. */
export function NoShowForm({ c, booking, session }: { c: StaffContext; booking: Booking; session: Session }) {
  const { scope, locale } = c.var
  const words = bookingWords(locale)
  const revert = session.state === 'no_show'
  const possible = noShowPossible(scope, booking, session, revert ? 'revert_no_show' : 'no_show')
  const label = revert ? words.revertNoShow : words.noShow
  if (!possible.possible) {
    return (
      <Button
        kind="quiet"
        id={`no-show-${session.position}`}
        disabledReason={whyNotPossible('no_show', possible.code, possible.state, locale)}
      >
        {label}
      </Button>
    )
  }
  return (
    <form method="post" action={paths.noShow(booking.id)}>
      <HiddenFields fields={{ session: session.id, act: revert ? 'revert' : 'set' }} />
      <Button kind="quiet" busyLabel={words.saving}>
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
