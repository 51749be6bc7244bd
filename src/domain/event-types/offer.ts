import { sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import { builtOnce, type Reader } from '#platform/db.ts'
import type { Scope } from '#domain/access/scope.ts'
import { programsOf, type Program } from '#domain/organizations/programs.ts'
import { policyRules, type PolicyRules } from '#domain/policies/policy.ts'

/** Everything about one event type on one booking page that a customer sees or agrees to. */
export interface Offer {
  orgId: string
  now: Temporal.Instant
  organization: {
    name: string
    zone: string
    locale: string
    contactEmail: string | null
    contactPhone: string | null
    isSample: boolean
    /** Sites that may show the page inside their own. */
    embedOrigins: string[]
  }
  page: {
    id: string
    title: string
    intro: string
    slug: string
    active: boolean
    owner: { id: string; email: string }
    stakeholders: { id: string; email: string }[]
  }
  eventType: OfferedEventType
  /** The policy version a booking made now would be governed by for life: the event type's own policy, else the page's, else the organization's. */
  policy: { versionId: string; version: number; name: string; rules: PolicyRules }
  seats: OfferedSeat[]
  /** Addresses of programs that are told of bookings. */
  programs: Program[]
}

export interface OfferedEventType {
  id: string
  slug: string
  name: string
  description: string
  hostRule: 'one' | 'round_robin' | 'panel'
  durationMinutes: number
  sessionCount: number
  bufferBeforeMinutes: number
  bufferAfterMinutes: number
  horizonDays: number
  locationKind: 'in_person' | 'phone' | 'video' | 'customer_place'
  locationDetail: string
  priceMinor: bigint
  currency: string
  paymentMode: 'free' | 'price_shown' | 'price_collected'
  questions: Question[]
  active: boolean
}

/** One question of the booking form. */
export interface Question {
  key: string
  label: string
  kind: 'line' | 'text'
  required: boolean
}

export interface OfferedSeat {
  seatId: string
  position: number
  role: 'primary' | 'additional' | 'resource'
  label: string
  people: { id: string; name: string; title: string; kind: 'member' | 'resource'; zone: string }[]
}

/** Offers of a page that are switched on, in the order the business chose. One query. */
export async function loadOffers(db: Reader, scope: Scope, pageId: string): Promise<Offer[]> {
  return (await offersOfPage(db, scope.orgId, pageId)).map(toOffer)
}

/** The switched-on offer of a page that an address names, or null. */
export async function findOffer(
  db: Reader,
  scope: Scope,
  pageId: string,
  eventTypeSlug: string,
): Promise<Offer | null> {
  const [row] = await offerBySlug(db, scope.orgId, pageId, eventTypeSlug)
  return row ? toOffer(row) : null
}

/** One offer of a page, switched on or off, or null when the page does not have it. */
export async function loadOffer(
  db: Reader,
  scope: Scope,
  pageId: string,
  eventTypeId: string,
): Promise<Offer | null> {
  const [row] = await offerById(db, scope.orgId, pageId, eventTypeId)
  return row ? toOffer(row) : null
}

const offersOfPage = builtOnce((db: Reader, orgId: string, pageId: string) =>
  offerQuery(db, orgId).where('p.id', '=', pageId).where('e.active', '=', true).orderBy('pe.position'),
)

const offerBySlug = builtOnce((db: Reader, orgId: string, pageId: string, slug: string) =>
  offerQuery(db, orgId).where('p.id', '=', pageId).where('e.slug', '=', slug).where('e.active', '=', true),
)

const offerById = builtOnce((db: Reader, orgId: string, pageId: string, id: string) =>
  offerQuery(db, orgId).where('p.id', '=', pageId).where('e.id', '=', id),
)

type Row = NonNullable<Awaited<ReturnType<ReturnType<typeof offerQuery>['executeTakeFirst']>>>

function offerQuery(db: Reader, orgId: string) {
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
      'e.questions',
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
      'po.name as policy_name',
      'v.id as version_id',
      'v.version',
      'v.rules',
      sql<Temporal.Instant>`org_now(p.org_id)`.as('now'),
    ])
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

function toOffer(row: Row): Offer {
  return {
    orgId: row.org_id,
    now: row.now,
    organization: {
      name: row.org_name,
      zone: row.org_zone,
      locale: row.org_locale,
      contactEmail: row.contact_email,
      contactPhone: row.contact_phone,
      isSample: row.is_sample,
      embedOrigins: row.embed_origins,
    },
    page: {
      id: row.page_id,
      title: row.page_title,
      intro: row.page_intro,
      slug: row.page_slug ?? '',
      active: row.page_active,
      owner: { id: row.owner_member_id, email: row.owner_email },
      stakeholders: row.stakeholders,
    },
    eventType: {
      id: row.id,
      slug: row.slug,
      name: row.name,
      description: row.description,
      hostRule: row.host_rule as OfferedEventType['hostRule'],
      durationMinutes: row.duration_minutes,
      sessionCount: row.session_count,
      bufferBeforeMinutes: row.buffer_before_minutes,
      bufferAfterMinutes: row.buffer_after_minutes,
      horizonDays: row.horizon_days,
      locationKind: row.location_kind as OfferedEventType['locationKind'],
      locationDetail: row.location_detail,
      priceMinor: row.price_minor,
      currency: row.currency,
      paymentMode: row.payment_mode as OfferedEventType['paymentMode'],
      questions: row.questions as unknown as Question[],
      active: row.active,
    },
    policy: {
      versionId: row.version_id,
      version: row.version,
      name: row.policy_name,
      rules: policyRules.parse(row.rules),
    },
    programs: row.programs,
    seats: row.seats.map((seat) => ({
      seatId: seat.id,
      position: seat.position,
      role: seat.role as OfferedSeat['role'],
      label: seat.label,
      people: seat.people.map((person) => ({
        ...person,
        kind: person.kind as 'member' | 'resource',
        title: person.title ?? '',
      })),
    })),
  }
}
