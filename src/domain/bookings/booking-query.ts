import { expressionBuilder, sql } from 'kysely'
import { jsonArrayFrom, jsonObjectFrom } from 'kysely/helpers/postgres'
import type { DB } from '../../../db/schema.ts'
import type { Reader } from '#platform/db.ts'
import { organizationMoneyColumns } from '#domain/organizations/money-settings.ts'
import { programsOf } from '#domain/organizations/programs.ts'
import { balancesOf, invoiceOf, paymentsOf } from './money-query.ts'

/** Bookings of an organization with everything that belongs to them, in one statement. */
export function bookingQuery(db: Reader, orgId: string) {
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
    .select([
      'b.org_id',
      'b.id',
      'b.reference',
      'b.revision',
      'b.created_at',
      'b.updated_at',
      'b.channel',
      'b.event_type_id',
      'b.page_id',
      'b.policy_version_id',
      'b.customer_id',
      'b.customer_name',
      'b.customer_phone',
      'b.customer_zone',
      'b.locale',
      'b.answers',
      'b.duration_minutes',
      'b.buffer_before_minutes',
      'b.buffer_after_minutes',
      'b.price_minor',
      'b.currency',
      'b.payment_mode',
      'b.payment_terms',
      'b.late_fee',
      'b.held_until',
      'b.total_minor',
      'b.discount_minor',
      'b.tax_minor',
      'b.tax_basis_points',
      'b.tax_inclusive',
      'b.needs_approval',
      'b.follows_booking_id',
    ])
    .select(organizationMoneyColumns)
    .select([
      'org.name as org_name',
      'org.zone as org_zone',
      'org.locale as org_locale',
      'org.contact_email',
      'org.contact_phone',
      'org.customers_may_cancel',
      'org.customers_may_reschedule',
      'org.quote_honoured_minutes',
      'org.undo_minutes',
      'org.refund_setting',
      'org.is_sample',
      'org.embed_origins',
      'e.slug as event_slug',
      'e.name as event_name',
      'e.host_rule',
      'e.location_kind',
      'e.location_detail',
      'e.reschedule_hosts',
      'e.questions as event_questions',
      'e.requests_hold',
      'e.answer_within_minutes',
      'e.suggested_times',
      'e.waitlist',
      'e.approval',
      'e.offer_minutes',
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
      jsonObjectFrom(
        eb
          .selectFrom('discount_codes as dc')
          .whereRef('dc.org_id', '=', 'b.org_id')
          .whereRef('dc.id', '=', 'b.discount_code_id')
          .select(['dc.id', 'dc.code']),
      ).as('discount_code'),
      balancesOf().as('balances'),
      invoiceOf().as('invoice'),
      paymentsOf().as('payments'),
      jsonArrayFrom(
        eb
          .selectFrom('asks as ak')
          .leftJoin('remarks as ar', (join) =>
            join.onRef('ar.org_id', '=', 'ak.org_id').onRef('ar.id', '=', 'ak.remark_id'),
          )
          .whereRef('ak.org_id', '=', 'b.org_id')
          .whereRef('ak.booking_id', '=', 'b.id')
          .where('ak.state', 'in', ['open', 'granted'])
          .select(['ak.id', 'ak.kind', 'ak.action', 'ak.sessions', 'ak.wishes', 'ak.state', 'ak.answer'])
          .select(['ak.offered', 'ak.answer_by', 'ak.valid_until', 'ak.created_at', 'ar.body as reason'])
          .select(sql<string>`ak.fee_minor::text`.as('fee_minor'))
          .orderBy('ak.id'),
      ).as('asks'),
      jsonArrayFrom(
        eb
          .selectFrom('guests as g')
          .whereRef('g.org_id', '=', 'b.org_id')
          .whereRef('g.booking_id', '=', 'b.id')
          .where('g.left_at', 'is', null)
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
            's.asked_to_move_at',
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
                .select(['al.id', 'al.owner_id', 'al.kind', 'al.expires_at']),
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
