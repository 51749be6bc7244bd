import type { Rows } from '#platform/rows.ts'
import type { Assignment, Booking, Session } from '#domain/bookings/booking.ts'
import type { PlannedSession } from '#domain/bookings/plan-sessions.ts'

/** The booking with these sessions where and with whom they are planned; the others as they are. Pure. */
export function seated(
  booking: Booking,
  planned: ReadonlyMap<string, PlannedSession>,
  state?: Session['state'],
): Booking {
  const sessions = booking.sessions.map((session): Session => {
    const plan = planned.get(session.id)
    if (!plan) return session
    const zone = plan.hosts.find((host) => host.role === 'primary')!.owner.zone
    return {
      ...session,
      state: state ?? session.state,
      startsAt: plan.startsAt,
      endsAt: plan.endsAt,
      zone,
      assignments: plan.hosts.map(assignmentOf),
    }
  })
  return { ...booking, sessions }
}

/** Rows that seat the people of a plan in the place of those before. */
export function hostRowsOf(booking: Booking, planned: ReadonlyMap<string, PlannedSession>): Rows {
  return {
    released: [...planned.keys()].map((id) => ({ org_id: booking.orgId, session_id: id })),
    reassigned: [...planned].flatMap(([id, { hosts }]) =>
      hosts.map((host, position) => ({
        org_id: booking.orgId,
        session_id: id,
        owner_id: host.owner.id,
        role: host.role,
        label: host.label,
        seat_id: host.seatId,
        position,
      })),
    ),
  }
}

function assignmentOf({ owner, role, label, seatId }: PlannedSession['hosts'][number]): Assignment {
  const { id: ownerId, kind, name, email, title, zone, calendarConnected } = owner
  return { ownerId, kind, name, email, title, zone, role, label, seatId, calendarConnected }
}
