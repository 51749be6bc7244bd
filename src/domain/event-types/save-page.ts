import { newId } from '#platform/ids.ts'
import { now } from '#platform/clock.ts'
import { done, refuse, type Context, type Outcome } from '#platform/context.ts'
import { inTransaction, violatedConstraint, type Reader, type Tx } from '#platform/db.ts'
import { authorOf, type Scope } from '#domain/access/scope.ts'
import { insertFact } from '#domain/facts/insert-fact.ts'

export interface PageInput {
  /** Public address, unique over all organizations. An older address of the page keeps working. */
  slug: string
  title: string
  intro: string
  ownerMemberId: string
  policyId: string | null
  /** In the order in which customers see them. */
  eventTypeIds: string[]
  stakeholderIds: string[]
  active: boolean
}

export type PageRefusal =
  | { code: 'slug_taken' }
  | { code: 'unknown_page' }
  | { code: 'unknown_owner' }
  | { code: 'unknown_event_type' }
  | { code: 'unknown_policy' }

/** Saves a new booking page (id null) or replaces one. Links of bookings made on it do not depend on it. */
export async function savePage(
  context: Context,
  scope: Scope,
  id: string | null,
  input: PageInput,
): Promise<Outcome<{ pageId: string }, PageRefusal>> {
  try {
    return await inTransaction(context.db, (tx) => save(tx, scope, id, input))
  } catch (error) {
    const constraint = violatedConstraint(error)
    if (constraint === 'slugs_pkey') return refuse({ code: 'slug_taken' })
    if (constraint === 'booking_pages_org_id_policy_id_fkey') return refuse({ code: 'unknown_policy' })
    if (constraint?.startsWith('booking_page_event_types_')) return refuse({ code: 'unknown_event_type' })
    if (constraint?.includes('owner_member_id') || constraint?.startsWith('booking_page_stakeholders_'))
      return refuse({ code: 'unknown_owner' })
    throw error
  }
}

async function save(
  tx: Tx,
  scope: Scope,
  id: string | null,
  input: PageInput,
): Promise<Outcome<{ pageId: string }, PageRefusal>> {
  const { orgId } = scope
  const pageId = id ?? newId()
  const columns = {
    title: input.title,
    intro: input.intro,
    owner_member_id: input.ownerMemberId,
    policy_id: input.policyId,
    active: input.active,
  }
  if (id === null) {
    await tx
      .insertInto('booking_pages')
      .values({ org_id: orgId, id: pageId, ...columns })
      .execute()
  } else {
    const found = await tx
      .updateTable('booking_pages')
      .set(columns)
      .where('org_id', '=', orgId)
      .where('id', '=', id)
      .executeTakeFirst()
    if (found.numUpdatedRows === 0n) return refuse({ code: 'unknown_page' })
    await tx
      .deleteFrom('booking_page_event_types')
      .where('org_id', '=', orgId)
      .where('page_id', '=', id)
      .execute()
    await tx
      .deleteFrom('booking_page_stakeholders')
      .where('org_id', '=', orgId)
      .where('page_id', '=', id)
      .execute()
  }
  await claimSlug(tx, orgId, pageId, input.slug)
  const eventTypes = [...new Set(input.eventTypeIds)].map((eventTypeId, position) => ({
    org_id: orgId,
    page_id: pageId,
    event_type_id: eventTypeId,
    position,
  }))
  if (eventTypes.length > 0) await tx.insertInto('booking_page_event_types').values(eventTypes).execute()
  const stakeholders = [...new Set(input.stakeholderIds)].map((memberId) => ({
    org_id: orgId,
    page_id: pageId,
    member_id: memberId,
  }))
  if (stakeholders.length > 0) await tx.insertInto('booking_page_stakeholders').values(stakeholders).execute()
  const at = await now(tx, orgId)
  await insertFact(tx, {
    orgId,
    kind: 'page.saved',
    at,
    ...authorOf(scope),
    payload: { page: pageId },
  })
  return done({ pageId })
}

// The newest address is the one shown; addresses already given away keep leading here.
async function claimSlug(tx: Tx, orgId: string, pageId: string, slug: string): Promise<void> {
  const own = await tx
    .selectFrom('slugs')
    .where('slug', '=', slug)
    .where('org_id', '=', orgId)
    .where('page_id', '=', pageId)
    .select('slug')
    .executeTakeFirst()
  await tx
    .updateTable('slugs')
    .set({ current: false })
    .where('org_id', '=', orgId)
    .where('page_id', '=', pageId)
    .execute()
  if (own) await tx.updateTable('slugs').set({ current: true }).where('slug', '=', slug).execute()
  else await tx.insertInto('slugs').values({ slug, org_id: orgId, page_id: pageId, current: true }).execute()
}

export interface PageEntry {
  id: string
  slug: string | null
  title: string
  active: boolean
}

/** The organization's booking pages, by title. */
export async function listPages(db: Reader, scope: Scope): Promise<PageEntry[]> {
  return db
    .selectFrom('booking_pages as p')
    .leftJoin('slugs as s', (join) =>
      join.onRef('s.org_id', '=', 'p.org_id').onRef('s.page_id', '=', 'p.id').on('s.current', '=', true),
    )
    .where('p.org_id', '=', scope.orgId)
    .select(['p.id', 's.slug', 'p.title', 'p.active'])
    .orderBy('p.title')
    .execute()
}
