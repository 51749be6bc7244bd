import { builtOnce, type Reader } from '#platform/db.ts'
import { systemScope, type SystemScope } from '#domain/access/scope.ts'

export interface FoundPage {
  scope: SystemScope
  pageId: string
  active: boolean
  /** Sites that may show it inside their own and ask for it from their scripts. */
  embedOrigins: string[]
}

/** Which booking page a public address names; anybody may ask, so the scope is the page's organization. */
export async function findPage(db: Reader, slug: string): Promise<FoundPage | null> {
  const [row] = await pageBySlug(db, slug)
  if (!row) return null
  return {
    scope: systemScope(row.org_id),
    pageId: row.page_id,
    active: row.active,
    embedOrigins: row.embed_origins,
  }
}

const pageBySlug = builtOnce((db: Reader, slug: string) =>
  db
    .selectFrom('slugs as s')
    .innerJoin('booking_pages as p', (join) =>
      join.onRef('p.org_id', '=', 's.org_id').onRef('p.id', '=', 's.page_id'),
    )
    .innerJoin('organizations as o', 'o.id', 's.org_id')
    .where('s.slug', '=', slug)
    .select(['s.org_id', 's.page_id', 'p.active', 'o.embed_origins']),
)
