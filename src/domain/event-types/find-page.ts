import type { Reader } from '#platform/db.ts'
import { systemScope, type SystemScope } from '#domain/access/scope.ts'

/** Which booking page a public address names; anybody may ask, so the scope is the page's organization. */
export async function findPage(
  db: Reader,
  slug: string,
): Promise<{ scope: SystemScope; pageId: string; active: boolean } | null> {
  const row = await db
    .selectFrom('slugs as s')
    .innerJoin('booking_pages as p', (join) =>
      join.onRef('p.org_id', '=', 's.org_id').onRef('p.id', '=', 's.page_id'),
    )
    .where('s.slug', '=', slug)
    .select(['s.org_id', 's.page_id', 'p.active'])
    .executeTakeFirst()
  return row ? { scope: systemScope(row.org_id), pageId: row.page_id, active: row.active } : null
}
