import { commitChange } from '#domain/bookings/commit-change.ts'
import { freeTimesFor } from '#domain/bookings/free-times.ts'
import { quoteChange } from '#domain/bookings/quote-change.ts'
import { paths } from '#paths.ts'
import { fromMinute } from '#platform/zones.ts'
import { value } from '../../../db/town-build.ts'
import type { AppDeps } from '../deps.ts'
import { staff, type DemoState } from './places.ts'
import { bookIn, changeAs, clinicWorld, member, reload, type DemoBooking } from './worlds.ts'

/** What the team sees of the sessions of a package. */
export const STAFF_STATES: DemoState[] = [
  {
    id: 'A4k',
    make: async (deps) => {
      const demo = await courseUnderWay(deps)
      return staff(demo, paths.staffBooking(demo.booking.id))
    },
  },
]

/** A course of which the customer canceled the first session, and the team moved the last one. */
async function courseUnderWay(deps: AppDeps): Promise<DemoBooking> {
  const demo = await bookIn(await clinicWorld(deps), 'back-care-course', { hoursAhead: 60 })
  await changeAs(demo, { cancel: 'first' })
  await moveLast(await reload(demo))
  return reload(demo)
}

async function moveLast(demo: DemoBooking): Promise<void> {
  const { booking } = demo
  const { context } = demo.deps
  const host = await member(demo, 'omar')
  const last = booking.sessions.at(-1)!
  const from = last.endsAt.add({ hours: 20 })
  const free = await freeTimesFor(context.db, demo.scope, booking, last, from, from.add({ hours: 24 * 7 }))
  const quote = await quoteChange(context.db, host, {
    bookingId: booking.id,
    cancel: [],
    reschedule: [{ session: last.id, start: fromMinute(free[0]!) }],
    channel: 'staff_page',
  })
  value(await commitChange(context, host, value(quote), { reason: 'The room is painted that day' }))
}
