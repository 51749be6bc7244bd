import { sql } from 'kysely'
import type { Reader } from '#platform/db.ts'
import type { Scope } from '#domain/access/scope.ts'
import type { GovernedEventType } from '#domain/policies/fairness.ts'

/** The switched-on event types whose new bookings this policy governs, on at least one page (oncehub R3, R5). */
export async function listGoverned(
  db: Reader,
  scope: Scope,
  policyId: string,
): Promise<(GovernedEventType & { id: string })[]> {
  return db
    .selectFrom('event_types as e')
    .innerJoin('organizations as o', 'o.id', 'e.org_id')
    .leftJoin('booking_page_event_types as pe', (join) =>
      join.onRef('pe.org_id', '=', 'e.org_id').onRef('pe.event_type_id', '=', 'e.id'),
    )
    .leftJoin('booking_pages as p', (join) =>
      join.onRef('p.org_id', '=', 'pe.org_id').onRef('p.id', '=', 'pe.page_id').on('p.active', '=', true),
    )
    .where('e.org_id', '=', scope.orgId)
    .where('e.active', '=', true)
    .where(sql<string>`coalesce(e.policy_id, p.policy_id, o.default_policy_id)`, '=', policyId)
    .distinct()
    .select([
      'e.id',
      'e.name',
      'e.minimum_notice_minutes as minimumNoticeMinutes',
      'e.horizon_days as horizonDays',
      'e.price_minor as priceMinor',
    ])
    .orderBy('e.name')
    .execute()
}
