import { toMinute } from '#platform/zones.ts'
import type { LoadedQuestion, SeatWanted } from '#domain/availability/load-questions.ts'
import type { OwnerTime, SlotQuestion } from '#domain/availability/slot-question.ts'
import { isLive, type Booking, type Session } from './booking.ts'
import type { ChangeRequest, QuotedMove } from './change.ts'

/**
 * The seats to fill when a session moves: its own people (oncehub R80, R81), or the event type's pools where
 * the business lets customers move to anybody.
 */
export function seatsForMove(booking: Booking, session: Session, loaded: LoadedQuestion): SeatWanted[] {
  return booking.eventType.rescheduleHosts === 'any_of_pool' ? loaded.seats : sameHosts(session)
}

/** Fixed seats for the people a session has now. */
export function sameHosts(session: Session): SeatWanted[] {
  return session.assignments.map((host, position) => ({
    seatId: `${session.id}/${host.ownerId}`,
    position,
    role: host.role,
    label: host.label,
    candidates: [host.ownerId],
  }))
}

/**
 * The slot question for one session that moves. The booking's stored allocations were left out when it was
 * loaded; here the sessions that stay, and those that were already moved in the same change, take their time
 * again. Length and buffers are those agreed at booking. Team members may use any free time.
 */
export function withOwnSessions(
  booking: Booking,
  request: ChangeRequest,
  session: Session,
  actor: 'customer' | 'member',
  loaded: LoadedQuestion,
  decided: readonly Pick<QuotedMove, 'hosts' | 'start' | 'end'>[],
): SlotQuestion {
  const touched = new Set([...request.cancel, ...request.reschedule.map((move) => move.session)])
  const staying = booking.sessions.filter(
    (other) => other !== session && !touched.has(other.id) && (isLive(other.state) || isKept(other, booking)),
  )
  const spans = [
    ...staying.flatMap((other) =>
      other.assignments.map((host) => ({ owner: host.ownerId, start: other.startsAt, end: other.endsAt })),
    ),
    ...decided.flatMap((move) =>
      move.hosts.map((host) => ({
        owner: host.ownerId,
        start: Temporal.Instant.from(move.start),
        end: Temporal.Instant.from(move.end),
      })),
    ),
  ]
  const { question } = loaded
  const owners = question.owners.map((owner) => {
    const own = spans.filter((span) => span.owner === owner.ownerId)
    const from = own.map((span) => toMinute(span.start) - booking.bufferBeforeMinutes)
    const to = own.map((span) => toMinute(span.end) + booking.bufferAfterMinutes)
    const busy = {
      busyFrom: Int32Array.of(...owner.busyFrom, ...from),
      busyTo: Int32Array.of(...owner.busyTo, ...to),
    }
    // The booking was left out when times were loaded, so what stays, or was moved already, counts for the caps again.
    const capStarts = Int32Array.of(...owner.capStarts, ...own.map((span) => toMinute(span.start)))
    const time = { ...owner, ...busy, capStarts }
    return actor === 'member' ? { ...time, ...AROUND_THE_CLOCK } : time
  })
  const seats = seatsForMove(booking, session, loaded).map((seat) => ({
    seatId: seat.seatId,
    candidates: seat.candidates.flatMap((id) => indexOrNothing(owners, id)),
  }))
  const agreed = {
    durationMinutes: booking.durationMinutes,
    bufferBeforeMinutes: booking.bufferBeforeMinutes,
    bufferAfterMinutes: booking.bufferAfterMinutes,
  }
  return {
    ...question,
    owners,
    seats,
    rules: { ...question.rules, ...agreed, ...(actor === 'member' ? MEMBER_RULES : {}) },
  }
}

/** Team members may use any free time. */
export const MEMBER_RULES = {
  minimumNoticeMinutes: 0,
  horizonDays: 3650,
  stepMinutes: 1,
  dailyCap: null,
  weeklyCap: null,
}

// What was canceled and can be taken back keeps its time, also from the other sessions of its booking.
function isKept({ allocations }: Session, { now }: Booking): boolean {
  return allocations.some(
    ({ kind, expiresAt }) =>
      kind === 'undo' && expiresAt !== null && Temporal.Instant.compare(now, expiresAt) < 0,
  )
}

export const AROUND_THE_CLOCK: Pick<OwnerTime, 'weekly' | 'overrides'> = {
  weekly: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, fromMinute: 0, toMinute: 1440 })),
  overrides: [],
}

function indexOrNothing(owners: OwnerTime[], id: string): number[] {
  const index = owners.findIndex((owner) => owner.ownerId === id)
  return index < 0 ? [] : [index]
}
