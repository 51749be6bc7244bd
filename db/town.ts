import { sql } from 'kysely'
import type { Config } from '../src/config.ts'
import { paths } from '#paths.ts'
import { databaseNow } from '#platform/clock.ts'
import type { Context } from '#platform/context.ts'
import type { Log } from '#platform/log.ts'
import { linkToken } from '#domain/access/booking-links.ts'
import { systemScope } from '#domain/access/scope.ts'
import { completeEnded } from '#domain/bookings/complete-ended.ts'
import { findPage } from '#domain/event-types/find-page.ts'
import { moveClock } from '#domain/organizations/settings.ts'
import { openPaymentProviders } from '#integrations/payments/index.ts'
import { buildBusiness, SAMPLE_PASSWORD, type BusinessPlan } from './town-build.ts'
import { CLINIC } from './town-clinic.ts'
import { HIRING } from './town-hiring.ts'
import { HOME_CARE } from './town-home-care.ts'
import { TOWN_2019 } from './town-2019.ts'
import { askTheClinic } from './town-asks.ts'
import { clinicMoney, homeCareMoney } from './town-money.ts'
import { DAY_SECONDS, DAYS_BACK, liveThroughWeek } from './town-week.ts'

/** How long customers of the sample world can take a cancellation back. */
const UNDO_MINUTES = 10

interface Ground {
  config: Config
  context: Context
  log: Log
}

/**
 * Loads the sample world into an empty database: three businesses, lived through day by day by moving their
 * clocks, so that every row was made by the use case that would have made it.
 */
export async function seedTown({ config, context, log }: Ground): Promise<void> {
  const offset = await demoOffsetSeconds(config, context)
  if (await isInUse(context)) return
  await finishInterrupted(context, offset)
  const plans: [BusinessPlan, number, typeof clinicMoney | null][] = [
    [HIRING, 12, null],
    [CLINIC, 26, clinicMoney],
    [HOME_CARE, 16, homeCareMoney],
  ]
  const { publicUrl } = config
  const till = { context, publicUrl, providers: openPaymentProviders({ db: context.db, publicUrl }) }
  for (const [plan, bookings, money] of plans) {
    if (await findPage(context.db, plan.slug)) continue
    const business = await buildBusiness(context, plan, {
      clockOffsetSeconds: offset - DAYS_BACK * DAY_SECONDS,
    })
    const { orgId } = business.scope
    // Days go by in moments, and money that waits for somebody to think again would not have left yet.
    await undoWithin(context, orgId, 0)
    await liveThroughWeek(till, business, plan, bookings)
    await money?.(till, business)
    if (plan === CLINIC) await askTheClinic(context, business)
    await undoWithin(context, orgId, UNDO_MINUTES)
    await tellNobody(context, orgId)
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
    // Whoever lives in 2019 stays there.
    .where('name', '<>', TOWN_2019.name)
    .where(sql<boolean>`clock_offset < make_interval(secs => ${offsetSeconds - DAY_SECONDS / 2})`)
    .select(['id', sql<number>`extract(epoch from clock_offset)::float8`.as('seconds')])
    .execute()
  for (const business of late) {
    await moveClock(context, systemScope(business.id), offsetSeconds - business.seconds)
    await undoWithin(context, business.id, UNDO_MINUTES)
    await tellNobody(context, business.id)
  }
  if (late.length > 0) await completeEnded(context)
}

async function undoWithin({ db }: Context, orgId: string, minutes: number): Promise<void> {
  await db.updateTable('organizations').set({ undo_minutes: minutes }).where('id', '=', orgId).execute()
}

// What people do while they seed says so by its channel; what follows from money does not know.
async function tellNobody(context: Context, orgId: string): Promise<void> {
  await context.db
    .updateTable('deliveries')
    .set({ state: 'sample' })
    .where('org_id', '=', orgId)
    .where('state', '=', 'queued')
    .execute()
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
