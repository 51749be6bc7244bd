import type { Reader } from '#platform/db.ts'
import { refuse, type Outcome } from '#platform/context.ts'
import type { CustomerScope, MemberScope } from '#domain/access/scope.ts'
import { farWhy, isWithinReach } from '#platform/zones.ts'
import { loadQuestions, type LoadedQuestion } from '#domain/availability/load-questions.ts'
import type { Booking } from './booking.ts'
import type { ChangeRefusal, ChangeRequest, Quote } from './change.ts'
import { decideChange } from './decide-change.ts'
import { loadBooking } from './load-booking.ts'
import { mayAct } from './may-act.ts'
import { sameHosts } from './move-question.ts'

/**
 * The priced, dated answer to "what happens if": the first of the two calls that change a booking, the other
 * being `commitChange`. Only reads, so a page may call it on GET.
 */
export async function quoteChange(
  db: Reader,
  scope: CustomerScope | MemberScope,
  request: ChangeRequest,
): Promise<Outcome<Quote, ChangeRefusal>> {
  const booking = await loadBooking(db, scope, request.bookingId)
  if (!booking) return refuse({ code: 'unknown_booking' })
  return quoteLoaded(db, scope, booking, request)
}

/** The same for a booking that was just loaded. */
export async function quoteLoaded(
  db: Reader,
  scope: CustomerScope | MemberScope,
  booking: Booking,
  request: ChangeRequest,
): Promise<Outcome<Quote, ChangeRefusal>> {
  if (!mayAct(scope, booking, 'change')) return refuse({ code: 'not_permitted' })
  const part = partOfRequest(booking, request)
  if (part) return refuse(part)
  const unreasonable = request.reschedule.find((move) => !isWithinReach(move.start, booking.now))
  if (unreasonable)
    return refuse({
      code: 'slot_unavailable',
      session: unreasonable.session,
      why: farWhy(unreasonable.start, booking.now),
    })
  return decideChange(booking, request, scope.actor, await loadForMove(db, scope, booking, request))
}

// A request is one question: the team answers it whole, so it is canceled whole.
function partOfRequest({ sessions }: Booking, { cancel }: ChangeRequest): ChangeRefusal | null {
  const asked = sessions.filter(({ state }) => state === 'requested')
  const isPart = asked.some(({ id }) => cancel.includes(id)) && !asked.every(({ id }) => cancel.includes(id))
  return isPart
    ? { code: 'state', session: asked.find(({ id }) => cancel.includes(id))!.id, state: 'requested' }
    : null
}

/** Where the sessions of a request could go, in one query; null when nothing moves. */
async function loadForMove(
  db: Reader,
  scope: CustomerScope | MemberScope,
  booking: Booking,
  request: ChangeRequest,
): Promise<LoadedQuestion | null> {
  if (request.reschedule.length === 0) return null
  const moved = booking.sessions.filter((session) =>
    request.reschedule.some((move) => move.session === session.id),
  )
  const starts = request.reschedule.map((move) => move.start).toSorted(Temporal.Instant.compare)
  const [loaded] = await loadQuestions(db, scope, {
    eventTypeIds: [booking.eventType.id],
    from: starts[0]!.subtract({ hours: 24 }),
    to: starts.at(-1)!.add({ hours: 48 }),
    exceptBookingId: booking.id,
    ...(booking.eventType.rescheduleHosts === 'any_of_pool' ? {} : { seats: moved.flatMap(sameHosts) }),
  })
  return loaded ?? null
}
