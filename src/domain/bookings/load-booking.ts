import { expressionBuilder, sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { DB } from '../../../db/schema.ts'
import { builtOnce, type Reader } from '#platform/db.ts'
import type { MemberScope, Scope } from '#domain/access/scope.ts'
import { policyRules } from '#domain/policies/policy.ts'
import { programsOf } from '#domain/organizations/programs.ts'
import type { Assignment, Booking, Session } from './booking.ts'

/** The booking in one query, or null when this scope has no such booking. */
export async function loadBooking(db: Reader, scope: Scope, bookingId: string): Promise<Booking | null> {
  if ('bookingId' in scope.actor && scope.actor.bookingId !== bookingId) return null
  const [row] = await bookingById(db, scope.orgId, bookingId)
  return row ? toBooking(row) : null
}

/** These bookings in one query, in this order; ids that the organization does not have are left out. */
export async function loadBookings(
  db: Reader,
  scope: MemberScope,
  bookingIds: readonly string[],
): Promise<Booking[]> {
  if (bookingIds.length === 0) return []
  const rows = await bookingQuery(db, scope.orgId).where('b.id', 'in', bookingIds).execute()
  const byId = new Map(rows.map((row) => [row.id, row]))
  return bookingIds.flatMap((id) => {
    const row = byId.get(id)
    return row ? [toBooking(row)] : []
  })
}

const bookingById = builtOnce((db: Reader, orgId: string, bookingId: string) =>
  bookingQuery(db, orgId).where('b.id', '=', bookingId),
)

type Row = NonNullable<Awaited<ReturnType<ReturnType<typeof bookingQuery>['executeTakeFirst']>>>

function bookingQuery(db: Reader, orgId: string) {
  return db
    .selectFrom('bookings as b')
    .innerJoin('organizations as org', 'org.id', 'b.org_id')
    .innerJoin('event_types as e', (join) =>
      join.onRef('e.org_id', '=', 'b.org_id').onRef('e.id', '=', 'b.event_type_id'),
    )
    .innerJoin('booking_pages as p', (join) =>
      join.onRef('p.org_id', '=', 'b.org_id').onRef('p.id', '=', 'b.page_id'),
    )
    .innerJoin('team_members as om', (join) =>
      join.onRef('om.org_id', '=', 'p.org_id').onRef('om.id', '=', 'p.owner_member_id'),
    )
    .innerJoin('time_owners as oo', (join) =>
      join.onRef('oo.org_id', '=', 'om.org_id').onRef('oo.id', '=', 'om.id'),
    )
    .innerJoin('customers as c', (join) =>
      join.onRef('c.org_id', '=', 'b.org_id').onRef('c.id', '=', 'b.customer_id'),
    )
    .innerJoin('policy_versions as v', (join) =>
      join.onRef('v.org_id', '=', 'b.org_id').onRef('v.id', '=', 'b.policy_version_id'),
    )
    .where('b.org_id', '=', orgId)
    .selectAll('b')
    .select([
      'org.name as org_name',
      'org.zone as org_zone',
      'org.locale as org_locale',
      'org.contact_email',
      'org.contact_phone',
      'org.customers_may_cancel',
      'org.customers_may_reschedule',
      'org.quote_honoured_minutes',
      'org.refund_setting',
      'org.is_sample',
      'org.embed_origins',
      'e.slug as event_slug',
      'e.name as event_name',
      'e.host_rule',
      'e.location_kind',
      'e.location_detail',
      'e.reschedule_hosts',
      'p.title as page_title',
      'p.active as page_active',
      'p.owner_member_id',
      'om.email as owner_email',
      'oo.name as owner_name',
      'c.email as customer_email',
      'v.policy_id',
      'v.version as policy_version',
      'v.rules as policy_rules',
      sql<Temporal.Instant>`org_now(b.org_id)`.as('now'),
    ])
    .select((eb) => [
      eb
        .selectFrom('slugs as sl')
        .whereRef('sl.org_id', '=', 'b.org_id')
        .whereRef('sl.page_id', '=', 'b.page_id')
        .where('sl.current', '=', true)
        .select('sl.slug')
        .as('page_slug'),
      jsonArrayFrom(
        eb
          .selectFrom('booking_page_stakeholders as st')
          .innerJoin('team_members as sm', (join) =>
            join.onRef('sm.org_id', '=', 'st.org_id').onRef('sm.id', '=', 'st.member_id'),
          )
          .innerJoin('time_owners as so', (join) =>
            join.onRef('so.org_id', '=', 'st.org_id').onRef('so.id', '=', 'st.member_id'),
          )
          .whereRef('st.org_id', '=', 'b.org_id')
          .whereRef('st.page_id', '=', 'b.page_id')
          .select(['st.member_id as id', 'so.name', 'sm.email'])
          .orderBy('st.member_id'),
      ).as('stakeholders'),
      programsOf('b.org_id').as('programs'),
      jsonArrayFrom(
        eb
          .selectFrom('guests as g')
          .whereRef('g.org_id', '=', 'b.org_id')
          .whereRef('g.booking_id', '=', 'b.id')
          .select(['g.id', 'g.name', 'g.email'])
          .orderBy('g.id'),
      ).as('guests'),
      jsonArrayFrom(
        eb
          .selectFrom('booking_links as bl')
          .whereRef('bl.org_id', '=', 'b.org_id')
          .whereRef('bl.booking_id', '=', 'b.id')
          .groupBy('bl.audience')
          .select(['bl.audience', (links) => links.fn.max('bl.generation').as('generation')]),
      ).as('link_generations'),
      jsonArrayFrom(
        eb
          .selectFrom('sessions as s')
          .whereRef('s.org_id', '=', 'b.org_id')
          .whereRef('s.booking_id', '=', 'b.id')
          .select([
            's.id',
            's.position',
            's.state',
            's.starts_at',
            's.ends_at',
            's.zone',
            's.uid',
            's.sequence',
            's.reschedule_count',
            's.confirmed_at',
          ])
          .select(sql<string>`s.price_share_minor::text`.as('price_share_minor'))
          .select((s) => [
            jsonArrayFrom(assignmentsOfSession()).as('assignments'),
            jsonArrayFrom(
              s
                .selectFrom('allocations as al')
                .whereRef('al.org_id', '=', 's.org_id')
                .whereRef('al.booking_id', '=', 's.booking_id')
                .whereRef('al.session_id', '=', 's.id')
                .select('al.id'),
            ).as('allocations'),
          ])
          .orderBy('s.position'),
      ).as('sessions'),
    ])
}

// Inside `bookingQuery`: who sits in session `s`.
function assignmentsOfSession() {
  return expressionBuilder<DB, never>()
    .selectFrom('assignments as a')
    .innerJoin('time_owners as o', (join) =>
      join.onRef('o.org_id', '=', 'a.org_id').onRef('o.id', '=', 'a.owner_id'),
    )
    .leftJoin('team_members as m', (join) =>
      join.onRef('m.org_id', '=', 'a.org_id').onRef('m.id', '=', 'a.owner_id'),
    )
    .where(sql<boolean>`a.org_id = s.org_id and a.session_id = s.id`)
    .select([
      'a.owner_id',
      'a.role',
      'a.label',
      'a.seat_id',
      'o.kind',
      'o.name',
      'o.zone',
      'm.email',
      'm.title',
    ])
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom('calendar_connections as cc')
            .whereRef('cc.org_id', '=', 'a.org_id')
            .whereRef('cc.owner_id', '=', 'a.owner_id')
            .where('cc.active', '=', true)
            .select('cc.id'),
        )
        .as('calendar_connected'),
    )
    .orderBy('a.position')
}

function toBooking(row: Row): Booking {
  return {
    orgId: row.org_id,
    id: row.id,
    reference: row.reference,
    revision: row.revision,
    now: row.now,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    channel: row.channel,
    organization: {
      name: row.org_name,
      zone: row.org_zone,
      locale: row.org_locale,
      contactEmail: row.contact_email,
      contactPhone: row.contact_phone,
      customersMayCancel: row.customers_may_cancel,
      customersMayReschedule: row.customers_may_reschedule,
      quoteHonouredMinutes: row.quote_honoured_minutes,
      refundSetting: row.refund_setting as Booking['organization']['refundSetting'],
      isSample: row.is_sample,
      embedOrigins: row.embed_origins,
    },
    eventType: {
      id: row.event_type_id,
      slug: row.event_slug,
      name: row.event_name,
      hostRule: row.host_rule,
      locationKind: row.location_kind,
      locationDetail: row.location_detail,
      rescheduleHosts: row.reschedule_hosts,
    },
    page: { id: row.page_id, title: row.page_title, slug: row.page_slug, active: row.page_active },
    pageOwner: { id: row.owner_member_id, name: row.owner_name, email: row.owner_email },
    stakeholders: row.stakeholders,
    programs: row.programs,
    policy: {
      versionId: row.policy_version_id,
      policyId: row.policy_id,
      version: row.policy_version,
      rules: policyRules.parse(row.policy_rules),
    },
    customer: {
      id: row.customer_id,
      name: row.customer_name,
      email: row.customer_email,
      phone: row.customer_phone,
      zone: row.customer_zone,
      locale: row.locale,
    },
    guests: row.guests,
    answers: row.answers as unknown as Booking['answers'],
    durationMinutes: row.duration_minutes,
    bufferBeforeMinutes: row.buffer_before_minutes,
    bufferAfterMinutes: row.buffer_after_minutes,
    priceMinor: row.price_minor,
    currency: row.currency,
    paymentMode: row.payment_mode as Booking['paymentMode'],
    sessions: row.sessions.map(toSession),
    linkGenerations: row.link_generations,
  }
}

// Inside a JSON document instants arrive as text, whatever the column's type says.
function toSession(row: Row['sessions'][number]): Session {
  return {
    id: row.id,
    position: row.position,
    state: row.state as Session['state'],
    startsAt: Temporal.Instant.from(row.starts_at as unknown as string),
    endsAt: Temporal.Instant.from(row.ends_at as unknown as string),
    zone: row.zone,
    uid: row.uid,
    sequence: row.sequence,
    rescheduleCount: row.reschedule_count,
    priceShareMinor: BigInt(row.price_share_minor),
    confirmedAt: row.confirmed_at ? Temporal.Instant.from(row.confirmed_at as unknown as string) : null,
    assignments: row.assignments.map((entry) => ({
      ownerId: entry.owner_id,
      kind: entry.kind as Assignment['kind'],
      name: entry.name,
      email: entry.email ?? '',
      title: entry.title ?? '',
      zone: entry.zone,
      role: entry.role as Assignment['role'],
      label: entry.label,
      seatId: entry.seat_id,
      calendarConnected: Boolean(entry.calendar_connected),
    })),
    allocationIds: row.allocations.map((entry) => entry.id),
  }
}
