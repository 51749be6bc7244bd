import type { Reader } from '#platform/db.ts'
import type { Scope } from '#domain/access/scope.ts'
import type { PageInput } from './save-page.ts'

/** A booking page as it would be saved again, or null when the organization has no such page. */
export async function loadPage(db: Reader, scope: Scope, pageId: string): Promise<PageInput | null> {
  const page = await db
    .selectFrom('booking_pages as p')
    .leftJoin('slugs as s', (join) =>
      join.onRef('s.org_id', '=', 'p.org_id').onRef('s.page_id', '=', 'p.id').on('s.current', '=', true),
    )
    .where('p.org_id', '=', scope.orgId)
    .where('p.id', '=', pageId)
    .select(['s.slug', 'p.title', 'p.intro', 'p.owner_member_id', 'p.policy_id', 'p.active'])
    .executeTakeFirst()
  if (!page) return null
  const eventTypes = await db
    .selectFrom('booking_page_event_types')
    .where('org_id', '=', scope.orgId)
    .where('page_id', '=', pageId)
    .select('event_type_id')
    .orderBy('position')
    .execute()
  const stakeholders = await db
    .selectFrom('booking_page_stakeholders')
    .where('org_id', '=', scope.orgId)
    .where('page_id', '=', pageId)
    .select('member_id')
    .orderBy('member_id')
    .execute()
  return {
    slug: page.slug ?? '',
    title: page.title,
    intro: page.intro,
    ownerMemberId: page.owner_member_id,
    policyId: page.policy_id,
    eventTypeIds: eventTypes.map((row) => row.event_type_id),
    stakeholderIds: stakeholders.map((row) => row.member_id),
    active: page.active,
  }
}
