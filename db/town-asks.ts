import { now } from '#platform/clock.ts'
import type { Context } from '#platform/context.ts'
import { scopeOfLink, type CustomerScope } from '#domain/access/scope.ts'
import { askException } from '#domain/asking/ask-exception.ts'
import { mayAskException } from '#domain/asking/may-ask-exception.ts'
import { loadBooking } from '#domain/bookings/load-booking.ts'
import { linkToken } from '#domain/access/booking-links.ts'
import { bookSample, freeStarts, value, type Business } from './town-build.ts'
import { CUSTOMERS } from './town-customers.ts'

/** What waits for an answer on the last day of the sample week: a home visit, and somebody who is too late to move. */
export async function askTheClinic(context: Context, business: Business): Promise<void> {
  await suggestThreeTimes(context, business)
  await askToMoveLate(context, business)
}

async function suggestThreeTimes(context: Context, business: Business): Promise<void> {
  const from = (await now(context.db, business.scope.orgId)).add({ hours: 48 })
  const free = await freeStarts(context, business, 'home-visit', from, from.add({ hours: 24 * 7 }))
  const starts = [free[1]!, free[8]!, free[15]!]
  await bookSample(context, business, 'home-visit', starts, CUSTOMERS[4]!, {
    answers: [{ key: 'address', label: 'Where do we come to?', answer: '3 Tanner Row, second floor' }],
  })
}

async function askToMoveLate(context: Context, business: Business): Promise<void> {
  const coming = await context.db
    .selectFrom('sessions')
    .where('org_id', '=', business.scope.orgId)
    .where('state', '=', 'scheduled')
    .select('booking_id')
    .distinctOn('starts_at')
    .orderBy('starts_at')
    .execute()
  for (const { booking_id: bookingId } of coming) {
    const token = linkToken(context.secret, business.scope.orgId, bookingId, 'customer', 1)
    const scope = (await scopeOfLink(context.db, token)) as CustomerScope
    const booking = (await loadBooking(context.db, scope, bookingId))!
    const [session] = mayAskException(booking).reschedule
    if (!session) continue
    const { startsAt } = booking.sessions.find(({ id }) => id === session)!
    const wishes = [{ session, starts: [startsAt.add({ hours: 24 }), startsAt.add({ hours: 48 })] }]
    const reason = 'My daughter is ill and I cannot leave her. Could I come a day later?'
    value(
      await askException(context, scope, {
        action: 'reschedule',
        sessions: [session],
        wishes,
        reason,
        channel: 'seed',
      }),
    )
    return
  }
}
