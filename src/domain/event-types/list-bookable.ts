import type { Reader } from '#platform/db.ts'
import type { Scope } from '#domain/access/scope.ts'

/** A booking page that is switched on, with the event types it offers. */
export interface BookablePage {
  title: string
  slug: string
  eventTypes: { name: string; slug: string }[]
}

/** Everything of the organization that has a public address now, by title and name. */
export async function listBookable(db: Reader, scope: Scope): Promise<BookablePage[]> {
  const rows = await db
    .selectFrom('booking_pages as p')
    .innerJoin('slugs as s', (join) =>
      join.onRef('s.org_id', '=', 'p.org_id').onRef('s.page_id', '=', 'p.id').on('s.current', '=', true),
    )
    .innerJoin('booking_page_event_types as pe', (join) =>
      join.onRef('pe.org_id', '=', 'p.org_id').onRef('pe.page_id', '=', 'p.id'),
    )
    .innerJoin('event_types as e', (join) =>
      join.onRef('e.org_id', '=', 'pe.org_id').onRef('e.id', '=', 'pe.event_type_id'),
    )
    .where('p.org_id', '=', scope.orgId)
    .where('p.active', '=', true)
    .where('e.active', '=', true)
    .select(['p.title', 's.slug', 'e.name', 'e.slug as eventTypeSlug'])
    .orderBy('p.title')
    .orderBy('s.slug')
    .orderBy('e.name')
    .execute()
  return [...Map.groupBy(rows, (row) => row.slug)].map(([slug, offered]) => ({
    title: offered[0]!.title,
    slug,
    eventTypes: offered.map((row) => ({ name: row.name, slug: row.eventTypeSlug })),
  }))
}
