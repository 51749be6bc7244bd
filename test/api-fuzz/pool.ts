import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { showId, type Noun } from '#platform/public-ids.ts'

/** Ids by prefix: of one booking and what hangs on it, and of everything the organization has beside. */
export type Family = Record<string, string[]>

const TABLES: Partial<Record<Noun, string>> = {
  eventType: 'event_types',
  page: 'booking_pages',
  member: 'team_members',
  resource: 'time_owners',
  policy: 'policies',
  policyVersion: 'policy_versions',
  booking: 'bookings',
  session: 'sessions',
  customer: 'customers',
  guest: 'guests',
  fact: 'facts',
  delivery: 'deliveries',
  webhook: 'webhook_endpoints',
  apiKey: 'api_keys',
  timeOff: 'time_off',
  payment: 'payments',
  refund: 'refunds',
  invoice: 'invoices',
  feeDecision: 'fee_decisions',
  discountCode: 'discount_codes',
  ask: 'asks',
}

/**
 * Real ids of an organization, in families: ids of one family belong together, so a request made of them can come
 * true, for example a session together with its own booking.
 */
export async function familiesOf(context: Context, orgId: string): Promise<Family[]> {
  const everything: Family = { org: [showId('organization', orgId)], slug: await slugsIn(context, orgId) }
  const ofBooking = new Map<string, Family>()
  for (const [noun, table] of Object.entries(TABLES) as [Noun, string][]) {
    for (const { id, booking } of await idsIn(context, orgId, table)) {
      const shown = showId(noun, id)
      const prefix = shown.split('_')[0]!
      ;(everything[prefix] ??= []).push(shown)
      if (booking === null) continue
      const family = ofBooking.get(booking) ?? {}
      ofBooking.set(booking, family)
      ;(family[prefix] ??= []).push(shown)
    }
  }
  return [...ofBooking.values()].map((family) => ({ ...everything, ...family }))
}

/** The public addresses of booking pages, which stand where others have ids. */
async function slugsIn(context: Context, orgId: string): Promise<string[]> {
  const rows = await context.db.selectFrom('slugs').where('org_id', '=', orgId).select('slug').execute()
  return rows.map(({ slug }) => slug)
}

async function idsIn(context: Context, orgId: string, table: string) {
  const { rows } = await sql<{ id: string; booking: string | null }>`
    select id, ${sql.raw(bookingColumn(table))} as booking from ${sql.table(table)}
    where org_id = ${orgId} ${sql.raw(table === 'time_owners' ? "and kind = 'resource'" : '')}
    order by id limit 200`.execute(context.db)
  return rows
}

const OF_BOOKINGS = new Set([
  'sessions',
  'guests',
  'facts',
  'deliveries',
  'payments',
  'refunds',
  'invoices',
  'fee_decisions',
  'asks',
])

function bookingColumn(table: string): string {
  if (table === 'bookings') return 'id'
  if (OF_BOOKINGS.has(table)) return 'booking_id'
  if (table === 'customers')
    return '(select b.id from bookings b where b.org_id = customers.org_id and b.customer_id = customers.id limit 1)'
  return 'null::uuid'
}
