import type { Reader } from '#platform/db.ts'
import type { Scope } from '#domain/access/scope.ts'

/** A booking page that offers an event type. */
export interface OfferingPage {
  id: string
  title: string
  /** Null only for a page without an address. */
  slug: string | null
  active: boolean
}

/** Whether an event type is switched on and which pages offer it, by title; null when there is no such event type. */
export async function pagesOffering(
  db: Reader,
  scope: Scope,
  eventTypeId: string,
): Promise<{ active: boolean; pages: OfferingPage[] } | null> {
  const rows = await db
    .selectFrom('event_types as e')
    .leftJoin('booking_page_event_types as pe', (join) =>
      join.onRef('pe.org_id', '=', 'e.org_id').onRef('pe.event_type_id', '=', 'e.id'),
    )
    .leftJoin('booking_pages as p', (join) =>
      join.onRef('p.org_id', '=', 'pe.org_id').onRef('p.id', '=', 'pe.page_id'),
    )
    .leftJoin('slugs as s', (join) =>
      join.onRef('s.org_id', '=', 'p.org_id').onRef('s.page_id', '=', 'p.id').on('s.current', '=', true),
    )
    .where('e.org_id', '=', scope.orgId)
    .where('e.id', '=', eventTypeId)
    .select(['e.active as eventTypeActive', 'p.id', 'p.title', 'p.active', 's.slug'])
    .orderBy('p.title')
    .orderBy('p.id')
    .execute()
  const [first] = rows
  if (!first) return null
  const pages = rows.flatMap(({ id, title, active, slug }) =>
    id === null || title === null || active === null ? [] : [{ id, title, active, slug }],
  )
  return { active: first.eventTypeActive, pages }
}
