import { dateLeaf } from '#messages/manage.ts'
import { placeText, priceText } from '#messages/booking.ts'
import { minutesInWords } from '#messages/dates.ts'
import { takingBackText } from '#messages/taking-back.ts'
import {
  bookingStatus,
  isLive,
  leadingSession,
  sessionStatus,
  type BookingStatus,
  type Session,
} from '#domain/bookings/booking.ts'
import { BookingCard } from '#ui/booking-card.tsx'
import { DetailsList, type DetailsRow } from '#ui/details-list.tsx'
import { Breakable } from '#ui/line-breaks.tsx'
import { StatusChip, type StatusKind } from '#ui/status-chip.tsx'
import { TwoClock } from '#ui/two-clock.tsx'
import { clocksOf } from './clocks.ts'
import { paidRows } from './manage-paid.tsx'
import { hostOf, hostsOf, leadsOf, type LinkView } from './manage-view.ts'
import { OwnLead } from './session-times.tsx'

export interface BookingOfLinkProps {
  view: LinkView
  /** The session the page is about; the next one unless told. */
  session?: Session
  /** What the card is called for the ear, where it is not simply "Your booking". */
  label?: string
  /** True for a guest, who sees no price. */
  forGuest?: boolean
  /** True where the page lists the sessions of a package itself. */
  withoutSessions?: boolean
  /** True where the page has said all about money already. */
  withoutMoney?: boolean
}

/** The booking a link opens: what, with whom, when on both clocks, where, at what price, who else hears of it. */
export function BookingOfLink(props: BookingOfLinkProps) {
  const { view, label, forGuest, withoutSessions, withoutMoney = forGuest } = props
  const { booking, text, zone } = view
  const session = props.session ?? leadingSession(booking)
  // Of a course whose sessions the page lists, no single one may look as if the page were about it alone.
  const ofCourse = withoutSessions && booking.sessions.length > 1 && !props.session
  const isOfOne = props.session !== undefined || forGuest === true
  const { lead, others } = leadsOf(isOfOne ? [session] : booking.sessions, view.locale)
  const status = booking.sessions.length > 1 ? bookingStatus(booking) : sessionStatus(session)
  const isOff = session.state === 'canceled' || session.state === 'no_show'
  return (
    <BookingCard
      label={label ?? text.yourBooking}
      leaf={ofCourse ? undefined : { ...dateLeaf(session.startsAt, zone), struck: isOff }}
      title={<bdi>{text.withHosts(titleOf(view), lead, others)}</bdi>}
      chip={
        <Status
          view={view}
          status={status}
          coming={session.confirmedAt !== null}
          waits={session.askedToMoveAt !== null}
        />
      }
      when={ofCourse ? null : <WhenOf {...props} session={session} isOff={isOff} />}
    >
      <DetailsList
        rows={[
          ...placeRows(view, isOff),
          ...panelRows(view, session),
          ...(withoutSessions ? [] : sessionRows(view)),
          ...(withoutMoney ? [] : moneyRows(view)),
          ...(forGuest ? [] : guestRows(view)),
        ]}
      />
    </BookingCard>
  )
}

function WhenOf(props: BookingOfLinkProps & { session: Session; isOff: boolean }) {
  const { view, session, isOff, withoutSessions } = props
  const { booking, text, locale, zone } = view
  const span = { start: session.startsAt, end: session.endsAt }
  return (
    <>
      {withoutSessions && booking.sessions.length > 1 ? (
        <p class="quiet small">{text.sessionNumber(session.position)}</p>
      ) : null}
      <TwoClock
        {...clocksOf({ ...span, zone, other: hostOf(session), now: booking.now, locale })}
        struck={isOff}
      />
    </>
  )
}

/** A word with its shape, for a booking or one of its sessions. */
export function Status({
  view,
  status,
  coming,
  waits = false,
}: {
  view: LinkView
  status: BookingStatus
  coming: boolean
  /** True while the team waits for another time. */
  waits?: boolean
}) {
  const { states } = view.text
  if (waits) return <StatusChip kind="needs_you" label={takingBackText(view.locale).newTime.youWait} />
  if (coming && (status === 'scheduled' || status === 'rescheduled'))
    return <StatusChip kind="kept" label={states.coming} />
  return <StatusChip kind={KIND_OF[status]} label={states[status]} />
}

const KIND_OF: Record<BookingStatus, StatusKind> = {
  held: 'requested',
  requested: 'requested',
  scheduled: 'scheduled',
  created: 'scheduled',
  rescheduled: 'moved',
  updated: 'moved',
  in_progress: 'neutral',
  awaiting_update: 'needs_you',
  completed: 'completed',
  canceled: 'canceled',
  no_show: 'no_show',
  failed: 'neutral',
}

// The seed calls a meeting by its length where nothing else is said; a name alone may not tell how long it takes.
function titleOf({ booking }: LinkView): string {
  const length = minutesInWords(booking.durationMinutes)
  return booking.eventType.name.includes(String(booking.durationMinutes))
    ? booking.eventType.name
    : `${booking.eventType.name}, ${length},`
}

function placeRows({ booking, text, locale }: LinkView, isOff: boolean): DetailsRow[] {
  const { locationKind: kind, locationDetail: detail } = booking.eventType
  const place = placeText(booking.eventType, locale)
  const address = !isOff && (kind === 'video' || kind === 'phone') ? detail : ''
  const link = /^https?:\/\/[^\s]+$/.test(address) ? (
    <a href={address}>
      <Breakable text={address} />
    </a>
  ) : (
    address
  )
  return [{ term: text.where, detail: <bdi>{place}</bdi>, note: address ? <bdi>{link}</bdi> : undefined }]
}

// One line each: with faces the list alone would fill a phone's first screen.
function panelRows({ text }: LinkView, session: Session): DetailsRow[] {
  const hosts = hostsOf([session])
  if (hosts.length < 2) return []
  const lines = hosts.map((host) => (
    <li>
      <bdi>{host.name}</bdi>{' '}
      <span class="quiet small">{host.label || (host.role === 'primary' ? text.lead : text.panelist)}</span>
    </li>
  ))
  return [{ term: text.panel, detail: <ul>{lines}</ul> }]
}

function moneyRows(view: LinkView): DetailsRow[] {
  const { booking, text, locale } = view
  if (booking.paymentMode === 'free') return []
  if (booking.paymentMode === 'price_collected') return paidRows(view)
  return [
    {
      term: text.price,
      detail: priceText(booking, locale),
      note: text.notPaidOnline,
    },
  ]
}

function sessionRows(view: LinkView): DetailsRow[] {
  const { booking, text, zone } = view
  if (booking.sessions.length === 1) return []
  return booking.sessions.map((session) => ({
    term: text.sessionNumber(session.position),
    detail: text.sessionWhen(session.startsAt, session.endsAt, zone),
    note: (
      <>
        <Status
          view={view}
          status={sessionStatus(session)}
          coming={session.confirmedAt !== null}
          waits={session.askedToMoveAt !== null}
        />
        <OwnLead view={view} session={session} />
      </>
    ),
  }))
}

// Of what can no longer change nobody will hear.
function guestRows({ booking, text }: LinkView): DetailsRow[] {
  const { sessions } = booking
  if (booking.guests.length === 0) return []
  const names = booking.guests.map((guest) => guest.name || guest.email)
  return [
    {
      term: text.guests,
      detail: names.map((name, index) => (
        <>
          {index > 0 ? ', ' : ''}
          <bdi>
            <Breakable text={name} />
          </bdi>
        </>
      )),
      note: sessions.some(({ state }) => isLive(state)) ? text.guestsWillBeTold(names.length) : undefined,
    },
  ]
}
