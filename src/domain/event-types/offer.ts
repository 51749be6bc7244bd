import { askingOf, type Asking } from './asking.ts'
import type { Question } from './question.ts'
import { builtOnce, type Reader } from '#platform/db.ts'
import type { Scope } from '#domain/access/scope.ts'
import { organizationMoney, type OrganizationMoney } from '#domain/organizations/money-settings.ts'
import { paymentTerms, type PaymentTerms, type TaxRule } from '#domain/organizations/payment-terms.ts'
import type { Program } from '#domain/organizations/programs.ts'
import { policyRules, type PolicyRules } from '#domain/policies/policy.ts'
import { offerQuery } from './offer-query.ts'

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
    money: OrganizationMoney
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
  /** When a collected price is paid: the event type's terms, else the organization's (octopus O102). */
  terms: PaymentTerms
  tax: TaxRule
  seats: OfferedSeat[]
  /** Addresses of programs that are told of bookings. */
  programs: Program[]
}

export interface OfferedEventType extends Asking {
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
  /** Its own terms and tax; null is as the organization. */
  paymentTerms: PaymentTerms | null
  tax: TaxRule | null
  questions: Question[]
  active: boolean
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
      money: organizationMoney(row),
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
      paymentTerms: paymentTerms.nullable().parse(row.payment_terms),
      tax: ownTax(row),
      questions: row.questions as unknown as Question[],
      ...askingOf(row),
      active: row.active,
    },
    policy: {
      versionId: row.version_id,
      version: row.version,
      name: row.policy_name,
      rules: policyRules.parse(row.rules),
    },
    terms: paymentTerms.parse(row.payment_terms ?? row.org_payment_terms),
    tax: ownTax(row) ?? { basisPoints: row.org_tax_basis_points, inclusive: row.org_tax_inclusive },
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

function ownTax(row: { tax_basis_points: number | null; tax_inclusive: boolean | null }): TaxRule | null {
  if (row.tax_basis_points === null) return null
  return { basisPoints: row.tax_basis_points, inclusive: row.tax_inclusive ?? true }
}
