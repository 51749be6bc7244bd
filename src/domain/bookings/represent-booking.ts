import { spellReference } from '#platform/ids.ts'
import { showId } from '#platform/public-ids.ts'
import { showMoney } from '#domain/money/show-money.ts'
import { bookingStatus, sessionStatus, type Assignment, type Booking, type Session } from './booking.ts'

/**
 * A booking as programs see it, in answers of the API and in webhooks alike: members in snake_case, ids with their
 * prefix, instants as ISO text in UTC, money in minor units. Pure.
 */
export function representBooking(booking: Booking) {
  return {
    id: showId('booking', booking.id),
    reference: spellReference(booking.reference),
    revision: booking.revision,
    status: bookingStatus(booking),
    created_at: booking.createdAt.toString(),
    updated_at: booking.updatedAt.toString(),
    channel: booking.channel,
    event_type: {
      id: showId('eventType', booking.eventType.id),
      name: booking.eventType.name,
      slug: booking.eventType.slug,
    },
    booking_page: { id: showId('page', booking.page.id), title: booking.page.title, slug: booking.page.slug },
    policy_version: {
      id: showId('policyVersion', booking.policy.versionId),
      policy: showId('policy', booking.policy.policyId),
      version: booking.policy.version,
    },
    customer: { ...booking.customer, id: showId('customer', booking.customer.id) },
    guests: booking.guests.map((guest) => ({ ...guest, id: showId('guest', guest.id) })),
    answers: booking.answers,
    duration_minutes: booking.durationMinutes,
    price: showMoney(booking.priceMinor, booking.currency),
    payment_mode: booking.paymentMode,
    sessions: booking.sessions.map((session) => representSession(session, booking.currency)),
  }
}

function representSession(session: Session, currency: string) {
  return {
    id: showId('session', session.id),
    position: session.position,
    status: sessionStatus(session),
    start: session.startsAt.toString(),
    end: session.endsAt.toString(),
    zone: session.zone,
    uid: session.uid,
    sequence: session.sequence,
    times_rescheduled: session.rescheduleCount,
    confirmed_at: session.confirmedAt?.toString() ?? null,
    price_share: showMoney(session.priceShareMinor, currency),
    hosts: session.assignments.map(representHost),
  }
}

function representHost({ ownerId, kind, name, role, label }: Assignment) {
  return { id: showId(kind, ownerId), name, role, label }
}
