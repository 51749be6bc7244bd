import { sql, type RawBuilder } from 'kysely'
import type { Reader } from '#platform/db.ts'
import { may, type MemberScope } from '#domain/access/scope.ts'
import type { Permission } from '#domain/access/permissions.ts'

/** A change nobody opened counts as unread this long; after that it is history, and a newcomer starts without any. */
const UNREAD_DAYS = 30

/** Counting stops here: "99+" is all that anybody wants to know. */
export const MOST_UNREAD_COUNTED = 99

/** Unread changes are counted among this many of the newest, because every page of the team counts them. */
const NEWEST_COUNTED = 500

/** The member who looks, and what the frame of every staff page says. */
export interface Viewer {
  name: string
  roleName: string
  /** The member's own zone; all times of staff pages are printed in it. */
  zone: string
  organization: { name: string; zone: string; locale: string }
  /** The organization's clock. */
  now: Temporal.Instant
  /** Bookings with unread changes, at most one more than `MOST_UNREAD_COUNTED`. */
  unread: number
  /** Questions of customers that this member may answer and nobody has, counted as far. */
  asksWaiting: number
  /** Refunds that wait for a person, counted as far; 0 for who may not approve any. */
  refundsWaiting: number
}

/** What the frame needs, in one query. */
export async function loadViewer(db: Reader, scope: MemberScope): Promise<Viewer> {
  const { rows } = await sql<
    Record<'name' | 'role' | 'zone' | 'org_name' | 'org_zone' | 'locale', string> & {
      now: Temporal.Instant
      unread: number
      asks_waiting: number
      refunds_waiting: number
    }
  >`
    with clock as materialized (select org_now(${scope.orgId}) as now)
    select o.name, r.name as role, o.zone, org.name as org_name, org.zone as org_zone, org.locale, clock.now,
      (select count(*)::int from (
        select 1 from (
          select b.org_id, b.id, b.revision, b.updated_at from bookings b
          where b.org_id = ${scope.orgId} and b.updated_at > clock.now - make_interval(days => ${UNREAD_DAYS}) and ${visibleTo(scope)}
          order by b.updated_at desc, b.id desc limit ${NEWEST_COUNTED}) b
        where ${unreadBy(scope, sql`clock.now`)}
        limit ${MOST_UNREAD_COUNTED + 1}) as counted) as unread,
      ${asksWaiting(scope)} as asks_waiting,
      ${refundsWaiting(scope)} as refunds_waiting
    from clock, team_members m
      join time_owners o on o.org_id = m.org_id and o.id = m.id
      join roles r on r.org_id = m.org_id and r.id = m.role_id
      join organizations org on org.id = m.org_id
    where m.org_id = ${scope.orgId} and m.id = ${scope.actor.memberId}`.execute(db)
  const row = rows[0]!
  return {
    name: row.name,
    roleName: row.role,
    zone: row.zone,
    organization: { name: row.org_name, zone: row.org_zone, locale: row.locale },
    now: row.now,
    unread: row.unread,
    asksWaiting: row.asks_waiting,
    refundsWaiting: row.refunds_waiting,
  }
}

function asksWaiting(scope: MemberScope): RawBuilder<number> {
  const all = may(scope, 'booking.change.all')
  if (!all && !may(scope, 'booking.change.own')) return sql<number>`0`
  return sql<number>`(select count(*)::int from (
    select 1 from asks a join bookings b on b.org_id = a.org_id and b.id = a.booking_id
    where a.org_id = ${scope.orgId} and a.state = 'open' and ${all ? sql<boolean>`true` : theirs(scope)}
    limit ${MOST_UNREAD_COUNTED + 1}) as asked)`
}

// The same condition as the queue's own, over the index that is made for it.
function refundsWaiting(scope: MemberScope): RawBuilder<number> {
  if (!may(scope, 'refund.approve')) return sql<number>`0`
  return sql<number>`(select count(*)::int from (
    select 1 from refunds r where r.org_id = ${scope.orgId} and r.payment_id is not null
      and (r.state = 'requested' or r.needs_attention)
    limit ${MOST_UNREAD_COUNTED + 1}) as waiting)`
}

/** Members who may do something the reader may not, by name; a page that refuses says whom to ask. At most five. */
export async function whoMay(db: Reader, scope: MemberScope, permission: Permission): Promise<string[]> {
  const rows = await db
    .selectFrom('team_members as m')
    .innerJoin('roles as r', (join) =>
      join.onRef('r.org_id', '=', 'm.org_id').onRef('r.id', '=', 'm.role_id'),
    )
    .innerJoin('time_owners as o', (join) =>
      join.onRef('o.org_id', '=', 'm.org_id').onRef('o.id', '=', 'm.id'),
    )
    .where('m.org_id', '=', scope.orgId)
    .where('o.active', '=', true)
    .where(sql<boolean>`${permission} = any (r.permissions)`)
    .select('o.name')
    .orderBy('m.created_at')
    .orderBy('m.id')
    .limit(5)
    .execute()
  return rows.map((row) => row.name)
}

/** Condition on bookings `b`: this member may see it (R108: hosts, the page's owner and those who follow the page). */
export function visibleTo(scope: MemberScope): RawBuilder<boolean> {
  if (may(scope, 'booking.view.all')) return sql<boolean>`true`
  return may(scope, 'booking.view.own') ? theirs(scope) : sql<boolean>`false`
}

/** Condition on bookings `b`: the member's own, as `isTheirs` says it of a loaded booking. */
export function theirs(scope: MemberScope): RawBuilder<boolean> {
  const { orgId, actor } = scope
  return sql<boolean>`(exists (
      select 1 from sessions s join assignments a on a.org_id = s.org_id and a.session_id = s.id
      where s.org_id = ${orgId} and s.booking_id = b.id and a.owner_id = ${actor.memberId})
    or exists (
      select 1 from booking_pages p where p.org_id = ${orgId} and p.id = b.page_id and p.owner_member_id = ${actor.memberId})
    or exists (
      select 1 from booking_page_stakeholders st
      where st.org_id = ${orgId} and st.page_id = b.page_id and st.member_id = ${actor.memberId}))`
}

/** Condition on bookings `b`: changed lately, and this member has not opened the change (oncehub R111). */
export function unreadBy(scope: MemberScope, now: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`(b.updated_at > ${now} - make_interval(days => ${UNREAD_DAYS}) and not exists (
    select 1 from activity_reads r
    where r.org_id = b.org_id and r.member_id = ${scope.actor.memberId} and r.booking_id = b.id and r.revision >= b.revision))`
}
