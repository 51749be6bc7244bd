import { bookingStatus, waitsForNewTime, type Booking } from '#domain/bookings/booking.ts'
import { loadHistory, type BookingHistory } from '#domain/bookings/timeline.ts'
import { shortWhen } from '#messages/dates.ts'
import { activityWords } from '#messages/staff-activity.ts'
import { bookingWords } from '#messages/staff-booking.ts'
import { paths } from '#paths.ts'
import { Button, ButtonLink } from '#ui/button.tsx'
import { EmptyPanel } from '#ui/empty-panel.tsx'
import { HiddenFields, Row, Section, Stack } from '#ui/layout.tsx'
import { ChangeLinks } from './booking-actions.tsx'
import {
  BookingFacts,
  BookingPeople,
  LatestChange,
  sessionAnchor,
  SessionClock,
  SessionHead,
} from './booking-parts.tsx'
import { History } from './history.tsx'
import { openBooking, titleOf } from './open-booking.ts'
import type { StaffContext } from './staff-env.ts'
import { Status } from './status.tsx'

/** What stands beside the list: a booking, nothing yet, or nothing that this member may see. */
export type Pane =
  | { kind: 'booking'; booking: Booking; history: BookingHistory }
  | { kind: 'empty' }
  | { kind: 'missing' }

/** Loads what the address wants to see beside the list. */
export async function loadPane(c: StaffContext, wanted: string | undefined): Promise<Pane> {
  if (!wanted) return { kind: 'empty' }
  const booking = await openBooking(c, wanted)
  if (!booking) return { kind: 'missing' }
  return {
    kind: 'booking',
    booking,
    history: await loadHistory(c.var.deps.context.reader, c.var.scope, booking.id),
  }
}

/** The details pane. `unread` shows the way to mark the change as read; `back` is this very page. */
export function ActivityPane({
  c,
  pane,
  unread,
  back,
}: {
  c: StaffContext
  pane: Pane
  unread: boolean
  back: string
}) {
  const words = activityWords(c.var.locale)
  if (pane.kind === 'empty')
    return <EmptyPanel heading={words.nothingChosen}>{words.nothingChosenLine}</EmptyPanel>
  if (pane.kind === 'missing')
    return (
      <EmptyPanel level={1} heading={words.goneTitle}>
        {words.gone}
      </EmptyPanel>
    )
  const { booking, history } = pane
  const { locale } = c.var
  const about = bookingWords(locale)
  return (
    <Stack gap="section">
      <Stack>
        <h1>
          <bdi>{titleOf(c, booking)}</bdi>{' '}
          <Status status={bookingStatus(booking)} locale={locale} waits={waitsForNewTime(booking)} />
        </h1>
        {booking.sessions.map((session) => (
          <div id={sessionAnchor(session.id)}>
            {booking.sessions.length > 1 ? <SessionHead c={c} booking={booking} session={session} /> : null}
            <SessionClock c={c} booking={booking} session={session} />
          </div>
        ))}
        <LatestChange c={c} booking={booking} entries={history.entries} />
        <Row>
          <ButtonLink href={paths.staffBooking(booking.id)} kind="primary">
            {words.openBooking}
          </ButtonLink>
          {unread ? <MarkRead c={c} booking={booking} back={back} /> : null}
          <ChangeLinks c={c} booking={booking} />
        </Row>
      </Stack>
      <Section heading={about.people}>
        <BookingPeople c={c} booking={booking} />
      </Section>
      <Section heading={about.booking}>
        <BookingFacts c={c} booking={booking} />
      </Section>
      <Section heading={about.history}>
        <History c={c} booking={booking} entries={history.entries} label={about.history} />
      </Section>
      <PaneFoot c={c} booking={booking} />
    </Stack>
  )
}

// `data-mark-read` is for the browser's script, which sends the form by itself once the pane was looked at.
function MarkRead({ c, booking, back }: { c: StaffContext; booking: Booking; back: string }) {
  const words = activityWords(c.var.locale)
  return (
    <form method="post" action={paths.markRead(booking.id)} data-mark-read={booking.id}>
      <HiddenFields fields={{ revision: String(booking.revision), back }} />
      <Button kind="quiet" icon="check" busyLabel={words.markingRead}>
        {words.markRead}
      </Button>
    </form>
  )
}

function PaneFoot({ c, booking }: { c: StaffContext; booking: Booking }) {
  const words = bookingWords(c.var.locale)
  const when = (at: Temporal.Instant) => shortWhen(at, c.var.viewer.zone, c.var.locale, booking.now)
  return (
    <p class="small quiet">
      {words.created} {when(booking.createdAt)} {'\u00B7'} {words.updated} {when(booking.updatedAt)}{' '}
      {'\u00B7'} {words.id} {booking.id}
    </p>
  )
}
