import type { PeopleConcerned } from '#domain/notifications/message.ts'
import type { Surroundings } from '#domain/reactions/reactions.ts'
import { isLive, primaryHost, type Booking, type Session } from './booking.ts'

/** What the reactions need to know about a booking when something happens to these of its sessions. */
export function surroundings(booking: Booking, sessions: Session[]): Surroundings {
  return {
    people: peopleConcerned(booking, sessions),
    connected: sessions.flatMap((session) => {
      const host = primaryHost(session)
      // A request is in no calendar yet.
      return host.calendarConnected && session.state !== 'requested'
        ? [{ session: session.id, ownerId: host.ownerId, sequence: session.sequence }]
        : []
    }),
  }
}

/** The people of a booking who hear of something that happened to these sessions; all live ones when none is named. */
export function peopleConcerned(booking: Booking, sessions: Session[]): PeopleConcerned {
  const touched = sessions.length > 0 ? sessions : booking.sessions.filter((session) => isLive(session.state))
  const hosts = (touched.length > 0 ? touched : booking.sessions).flatMap((session) => session.assignments)
  const primary = hosts.find((host) => host.role === 'primary')!
  const others = new Map(
    hosts
      .filter((host) => host.kind === 'member' && host.ownerId !== primary.ownerId)
      .map((host) => [host.ownerId, host]),
  )
  return {
    customer: { id: booking.customer.id, email: booking.customer.email },
    guests: booking.guests.map(({ id, email }) => ({ id, email })),
    primaryHost: { id: primary.ownerId, email: primary.email },
    additionalHosts: [...others.values()].map((host) => ({ id: host.ownerId, email: host.email })),
    pageOwner: booking.pageOwner,
    stakeholders: booking.stakeholders,
    programs: booking.programs,
    openSessions: booking.sessions.filter((session) => isLive(session.state)).length,
    isRequest: booking.sessions.every((session) => session.state === 'requested'),
  }
}
