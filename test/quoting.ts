import type { CustomerScope, MemberScope } from '#domain/access/scope.ts'
import { loadQuestions } from '#domain/availability/load-questions.ts'
import { slots } from '#domain/availability/slots.ts'
import type { Session } from '#domain/bookings/booking.ts'
import type { ChangeRequest, Quote } from '#domain/bookings/change.ts'
import { quoteChange } from '#domain/bookings/quote-change.ts'
import { fromMinute } from '#platform/zones.ts'
import type { CleosBooking, World } from './world.ts'

type Asker = CustomerScope | MemberScope

/** The words in which tests about changes speak; the world is made before the first of them is used. */
export function quotingIn(world: () => World) {
  const ask = (scope: Asker, booking: CleosBooking, change: Partial<ChangeRequest>) =>
    quoteChange(world().context.reader, scope, {
      bookingId: booking.bookingId,
      cancel: [],
      reschedule: [],
      channel: 'mail_link',
      ...change,
    })
  return {
    ask,
    firstSession: async (booking: CleosBooking): Promise<Session> =>
      (await world().load(booking)).sessions[0]!,
    quote: async (scope: Asker, booking: CleosBooking, change: Partial<ChangeRequest>): Promise<Quote> => {
      const outcome = await ask(scope, booking, change)
      if (!outcome.ok) throw new Error(`Refused: ${JSON.stringify(outcome.refusal)}`)
      return outcome.value
    },
    /** The first time anybody could book at least so many hours from now. */
    freeIn: async (hours: number): Promise<Temporal.Instant> => {
      const from = (await world().now()).add({ hours })
      const wanted = { eventTypeIds: [world().eventTypeId], from, to: from.add({ hours: 96 }) }
      const [loaded] = await loadQuestions(world().context.reader, world().scope, wanted)
      return fromMinute(slots(loaded!.question).starts[0]!)
    },
  }
}
