import { sql, type RawBuilder } from 'kysely'
import type { Reader } from '#platform/db.ts'
import { may, type MemberScope } from '#domain/access/scope.ts'
import { visibleTo } from './staff-reads.ts'

/** Somebody who booked, as they were first named; what they said in each booking stands there. */
export interface CustomerSeen {
  id: string
  name: string
  email: string
  createdAt: Temporal.Instant
  /** How many bookings of theirs this member may see. */
  bookings: number
}

/**
 * Customers that this member may see, newest first: all of them for those who see every booking, else those with a
 * booking they see. `email` is the whole address in any case; `after` is the id of the last one on the page before.
 */
export async function customersSeen(
  db: Reader,
  scope: MemberScope,
  wanted: { email?: string; after: string | null; take: number },
): Promise<CustomerSeen[]> {
  const conditions = [isSeen(scope)]
  if (wanted.email !== undefined) conditions.push(sql`lower(c.email) = lower(${wanted.email})`)
  if (wanted.after !== null) conditions.push(sql`c.id < ${wanted.after}`)
  return query(db, scope, conditions, wanted.take)
}

/** One customer, or null when the organization has none of this id or this member may not see them. */
export async function findCustomer(
  db: Reader,
  scope: MemberScope,
  customerId: string,
): Promise<CustomerSeen | null> {
  const [found] = await query(db, scope, [isSeen(scope), sql`c.id = ${customerId}`], 1)
  return found ?? null
}

// The page is cut out first; bookings are counted only for those on it.
async function query(
  db: Reader,
  scope: MemberScope,
  conditions: RawBuilder<boolean>[],
  take: number,
): Promise<CustomerSeen[]> {
  const { rows } = await sql<CustomerSeen>`
    with page as materialized (
      select c.org_id, c.id, c.name, c.email, c.created_at from customers c
      where c.org_id = ${scope.orgId} and ${sql.join(conditions, sql` and `)}
      order by c.id desc limit ${take})
    select page.id, page.name, page.email, page.created_at as "createdAt",
      (select count(*)::int from bookings b
        where b.org_id = page.org_id and b.customer_id = page.id and ${visibleTo(scope)}) as bookings
    from page order by page.id desc`.execute(db)
  return rows
}

function isSeen(scope: MemberScope): RawBuilder<boolean> {
  if (may(scope, 'booking.view.all')) return sql<boolean>`true`
  return sql<boolean>`exists (select 1 from bookings b
    where b.org_id = c.org_id and b.customer_id = c.id and ${visibleTo(scope)})`
}
