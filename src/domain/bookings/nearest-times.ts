import type { Reader } from '#platform/db.ts'
import { fromMinute, toMinute } from '#platform/zones.ts'
import type { CustomerScope, MemberScope, Scope } from '#domain/access/scope.ts'
import { loadQuestions } from '#domain/availability/load-questions.ts'
import { nearestStarts } from '#domain/availability/nearest-starts.ts'
import { checkStart, slots } from '#domain/availability/slots.ts'
import type { Booking } from './booking.ts'
import type { ChangeRefusal, Quote } from './change.ts'
import { loadBooking } from './load-booking.ts'
import { sameHosts, withOwnSessions } from './move-question.ts'

/** How far around the wanted time the nearest free ones are looked for. */
const SEARCH_DAYS = 14

/** The refusal for a move whose time was taken meanwhile: which session it was, and what is free near it. */
export async function nearestTimes(
  db: Reader,
  scope: CustomerScope | MemberScope,
  quote: Quote,
): Promise<Extract<ChangeRefusal, { code: 'slot_taken' | 'unknown_booking' }>> {
  const booking = await loadBooking(db, scope, quote.bookingId)
  if (!booking) return { code: 'unknown_booking' }
  const starts = quote.reschedule
    .map((move) => Temporal.Instant.from(move.start))
    .toSorted(Temporal.Instant.compare)
  const moved = booking.sessions.filter((session) =>
    quote.reschedule.some((move) => move.session === session.id),
  )
  const [loaded] = await loadQuestions(db, scope, {
    eventTypeIds: [booking.eventType.id],
    from: starts[0]!.subtract({ hours: 24 * SEARCH_DAYS }),
    to: starts.at(-1)!.add({ hours: 24 * SEARCH_DAYS }),
    exceptBookingId: booking.id,
    ...(booking.eventType.rescheduleHosts === 'any_of_pool' ? {} : { seats: moved.flatMap(sameHosts) }),
  })
  const request = {
    bookingId: booking.id,
    channel: quote.channel,
    cancel: quote.cancel.map((entry) => entry.session),
    reschedule: quote.reschedule.map((move) => ({
      session: move.session,
      start: Temporal.Instant.from(move.start),
    })),
  }
  const answers = moved.map((session) => {
    const question = withOwnSessions(booking, request, session, scope.actor.kind, loaded!, [])
    const wanted = toMinute(request.reschedule.find((move) => move.session === session.id)!.start)
    return { session: session.id, question, wanted, free: checkStart(question, wanted).ok }
  })
  const gone = answers.find((answer) => !answer.free) ?? answers[0]!
  return {
    code: 'slot_taken',
    session: gone.session,
    nearest: instants(nearestStarts(slots(gone.question).starts, gone.wanted)),
  }
}

/** Free starts of an event type near a time somebody else was faster to take. */
export async function nearestStartsOf(
  db: Reader,
  scope: Scope,
  eventTypeId: string,
  wanted: Temporal.Instant,
): Promise<string[]> {
  const [loaded] = await loadQuestions(db, scope, {
    eventTypeIds: [eventTypeId],
    from: wanted.subtract({ hours: 24 * SEARCH_DAYS }),
    to: wanted.add({ hours: 24 * SEARCH_DAYS }),
  })
  return loaded ? instants(nearestStarts(slots(loaded.question).starts, toMinute(wanted))) : []
}

/** Whether the times of a cancellation can be booked again now, and free starts near the first of them. */
export async function freeAgain(
  db: Reader,
  scope: Scope,
  booking: Booking,
  quote: Pick<Quote, 'cancel'>,
): Promise<{ stillFree: boolean; nearest: string[] }> {
  const starts = quote.cancel
    .map((entry) => Temporal.Instant.from(entry.start))
    .toSorted(Temporal.Instant.compare)
  const [first] = starts
  const [loaded] = await loadQuestions(db, scope, {
    eventTypeIds: [booking.eventType.id],
    from: first!.subtract({ hours: 24 * SEARCH_DAYS }),
    to: starts.at(-1)!.add({ hours: 24 * SEARCH_DAYS }),
  })
  if (!loaded) return { stillFree: false, nearest: [] }
  return {
    stillFree: starts.every((start) => checkStart(loaded.question, toMinute(start)).ok),
    nearest: instants(nearestStarts(slots(loaded.question).starts, toMinute(first!))),
  }
}

function instants(minutes: number[]): string[] {
  return minutes.map((minute) => fromMinute(minute).toString())
}
