import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Reader } from '#platform/db.ts'
import type { Scope } from '#domain/access/scope.ts'
import type { PageInput } from './save-page.ts'

/** A booking page as it is stored. The slug is null for a page that has no address any more. */
export interface StoredPage extends Omit<PageInput, 'slug'> {
  id: string
  slug: string | null
}

/** The organization's booking pages in the order in which they were made, after this id. */
export async function browseBookingPages(
  db: Reader,
  scope: Scope,
  { after, take }: { after: string | null; take: number },
): Promise<StoredPage[]> {
  let query = storedPages(db, scope).orderBy('p.id').limit(take)
  if (after !== null) query = query.where('p.id', '>', after)
  return (await query.execute()).map(toPage)
}

/** One booking page, or null when the organization has no such page. */
export async function findBookingPage(db: Reader, scope: Scope, id: string): Promise<StoredPage | null> {
  const row = await storedPages(db, scope).where('p.id', '=', id).executeTakeFirst()
  return row ? toPage(row) : null
}

type Row = NonNullable<Awaited<ReturnType<ReturnType<typeof storedPages>['executeTakeFirst']>>>

function storedPages(db: Reader, scope: Scope) {
  return db
    .selectFrom('booking_pages as p')
    .leftJoin('slugs as s', (join) =>
      join.onRef('s.org_id', '=', 'p.org_id').onRef('s.page_id', '=', 'p.id').on('s.current', '=', true),
    )
    .where('p.org_id', '=', scope.orgId)
    .select(['p.id', 's.slug', 'p.title', 'p.intro', 'p.owner_member_id', 'p.policy_id', 'p.active'])
    .select((eb) => [
      jsonArrayFrom(
        eb
          .selectFrom('booking_page_event_types as pe')
          .whereRef('pe.org_id', '=', 'p.org_id')
          .whereRef('pe.page_id', '=', 'p.id')
          .select('pe.event_type_id as id')
          .orderBy('pe.position'),
      ).as('event_types'),
      jsonArrayFrom(
        eb
          .selectFrom('booking_page_stakeholders as st')
          .whereRef('st.org_id', '=', 'p.org_id')
          .whereRef('st.page_id', '=', 'p.id')
          .select('st.member_id as id')
          .orderBy('st.member_id'),
      ).as('stakeholders'),
    ])
}

function toPage(row: Row): StoredPage {
  return {
    id: row.id,
    slug: row.slug,
    title: row.title,
    intro: row.intro,
    ownerMemberId: row.owner_member_id,
    policyId: row.policy_id,
    eventTypeIds: row.event_types.map((one) => one.id),
    stakeholderIds: row.stakeholders.map((one) => one.id),
    active: row.active,
  }
}
