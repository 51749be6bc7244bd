import { builtOnce, type Reader } from '#platform/db.ts'
import type { MemberScope, Scope } from '#domain/access/scope.ts'
import { organizationMoney } from '#domain/organizations/money-settings.ts'
import { paymentTerms } from '#domain/organizations/payment-terms.ts'
import { policyRules } from '#domain/policies/policy.ts'
import { askingOf } from '#domain/event-types/asking.ts'
import { toAsk } from '#domain/asks/load-ask.ts'
import type { Allocation, Assignment, Booking, Session } from './booking.ts'
import { bookingQuery } from './booking-query.ts'
import { balanceOf, bookingMoney, type Balance } from './money-query.ts'

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
      undoMinutes: row.undo_minutes,
      refundSetting: row.refund_setting as Booking['organization']['refundSetting'],
      isSample: row.is_sample,
      embedOrigins: row.embed_origins,
      currency: row.org_currency,
      money: organizationMoney(row),
    },
    eventType: {
      id: row.event_type_id,
      slug: row.event_slug,
      name: row.event_name,
      hostRule: row.host_rule,
      locationKind: row.location_kind,
      locationDetail: row.location_detail,
      rescheduleHosts: row.reschedule_hosts,
      questions: row.event_questions as unknown as Booking['eventType']['questions'],
      asking: askingOf(row),
    },
    needsApproval: row.needs_approval === true,
    asks: row.asks.map(toAsk),
    followsBookingId: row.follows_booking_id,
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
    paymentTerms: paymentTerms.parse(row.payment_terms),
    lateFee: lateFeeOf(row.late_fee),
    heldUntil: row.held_until,
    money: bookingMoney(row),
    sessions: row.sessions.map((session) => toSession(session, balanceOf(row, session.id))),
    linkGenerations: row.link_generations,
  }
}

// Kept as a document, in which amounts are digits.
function lateFeeOf(kept: unknown): Booking['lateFee'] {
  const fee = kept as (Omit<NonNullable<Booking['lateFee']>, 'minor'> & { minor: string }) | null
  return fee && { ...fee, minor: BigInt(fee.minor) }
}

// Inside a JSON document instants arrive as text, whatever the column's type says.
function toSession(row: Row['sessions'][number], balance: Balance): Session {
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
    ...balance,
    confirmedAt: instantOrNull(row.confirmed_at),
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
    askedToMoveAt: instantOrNull(row.asked_to_move_at),
    allocations: row.allocations.map((entry) => ({
      id: entry.id,
      ownerId: entry.owner_id,
      kind: entry.kind as Allocation['kind'],
      expiresAt: instantOrNull(entry.expires_at),
    })),
  }
}

function instantOrNull(text: unknown): Temporal.Instant | null {
  return text === null ? null : Temporal.Instant.from(text as string)
}
