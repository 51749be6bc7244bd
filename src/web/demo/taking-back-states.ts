import { linkToken } from '#domain/access/booking-links.ts'
import { scopeOfLink, type GuestScope } from '#domain/access/scope.ts'
import { askForNewTime } from '#domain/bookings/ask-for-new-time.ts'
import { commitChange } from '#domain/bookings/commit-change.ts'
import { completeEnded } from '#domain/bookings/complete-ended.ts'
import { leaveBooking } from '#domain/bookings/leave-booking.ts'
import { markNoShow } from '#domain/bookings/mark-no-show.ts'
import { quoteChange } from '#domain/bookings/quote-change.ts'
import { undoCancel } from '#domain/bookings/undo-cancel.ts'
import { moveClock } from '#domain/organizations/settings.ts'
import { paths } from '#paths.ts'
import { value } from '../../../db/town-build.ts'
import type { AppDeps } from '../deps.ts'
import { after, HOUR_SECONDS, place, staff, type DemoPlace, type DemoState } from './places.ts'
import { bookIn, changeAs, clinicWorld, member, refundsLeave, reload, type DemoBooking } from './worlds.ts'

/** Taking back: the customer their cancellation, the host a time, a guest their promise to come. */
export const TAKING_BACK_STATES: DemoState[] = [
  { id: 'M10u', make: undone },
  { id: 'M10x', make: undoneTooLate },
  { id: 'M11h', make: async (deps) => own(await canceledByHost(await treatment(deps))) },
  { id: 'M11q', make: async (deps) => own(await askedForTime(await treatment(deps))) },
  { id: 'M12n', make: async (deps) => own(await missed(deps)) },
  { id: 'M20', make: async (deps) => place(guestLink(await treatment(deps))) },
  { id: 'M20l', make: guestLeft },
  {
    id: 'A5h',
    make: async (deps) => {
      const demo = await treatment(deps)
      return staff(demo, `${paths.staffCancel(demo.booking.id)}?who=host`)
    },
  },
  {
    id: 'A5q',
    make: async (deps) => {
      const demo = await treatment(deps)
      return staff(demo, paths.askToMove(demo.booking.id))
    },
  },
]

const own = (demo: DemoBooking) => place(paths.manage(demo.booked.token))

/** Paid, two days ahead, with a guest. */
async function treatment(deps: AppDeps): Promise<DemoBooking> {
  return bookIn(await clinicWorld(deps), 'follow-up', {
    hoursAhead: 55,
    guests: [{ name: 'Jo Smith', email: 'jo.smith@customer.example' }],
  })
}

async function undone(deps: AppDeps): Promise<DemoPlace> {
  const demo = await treatment(deps)
  const { quoteId } = await changeAs(demo, { cancel: true })
  value(await undoCancel(deps.context, demo.scope, { quoteId, channel: 'mail_link' }))
  return after(demo, 'undone', quoteId)
}

async function undoneTooLate(deps: AppDeps): Promise<DemoPlace> {
  const demo = await treatment(deps)
  const { quoteId } = await changeAs(demo, { cancel: true })
  await moveClock(deps.context, demo.business.scope, HOUR_SECONDS / 3)
  await refundsLeave(demo)
  return after(demo, 'undo', quoteId)
}

async function canceledByHost(demo: DemoBooking): Promise<DemoBooking> {
  const { context } = demo.deps
  const dana = await member(demo, 'dana')
  const quote = value(
    await quoteChange(context.db, dana, {
      bookingId: demo.booking.id,
      cancel: demo.booking.sessions.map(({ id }) => id),
      reschedule: [],
      channel: 'staff_page',
    }),
  )
  const choices = { initiative: 'host' as const, refundMinor: BigInt(quote.refundableMinor) }
  value(
    await commitChange(context, dana, quote, {
      ...choices,
      reason: 'Omar has to be elsewhere that morning.',
    }),
  )
  await refundsLeave(demo)
  return demo
}

async function askedForTime(demo: DemoBooking): Promise<DemoBooking> {
  value(
    await askForNewTime(demo.deps.context, await member(demo, 'dana'), {
      bookingId: demo.booking.id,
      sessions: demo.booking.sessions.map(({ id }) => id),
      reason: 'Our treatment room is being painted that day.',
      tellCustomer: true,
    }),
  )
  return demo
}

async function missed(deps: AppDeps): Promise<DemoBooking> {
  const demo = await treatment(deps)
  const [session] = demo.booking.sessions
  const seconds = demo.booking.now.until(session!.endsAt).total('seconds') + 2 * HOUR_SECONDS
  await moveClock(deps.context, demo.business.scope, Math.round(seconds))
  await completeEnded(deps.context)
  const dana = await member(demo, 'dana')
  value(
    await markNoShow(deps.context, dana, demo.booking.id, session!.id, undefined, {
      fee: { decision: 'change', minor: 1500n },
    }),
  )
  return reload(demo)
}

function guestLink({ deps, booking }: DemoBooking): string {
  const audience = `guest:${booking.guests[0]!.id}` as const
  return paths.manage(linkToken(deps.context.secret, booking.orgId, booking.id, audience, 1))
}

async function guestLeft(deps: AppDeps): Promise<DemoPlace> {
  const demo = await treatment(deps)
  const path = guestLink(demo)
  const scope = (await scopeOfLink(deps.context.db, path.split('/').at(-1)!)) as GuestScope
  value(await leaveBooking(deps.context, scope, 'mail_link'))
  return place(path)
}
