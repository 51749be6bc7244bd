import { sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Reader } from '#platform/db.ts'
import { organizationMoneyColumns } from '#domain/organizations/money-settings.ts'
import { programsOf } from '#domain/organizations/programs.ts'

/** Event types on booking pages with everything that a customer sees or agrees to, in one statement. */
export function offerQuery(db: Reader, orgId: string) {
  return db
    .selectFrom('booking_pages as p')
    .innerJoin('organizations as org', 'org.id', 'p.org_id')
    .innerJoin('booking_page_event_types as pe', (join) =>
      join.onRef('pe.org_id', '=', 'p.org_id').onRef('pe.page_id', '=', 'p.id'),
    )
    .innerJoin('event_types as e', (join) =>
      join.onRef('e.org_id', '=', 'pe.org_id').onRef('e.id', '=', 'pe.event_type_id'),
    )
    .innerJoin('policies as po', (join) =>
      join
        .onRef('po.org_id', '=', 'p.org_id')
        .on('po.id', '=', sql<string>`coalesce(e.policy_id, p.policy_id, org.default_policy_id)`),
    )
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('policy_versions as pv')
          .whereRef('pv.org_id', '=', 'po.org_id')
          .whereRef('pv.policy_id', '=', 'po.id')
          .select(['pv.id', 'pv.version', 'pv.rules'])
          .orderBy('pv.version', 'desc')
          .limit(1)
          .as('v'),
      (join) => join.onTrue(),
    )
    .innerJoin('team_members as om', (join) =>
      join.onRef('om.org_id', '=', 'p.org_id').onRef('om.id', '=', 'p.owner_member_id'),
    )
    .where('p.org_id', '=', orgId)
    .select([
      'e.org_id',
      'e.id',
      'e.slug',
      'e.name',
      'e.description',
      'e.host_rule',
      'e.duration_minutes',
      'e.session_count',
      'e.buffer_before_minutes',
      'e.buffer_after_minutes',
      'e.horizon_days',
      'e.location_kind',
      'e.location_detail',
      'e.price_minor',
      'e.currency',
      'e.payment_mode',
      'e.payment_terms',
      'e.tax_basis_points',
      'e.tax_inclusive',
      'e.questions',
      'e.approval',
      'e.suggested_times',
      'e.requests_hold',
      'e.answer_within_minutes',
      'e.waitlist',
      'e.offer_minutes',
      'e.active',
    ])
    .select([
      'p.id as page_id',
      'p.title as page_title',
      'p.intro as page_intro',
      'p.active as page_active',
      'p.owner_member_id',
      'om.email as owner_email',
      'org.name as org_name',
      'org.zone as org_zone',
      'org.locale as org_locale',
      'org.contact_email',
      'org.contact_phone',
      'org.is_sample',
      'org.embed_origins',
      'org.payment_terms as org_payment_terms',
      'org.tax_basis_points as org_tax_basis_points',
      'org.tax_inclusive as org_tax_inclusive',
      'po.name as policy_name',
      'v.id as version_id',
      'v.version',
      'v.rules',
      sql<Temporal.Instant>`org_now(p.org_id)`.as('now'),
    ])
    .select(organizationMoneyColumns)
    .select((eb) => [
      eb
        .selectFrom('slugs as sl')
        .whereRef('sl.org_id', '=', 'p.org_id')
        .whereRef('sl.page_id', '=', 'p.id')
        .where('sl.current', '=', true)
        .select('sl.slug')
        .as('page_slug'),
      jsonArrayFrom(
        eb
          .selectFrom('booking_page_stakeholders as st')
          .innerJoin('team_members as sm', (join) =>
            join.onRef('sm.org_id', '=', 'st.org_id').onRef('sm.id', '=', 'st.member_id'),
          )
          .whereRef('st.org_id', '=', 'p.org_id')
          .whereRef('st.page_id', '=', 'p.id')
          .select(['st.member_id as id', 'sm.email'])
          .orderBy('st.member_id'),
      ).as('stakeholders'),
      programsOf('p.org_id').as('programs'),
      jsonArrayFrom(
        eb
          .selectFrom('seats as s')
          .whereRef('s.org_id', '=', 'e.org_id')
          .whereRef('s.event_type_id', '=', 'e.id')
          .select(['s.id', 's.position', 's.role', 's.label'])
          .select((s) => [
            jsonArrayFrom(
              s
                .selectFrom('seat_candidates as c')
                .innerJoin('time_owners as o', (join) =>
                  join.onRef('o.org_id', '=', 'c.org_id').onRef('o.id', '=', 'c.owner_id'),
                )
                .leftJoin('team_members as m', (join) =>
                  join.onRef('m.org_id', '=', 'c.org_id').onRef('m.id', '=', 'c.owner_id'),
                )
                .whereRef('c.org_id', '=', 's.org_id')
                .whereRef('c.seat_id', '=', 's.id')
                .where('o.active', '=', true)
                .select(['o.id', 'o.name', 'o.kind', 'o.zone', 'm.title'])
                .orderBy('o.id'),
            ).as('people'),
          ])
          .orderBy('s.position'),
      ).as('seats'),
    ])
}
