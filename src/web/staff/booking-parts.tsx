import type { Assignment, Booking, Session } from '#domain/bookings/booking.ts'
import { isLive, sessionStatus } from '#domain/bookings/booking.ts'
import type { BookingMessage, HistoryEntry } from '#domain/bookings/timeline.ts'
import { may } from '#domain/access/scope.ts'
import { shortWhen } from '#messages/dates.ts'
import { happened } from '#messages/staff-activity.ts'
import { bookingWords } from '#messages/staff-booking.ts'
import { audienceWord, messageKindWord } from '#messages/staff-outbox.ts'
import { paths } from '#paths.ts'
import { spellReference } from '#platform/ids.ts'
import { DetailsList, type DetailsRow } from '#ui/details-list.tsx'
import { Fold } from '#ui/fold.tsx'
import { Stack } from '#ui/layout.tsx'
import { PeopleList, type Person } from '#ui/people-list.tsx'
import { DataTable } from '#ui/table.tsx'
import { TwoClock } from '#ui/two-clock.tsx'
import { clocksOf } from '../customer/clocks.ts'
import type { StaffContext } from './staff-env.ts'
import { MessageState, Status } from './status.tsx'

/** When a session is: on the viewer's clock, and on the customer's where it differs. */
export function SessionClock({
  c,
  booking,
  session,
}: {
  c: StaffContext
  booking: Booking
  session: Session
}) {
  const { viewer, locale } = c.var
  const clocks = clocksOf({
    start: session.startsAt,
    end: session.endsAt,
    zone: viewer.zone,
    other: { name: booking.customer.name, zone: booking.customer.zone },
    now: booking.now,
    locale,
  })
  return <TwoClock {...clocks} struck={session.state === 'canceled'} />
}

/** Where a page about a booking shows one session of it. */
export function sessionAnchor(session: string): string {
  return `session-${session}`
}

/** One line above the sessions of a booking with several. */
export function SessionHead({
  c,
  booking,
  session,
}: {
  c: StaffContext
  booking: Booking
  session: Session
}) {
  const words = bookingWords(c.var.locale)
  return (
    <p>
      {words.session(session.position + 1, booking.sessions.length)}{' '}
      <Status status={sessionStatus(session)} locale={c.var.locale} waits={session.askedToMoveAt !== null} />
    </p>
  )
}

/** What was booked, agreed and answered. */
export function BookingFacts({ c, booking }: { c: StaffContext; booking: Booking }) {
  const words = bookingWords(c.var.locale)
  const { eventType } = booking
  const place = words.places[eventType.locationKind] ?? eventType.locationKind
  const rows: DetailsRow[] = [
    {
      term: words.place,
      detail: place,
      ...(eventType.locationDetail ? { note: <bdi>{eventType.locationDetail}</bdi> } : {}),
    },
    { term: words.length, detail: words.lengthValue(booking.durationMinutes) },
    { term: words.reference, detail: spellReference(booking.reference) },
    { term: words.page, detail: <bdi>{booking.page.title}</bdi> },
    { term: words.policy, detail: words.policyValue(booking.policy.version) },
    ...booking.answers.map((answer) => ({
      term: answer.label,
      detail: <bdi dir="auto">{answer.answer}</bdi>,
    })),
  ]
  return <DetailsList rows={rows} />
}

/** How the booking came to stand where it does: status, by whom, when, and the words given with it. */
export function LatestChange({
  c,
  booking,
  entries,
}: {
  c: StaffContext
  booking: Booking
  entries: readonly HistoryEntry[]
}) {
  const words = bookingWords(c.var.locale)
  const latest = entries.find(
    (entry) =>
      entry.kind.startsWith('booking.') || entry.kind.startsWith('session.') || entry.kind.startsWith('ask.'),
  )
  if (!latest) return null
  const said = latest.remark?.body
  return (
    <Stack gap="tight">
      <p>
        {words.lastChange(
          happened(latest.kind, latest.actor, c.var.locale, answerBehind(latest, entries)),
          latest.at,
          c.var.viewer.zone,
          booking.now,
        )}
      </p>
      {said ? (
        <p>
          {words.reason}: <bdi dir="auto">{said}</bdi>
        </p>
      ) : null}
    </Stack>
  )
}

// An approval, and the booking or move that carries it out at once, are known by the answer (oncehub R100).
function answerBehind(latest: HistoryEntry, entries: readonly HistoryEntry[]): string | null {
  if (latest.kind === 'ask.answered') return latest.payload.answer
  if (latest.actor.kind !== 'member') return null
  if (latest.kind !== 'booking.scheduled' && latest.kind !== 'booking.rescheduled') return null
  const before = entries[entries.indexOf(latest) + 1]
  return before?.kind === 'ask.answered' && before.payload.answer === 'approved' ? 'approved' : null
}

/** Customer, guests and hosts with their roles. */
export function BookingPeople({ c, booking }: { c: StaffContext; booking: Booking }) {
  const words = bookingWords(c.var.locale)
  const { customer, guests } = booking
  const people: Person[] = [
    {
      name: customer.name,
      role: words.customer,
      detail: [customer.email, customer.phone].filter(Boolean).join(' \u00B7 '),
    },
    ...hostsOf(booking).map((host) => ({
      name: host.name,
      role: roleOf(host, booking, words),
      detail: [host.label, host.email].filter(Boolean).join(' \u00B7 '),
    })),
    ...guests.map((guest) => ({
      name: guest.name || guest.email,
      role: words.guest,
      detail: guest.name ? guest.email : undefined,
    })),
  ]
  return <PeopleList label={words.people} people={people} />
}

/** The newest messages stand open, and the others behind a fold. */
const MESSAGES_SHOWN = 3

/** Who was told what, newest first; the outbox has the messages themselves. What did not arrive is never folded. */
export function BookingMessages({ c, messages }: { c: StaffContext; messages: readonly BookingMessage[] }) {
  const { locale, viewer, scope } = c.var
  const words = bookingWords(locale)
  if (messages.length === 0) return <p class="quiet">{words.noMessages}</p>
  const linked = may(scope, 'delivery.view')
  const isOpen = (message: BookingMessage, index: number) => index < MESSAGES_SHOWN || isUndelivered(message)
  const open = messages.filter(isOpen)
  const folded = messages.filter((message, index) => !isOpen(message, index))
  const table = (caption: string, shown: readonly BookingMessage[]) => (
    <DataTable
      caption={caption}
      captionHidden
      even
      columns={[
        { label: words.messageFor },
        { label: words.messageAbout },
        { label: words.messageState },
        { label: words.messageWhen },
      ]}
      rows={shown.map((message) => ({
        ...(linked ? { href: paths.delivery(message.id) } : {}),
        cells: [
          <bdi>{`${message.recipientName || message.to} (${audienceWord(message.audience)})`}</bdi>,
          messageKindWord(message.kind, locale),
          <MessageState state={message.state} />,
          shortWhen(message.finishedAt ?? message.createdAt, viewer.zone, locale, viewer.now),
        ],
      }))}
    />
  )
  const more = words.moreMessages(folded.length)
  return (
    <>
      {table(words.messagesCaption, open)}
      {folded.length > 0 ? <Fold label={more}>{table(more, folded)}</Fold> : null}
    </>
  )
}

/** True when somebody who should know of the booking does not yet. */
export function isUndelivered(message: BookingMessage): boolean {
  return message.state === 'failed' || message.state === 'not_sent'
}

/** The session that the next act is about: the first one that is still open, if any. */
export function nextSession(booking: Booking): Session | null {
  return booking.sessions.find((session) => isLive(session.state)) ?? null
}

// Everybody once, in the order of the seats, however many sessions they sit in.
function hostsOf(booking: Booking): Assignment[] {
  const byId = new Map<string, Assignment>()
  for (const host of booking.sessions.flatMap((session) => session.assignments))
    if (!byId.has(host.ownerId)) byId.set(host.ownerId, host)
  return [...byId.values()]
}

function roleOf(host: Assignment, booking: Booking, words: ReturnType<typeof bookingWords>): string {
  if (host.role === 'resource') return words.resource
  if (booking.eventType.hostRule !== 'panel') return words.host
  return host.role === 'primary' ? words.lead : words.panelist
}
