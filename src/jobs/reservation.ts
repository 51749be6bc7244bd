import { spellReference } from '#platform/ids.ts'
import { paths } from '../paths.ts'
import { placeInWords } from '#messages/mail.ts'
import { possibleActions } from './mail-actions.ts'
import { customerName, type MailSource } from './mail-source.ts'
import type { SessionChange, ToldSession } from './told.ts'

/** More reservations than this make a mail heavy, and no mail program shows them. */
const MOST_RESERVATIONS = 4

/**
 * What mail programs read beside the words: one schema.org EventReservation a session, for customers alone. The
 * addresses open pages; none of them changes anything by being opened.
 */
export function reservations(source: MailSource): object[] {
  const { told, token } = source
  if (token === null || told.kind === 'link_again') return []
  return told.sessions
    .filter(({ change }) => STATUSES[change] !== null)
    .slice(0, MOST_RESERVATIONS)
    .map((entry) => reservation(source, entry, token))
}

// Where nothing became of a session, there is nothing to say about its reservation.
const STATUSES: Record<SessionChange, 'Confirmed' | 'Pending' | 'Cancelled' | null> = {
  booked: 'Confirmed',
  moved: 'Confirmed',
  restored: 'Confirmed',
  requested: 'Pending',
  canceled: 'Cancelled',
  declined: 'Cancelled',
  given_up: 'Cancelled',
  stays: null,
  left: null,
}

function reservation(
  { booking, publicUrl }: MailSource,
  { session, change }: ToldSession,
  token: string,
): object {
  const manage = (action?: string) => `${publicUrl}${paths.manage(token, action ? { do: action } : {})}`
  const status = STATUSES[change]
  const possible = status === 'Confirmed' ? possibleActions(booking) : []
  const place =
    placeInWords(booking.eventType.locationKind, booking.eventType.locationDetail, 'customer') ||
    booking.organization.name
  return {
    '@context': 'https://schema.org',
    '@type': 'EventReservation',
    reservationNumber: spellReference(booking.reference),
    reservationStatus: `https://schema.org/Reservation${status}`,
    underName: { '@type': 'Person', name: customerName(booking) },
    reservationFor: {
      '@type': 'Event',
      name: booking.eventType.name,
      startDate: session.startsAt.toString(),
      endDate: session.endsAt.toString(),
      location: { '@type': 'Place', name: place, address: place },
      organizer: { '@type': 'Organization', name: booking.organization.name },
    },
    url: manage(),
    ...(possible.includes('reschedule') ? { modifyReservationUrl: manage('reschedule') } : {}),
    ...(possible.includes('cancel') ? { cancelReservationUrl: manage('cancel') } : {}),
    ...(possible.includes('keep') ? { confirmReservationUrl: manage('keep') } : {}),
  }
}
