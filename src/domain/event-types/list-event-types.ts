import { sql } from 'kysely'
import type { Reader } from '#platform/db.ts'
import type { Scope } from '#domain/access/scope.ts'
import type { OfferedEventType } from './offer.ts'

/** One event type as lists and choices show it. */
export interface EventTypeEntry {
  id: string
  name: string
  slug: string
  hostRule: OfferedEventType['hostRule']
  durationMinutes: number
  minimumNoticeMinutes: number
  horizonDays: number
  priceMinor: bigint
  currency: string
  paymentMode: OfferedEventType['paymentMode']
  /** The event type's own policy, or null when the page's or the organization's applies. */
  policyId: string | null
  active: boolean
  /** How many people sit in it. */
  hosts: number
  /** How many switched-on booking pages offer it. */
  pages: number
}

/** The organization's event types, by name. */
export async function listEventTypes(db: Reader, scope: Scope): Promise<EventTypeEntry[]> {
  const rows = await db
    .selectFrom('event_types as e')
    .where('e.org_id', '=', scope.orgId)
    .select([
      'e.id',
      'e.name',
      'e.slug',
      'e.host_rule as hostRule',
      'e.duration_minutes as durationMinutes',
      'e.minimum_notice_minutes as minimumNoticeMinutes',
      'e.horizon_days as horizonDays',
      'e.price_minor as priceMinor',
      'e.currency',
      'e.payment_mode as paymentMode',
      'e.policy_id as policyId',
      'e.active',
      sql<number>`(select count(*)::int from seats s where s.org_id = e.org_id and s.event_type_id = e.id and s.role <> 'resource')`.as(
        'hosts',
      ),
      sql<number>`(select count(*)::int from booking_page_event_types pe
        join booking_pages p on p.org_id = pe.org_id and p.id = pe.page_id and p.active
        where pe.org_id = e.org_id and pe.event_type_id = e.id)`.as('pages'),
    ])
    .orderBy('e.name')
    .orderBy('e.id')
    .execute()
  return rows.map((row) => ({
    ...row,
    hostRule: row.hostRule as EventTypeEntry['hostRule'],
    paymentMode: row.paymentMode as EventTypeEntry['paymentMode'],
  }))
}
