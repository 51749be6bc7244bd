import { sql } from 'kysely'
import type { Config } from '../src/config.ts'
import { paths } from '#paths.ts'
import { databaseNow, now } from '#platform/clock.ts'
import type { Context } from '#platform/context.ts'
import type { Log } from '#platform/log.ts'
import { linkToken } from '#domain/access/booking-links.ts'
import { scopeOfLink, scopeOfMember, systemScope, type CustomerScope } from '#domain/access/scope.ts'
import { commitChange } from '#domain/bookings/commit-change.ts'
import { completeEnded } from '#domain/bookings/complete-ended.ts'
import { keepBooking } from '#domain/bookings/keep-booking.ts'
import { loadBooking } from '#domain/bookings/load-booking.ts'
import { markNoShow } from '#domain/bookings/mark-no-show.ts'
import { quoteChange } from '#domain/bookings/quote-change.ts'
import { findPage } from '#domain/event-types/find-page.ts'
import { moveClock } from '#domain/organizations/settings.ts'
import {
  bookSample,
  buildBusiness,
  freeStarts,
  SAMPLE_PASSWORD,
  type Business,
  type BusinessPlan,
} from './town-build.ts'
import { CLINIC } from './town-clinic.ts'
import { CUSTOMERS } from './town-customers.ts'
import { HIRING } from './town-hiring.ts'
import { HOME_CARE } from './town-home-care.ts'

interface Ground {
  config: Config
  context: Context
  log: Log
}

const DAY_SECONDS = 86_400

/** How far back the sample world begins, and how far ahead its customers book. */
const DAYS_BACK = 5
const DAYS_AHEAD = 8

/**
 * Loads the sample world into an empty database: three businesses, lived through day by day by moving their
 * clocks, so that every row was made by the use case that would have made it.
 */
export async function seedTown({ config, context, log }: Ground): Promise<void> {
  const offset = await demoOffsetSeconds(config, context)
  if (await isInUse(context)) return
  await finishInterrupted(context, offset)
  const plans: [BusinessPlan, number][] = [
    [HIRING, 12],
    [CLINIC, 26],
    [HOME_CARE, 16],
  ]
  for (const [plan, bookings] of plans) {
    if (await findPage(context.db, plan.slug)) continue
    const business = await buildBusiness(context, plan, {
      clockOffsetSeconds: offset - DAYS_BACK * DAY_SECONDS,
    })
    await liveThroughWeek(context, business, plan, bookings)
    log.info('Loaded a sample business.', { name: plan.name })
  }
}

/** A database in which a real business lives is left alone. */
async function isInUse(context: Context): Promise<boolean> {
  const real = await context.db
    .selectFrom('organizations')
    .where('is_sample', '=', false)
    .select('id')
    .limit(1)
    .executeTakeFirst()
  return real !== undefined
}

/**
 * A start that was killed while it loaded the sample world leaves a business that still lives some days ago. It
 * keeps what has happened to it and is brought to the present; a business that was not begun is loaded after it.
 */
async function finishInterrupted(context: Context, offsetSeconds: number): Promise<void> {
  const late = await context.db
    .selectFrom('organizations')
    .where('is_sample', '=', true)
    .where(sql<boolean>`clock_offset < make_interval(secs => ${offsetSeconds - DAY_SECONDS / 2})`)
    .select(['id', sql<number>`extract(epoch from clock_offset)::float8`.as('seconds')])
    .execute()
  for (const business of late)
    await moveClock(context, systemScope(business.id), offsetSeconds - business.seconds)
  if (late.length > 0) await completeEnded(context)
}

/** Seconds between the database's clock and the demonstration's, which starts at DEMO_CLOCK. */
export async function demoOffsetSeconds(config: Config, context: Context): Promise<number> {
  if (!config.demoClock) return 0
  const real = await databaseNow(context.db)
  return Math.ceil(real.until(Temporal.Instant.from(config.demoClock)).total('seconds'))
}

/** Addresses to try, printed at start. */
export async function sampleAddresses({
  config,
  context,
}: Ground): Promise<{ label: string; url: string; note?: string }[]> {
  const at = (path: string) => `${config.publicUrl}${path}`
  const link = await linkOfNextPanel(context)
  return [
    {
      label: 'Staff sign-in',
      url: at(paths.signIn()),
      note: `${HIRING.team[0]!.email} with ${SAMPLE_PASSWORD}`,
    },
    { label: 'A booking page', url: at(paths.bookingPage(HIRING.slug)), note: 'panel interviews' },
    { label: 'Another one', url: at(paths.bookingPage(CLINIC.slug)), note: 'a clinic' },
    ...(link
      ? [
          {
            label: "A customer's link",
            url: at(paths.manage(link, { do: 'cancel' })),
            note: 'cancel a panel interview',
          },
        ]
      : []),
    { label: 'The outbox', url: at(paths.outbox()), note: 'every mail, after signing in' },
    { label: 'All page states', url: at(paths.demo()) },
    { label: 'API key', url: at(paths.demoKey()), note: 'of the hiring team, with all scopes' },
    { label: 'API reference', url: at(paths.apiDocs()) },
  ]
}

async function linkOfNextPanel(context: Context): Promise<string | null> {
  const next = await context.db
    .selectFrom('sessions as s')
    .innerJoin('bookings as b', (join) =>
      join.onRef('b.org_id', '=', 's.org_id').onRef('b.id', '=', 's.booking_id'),
    )
    .innerJoin('event_types as e', (join) =>
      join.onRef('e.org_id', '=', 'b.org_id').onRef('e.id', '=', 'b.event_type_id'),
    )
    .innerJoin('slugs as p', (join) =>
      join.onRef('p.org_id', '=', 'b.org_id').onRef('p.page_id', '=', 'b.page_id'),
    )
    .where('p.slug', '=', HIRING.slug)
    .where('e.host_rule', '=', 'panel')
    .where('s.state', '=', 'scheduled')
    .select(['b.org_id', 'b.id'])
    .orderBy('s.starts_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return next ? linkToken(context.secret, next.org_id, next.id, 'customer', 1) : null
}

/** Customers book, move, cancel and confirm while the days go by; then the clock stands at the demonstration's now. */
async function liveThroughWeek(
  context: Context,
  business: Business,
  plan: BusinessPlan,
  bookings: number,
): Promise<void> {
  const perDay = Math.ceil(bookings / DAYS_BACK)
  let number = 0
  for (let day = 0; day < DAYS_BACK; day += 1) {
    for (let turn = 0; turn < perDay && number < bookings; turn += 1) {
      await oneCustomer(context, business, plan, number)
      number += 1
    }
    await moveClock(context, business.scope, DAY_SECONDS)
    await completeEnded(context)
  }
  await someoneStaysAway(context, business)
}

async function oneCustomer(
  context: Context,
  business: Business,
  plan: BusinessPlan,
  number: number,
): Promise<void> {
  const eventType = plan.eventTypes[number % plan.eventTypes.length]!
  const customer = CUSTOMERS[(number * 7 + plan.name.length) % CUSTOMERS.length]!
  const at = await now(context.db, business.scope.orgId)
  const free = await freeStarts(context, business, eventType.slug, at, at.add({ hours: 24 * DAYS_AHEAD }))
  const count = eventType.sessionCount ?? 1
  // A fixed stride spreads the bookings over the days without chance, so that every sample world looks alike.
  const starts = Array.from(
    { length: count },
    (_, index) => free[(number * 5 + index * 17) % Math.max(free.length, 1)],
  )
  if (starts.some((start) => !start) || new Set(starts).size < count) return
  const booked = await bookSample(context, business, eventType.slug, starts as Temporal.Instant[], customer, {
    answers: (eventType.questions ?? []).map(({ key, label }) => ({
      key,
      label,
      answer: SAMPLE_ANSWERS[key] ?? 'As discussed',
    })),
  })
  if (!booked) return
  const scope = (await scopeOfLink(context.db, booked.token)) as CustomerScope
  if (number % 6 === 1) await moveSample(context, business, scope, eventType.slug)
  if (number % 6 === 3) await cancelSample(context, scope)
  if (number % 6 === 5) await keepBooking(context, scope, 'seed')
}

const SAMPLE_ANSWERS: Record<string, string> = {
  complaint: 'My lower back, since I moved house.',
  address: '12 Hewlett Street, Bronte. The bell is at the side gate.',
}

async function cancelSample(context: Context, scope: CustomerScope): Promise<void> {
  const booking = (await loadBooking(context.db, scope, scope.actor.bookingId))!
  const quote = await quoteChange(context.db, scope, {
    bookingId: booking.id,
    cancel: booking.sessions.map((session) => session.id),
    reschedule: [],
    channel: 'seed',
  })
  if (quote.ok) await commitChange(context, scope, quote.value, { reason: 'The time no longer works' })
}

async function moveSample(
  context: Context,
  business: Business,
  scope: CustomerScope,
  eventType: string,
): Promise<void> {
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
    await commitChange(context, scope, quote.value, { reason: '' })
    return
  }
}

async function someoneStaysAway(context: Context, business: Business): Promise<void> {
  const owner = await scopeOfMember(context.db, business.scope.orgId, Object.values(business.members)[0]!)
  const past = await context.db
    .selectFrom('sessions')
    .where('org_id', '=', business.scope.orgId)
    .where('state', '=', 'completed')
    .select(['id', 'booking_id'])
    .orderBy('starts_at')
    .limit(1)
    .executeTakeFirst()
  if (owner && past) await markNoShow(context, owner, past.booking_id, past.id)
}
