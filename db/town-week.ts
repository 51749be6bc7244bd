import { now } from '#platform/clock.ts'
import type { Context } from '#platform/context.ts'
import { scopeOfLink, scopeOfMember, type CustomerScope, type MemberScope } from '#domain/access/scope.ts'
import { commitChange } from '#domain/bookings/commit-change.ts'
import type { Booked } from '#domain/bookings/booking-request.ts'
import { completeEnded } from '#domain/bookings/complete-ended.ts'
import { keepBooking } from '#domain/bookings/keep-booking.ts'
import { loadBooking } from '#domain/bookings/load-booking.ts'
import { markNoShow } from '#domain/bookings/mark-no-show.ts'
import { recordPayment } from '#domain/bookings/record-payment.ts'
import { quoteChange } from '#domain/bookings/quote-change.ts'
import { moveClock } from '#domain/organizations/settings.ts'
import { bookSample, freeStarts, value, type Business, type BusinessPlan } from './town-build.ts'
import { CUSTOMERS } from './town-customers.ts'
import { payAtBank, sendRefunds, type Payer, type Till } from './town-till.ts'

export const DAY_SECONDS = 86_400

/** How far back the sample world begins, and how far ahead its customers book. */
export const DAYS_BACK = 5
const DAYS_AHEAD = 8

/** A business while its week goes by. */
interface Week {
  till: Till
  business: Business
  plan: BusinessPlan
}

/** Customers book, pay, move, cancel and confirm while the days go by; then the clock stands at the demonstration's now. */
export async function liveThroughWeek(
  till: Till,
  business: Business,
  plan: BusinessPlan,
  bookings: number,
): Promise<void> {
  const week = { till, business, plan }
  const perDay = Math.ceil(bookings / DAYS_BACK)
  let number = 0
  for (let day = 0; day < DAYS_BACK; day += 1) {
    for (let turn = 0; turn < perDay && number < bookings; turn += 1) {
      await oneCustomer(week, number)
      number += 1
    }
    await moveClock(till.context, business.scope, DAY_SECONDS)
    await completeEnded(till.context)
  }
  await someoneStaysAway(till.context, business)
}

async function oneCustomer(week: Week, number: number): Promise<void> {
  const { till, plan } = week
  const offered = plan.eventTypes.filter(({ approval }) => approval !== 'request')
  const eventType = offered[number % offered.length]!
  const booked = await bookSomeTime(week, eventType, number)
  if (!booked) return
  const scope = (await scopeOfLink(till.context.db, booked.token)) as CustomerScope
  const payer = { scope, token: booked.token }
  if (booked.isHeld) await payAtBank(till, payer)
  if (plan.money?.provider === null && number % 2 === 0) await transferred(week, booked.bookingId, number)
  if (number % 6 === 1) await moveSample(week, payer, eventType.slug)
  if (number % 6 === 3) await cancelSample(till, scope)
  if (number % 6 === 5) await keepBooking(till.context, scope, 'seed')
}

async function bookSomeTime(
  { till: { context }, business, plan }: Week,
  eventType: BusinessPlan['eventTypes'][number],
  number: number,
): Promise<Booked | null> {
  const customer = CUSTOMERS[(number * 7 + plan.name.length) % CUSTOMERS.length]!
  const at = await now(context.db, business.scope.orgId)
  const free = await freeStarts(context, business, eventType.slug, at, at.add({ hours: 24 * DAYS_AHEAD }))
  const count = eventType.sessionCount ?? 1
  // A fixed stride spreads the bookings over the days without chance, so that every sample world looks alike.
  const starts = Array.from(
    { length: count },
    (_, index) => free[(number * 5 + index * 17) % Math.max(free.length, 1)],
  )
  if (starts.some((start) => !start) || new Set(starts).size < count) return null
  const [code] = plan.money?.codes ?? []
  return bookSample(context, business, eventType.slug, starts as Temporal.Instant[], customer, {
    answers: (eventType.questions ?? []).map(({ key, label }) => ({
      key,
      label,
      answer: SAMPLE_ANSWERS[key] ?? 'As discussed',
    })),
    ...(code && number % 6 === 2 ? { discountCode: code.code } : {}),
  })
}

const SAMPLE_ANSWERS: Record<string, string> = {
  complaint: 'My lower back, since I moved house.',
  address: '12 Hewlett Street, Bronte. The bell is at the side gate.',
}

/** The owner finds the transfer on the bank's statement. */
async function transferred({ till, business }: Week, bookingId: string, number: number): Promise<void> {
  const owner = await ownerOf(till.context, business)
  const { totalMinor } = (await loadBooking(till.context.db, owner, bookingId))!.money
  const payment = { method: 'bank_transfer' as const, amountMinor: totalMinor }
  value(
    await recordPayment(till.context, owner, bookingId, { ...payment, reference: `Statement ${number + 1}` }),
  )
}

async function cancelSample(till: Till, scope: CustomerScope): Promise<void> {
  const { context } = till
  const booking = (await loadBooking(context.db, scope, scope.actor.bookingId))!
  const quote = await quoteChange(context.db, scope, {
    bookingId: booking.id,
    cancel: booking.sessions.map((session) => session.id),
    reschedule: [],
    channel: 'seed',
  })
  if (!quote.ok) return
  await commitChange(context, scope, quote.value, { reason: 'The time no longer works' })
  await sendRefunds(till, scope.orgId, booking.id)
}

async function moveSample({ till, business }: Week, payer: Payer, eventType: string): Promise<void> {
  const { context } = till
  const { scope } = payer
  const booking = (await loadBooking(context.db, scope, scope.actor.bookingId))!
  const session = booking.sessions[0]!
  const free = await freeStarts(
    context,
    business,
    eventType,
    session.endsAt,
    session.endsAt.add({ hours: 96 }),
  )
  for (const start of free.slice(0, 4)) {
    const quote = await quoteChange(context.db, scope, {
      bookingId: booking.id,
      cancel: [],
      reschedule: [{ session: session.id, start }],
      channel: 'seed',
    })
    if (!quote.ok) continue
    if (quote.value.payNowMinor === '0') await commitChange(context, scope, quote.value, { reason: '' })
    else await payAtBank(till, payer, { kind: 'change', quote: quote.value, choices: {} })
    return
  }
}

async function someoneStaysAway(context: Context, business: Business): Promise<void> {
  const past = await context.db
    .selectFrom('sessions')
    .where('org_id', '=', business.scope.orgId)
    .where('state', '=', 'completed')
    .select(['id', 'booking_id'])
    .orderBy('starts_at')
    .limit(1)
    .executeTakeFirst()
  if (!past) return
  const owner = await ownerOf(context, business)
  await markNoShow(context, owner, past.booking_id, past.id, undefined, { fee: { decision: 'accept' } })
}

async function ownerOf(context: Context, business: Business): Promise<MemberScope> {
  const [ownerId] = Object.values(business.members)
  return (await scopeOfMember(context.db, business.scope.orgId, ownerId!))!
}
