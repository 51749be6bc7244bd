import { newId, newReference } from '#platform/ids.ts'
import { wallOf } from '#platform/zones.ts'
import { linkRows } from '#domain/access/booking-links.ts'
import type { Offer } from '#domain/event-types/offer.ts'
import type { FactActor } from '#domain/facts/fact.ts'
import { joinRows, type Rows } from '#platform/rows.ts'
import { record, type Recorded } from '#domain/reactions/record.ts'
import type { Surroundings } from '#domain/reactions/reactions.ts'
import { allocationRow } from './allocation-row.ts'
import type { BookingRequest } from './booking-request.ts'
import { heldFact, requestedFact, scheduledFact } from './booking-facts.ts'
import { priceColumns, saleRows, type Terms } from './new-sale.ts'
import type { PlannedSession } from './plan-sessions.ts'
import { newRequest, type RequestedTime } from './request-rows.ts'

interface Decided {
  now: Temporal.Instant
  /** Null for somebody who books here for the first time. */
  customerId: string | null
  bookedBy: FactActor
  /** What is planned for each session; where the team decides, every time that was suggested, the best liked first. */
  suggested: PlannedSession[][]
  terms: Terms
}

/** Every row of a new booking. Pure but for new ids. */
export function bookingRows(
  secret: string,
  offer: Offer,
  request: BookingRequest,
  decided: Decided,
): {
  rows: Rows
  recorded: Recorded[]
  bookingId: string
  reference: string
  /** Times to keep until the team has answered. */
  requestedTimes: RequestedTime[]
} {
  const bookingId = newId()
  const reference = newReference()
  const customerId = decided.customerId ?? newId()
  const customer = {
    org_id: offer.orgId,
    id: customerId,
    name: request.customer.name,
    email: request.customer.email,
    created_at: decided.now,
  }
  const guests = request.guests.map((guest) => ({
    org_id: offer.orgId,
    id: newId(),
    booking_id: bookingId,
    ...guest,
  }))
  const { terms } = decided
  const sessions = decided.suggested.map((times) => ({ ...times[0]!, id: newId() }))
  const links = [
    linkRows(secret, offer.orgId, bookingId, 'customer'),
    ...guests.map((guest) => linkRows(secret, offer.orgId, bookingId, `guest:${guest.id}`)),
  ]
  const booked = { ...offer.eventType, orgId: offer.orgId, id: bookingId }
  const rows: Rows = {
    customers: decided.customerId ? [] : [customer],
    bookings: [bookingRow(offer, request, { ...decided, customerId }, bookingId, reference)],
    sessions: sessions.map((session, position) => newSessionRow(offer, bookingId, session, position, terms)),
    assignments: sessions.flatMap((session) => assignmentRows(offer.orgId, session)),
    allocations: terms.isRequest
      ? []
      : sessions.flatMap((session) =>
          session.hosts.map((host) =>
            allocationRow(booked, session.id, host.owner.id, session, terms.heldUntil),
          ),
        ),
    guests,
    booking_links: links.map((entry) => entry.link),
    link_index: links.map((entry) => entry.index),
  }
  const about = { orgId: offer.orgId, bookingId, currency: offer.eventType.currency, at: decided.now }
  const sale = saleRows(about, offer, terms, {
    sessionIds: sessions.map((session) => session.id),
    customer: request.customer,
  })
  const named = { about, revision: 1, actor: decided.bookedBy, channel: request.channel }
  const around = () => surroundingsOfOffer(offer, request, customerId, guests, sessions)
  const wanted = sessions.map(({ id }, index) => ({ id, times: decided.suggested[index]! }))
  const asked = terms.isRequest ? newRequest(booked, offer.eventType, wanted, decided.now) : null
  const recorded = asked
    ? [record(requestedFact(named, asked.ask, sessions), around())]
    : terms.heldUntil
      ? [record(heldFact(named, terms.heldUntil, terms.payNowMinor), null)]
      : [record(scheduledFact(named, sessions), around())]
  return {
    rows: joinRows(rows, sale, asked?.rows ?? {}),
    recorded,
    bookingId,
    reference,
    requestedTimes: asked?.kept ?? [],
  }
}

function bookingRow(
  offer: Offer,
  request: BookingRequest,
  decided: Decided,
  bookingId: string,
  reference: string,
) {
  const { eventType } = offer
  return {
    org_id: offer.orgId,
    id: bookingId,
    reference,
    event_type_id: eventType.id,
    page_id: offer.page.id,
    customer_id: decided.customerId,
    policy_version_id: offer.policy.versionId,
    revision: 1,
    customer_name: request.customer.name,
    customer_phone: request.customer.phone,
    customer_zone: request.customer.zone,
    locale: request.customer.locale,
    duration_minutes: eventType.durationMinutes,
    buffer_before_minutes: eventType.bufferBeforeMinutes,
    buffer_after_minutes: eventType.bufferAfterMinutes,
    ...priceColumns(offer, decided.terms),
    answers: request.answers,
    channel: request.channel,
    request_key: request.requestKey,
    needs_approval: eventType.approval === 'request',
    follows_booking_id: request.followsBookingId ?? null,
    created_at: decided.now,
    updated_at: decided.now,
  }
}

function newSessionRow(
  offer: Offer,
  bookingId: string,
  session: PlannedSession & { id: string },
  position: number,
  terms: Terms,
) {
  const zone = session.hosts.find((host) => host.role === 'primary')!.owner.zone
  return {
    org_id: offer.orgId,
    id: session.id,
    booking_id: bookingId,
    position,
    state: terms.isRequest ? 'requested' : terms.heldUntil ? 'held' : 'scheduled',
    status_id: null,
    starts_at: session.startsAt,
    ends_at: session.endsAt,
    wall_start: wallOf(session.startsAt, zone),
    zone,
    uid: `${session.id}@kept`,
    sequence: 0,
    reschedule_count: 0,
    price_share_minor: terms.shares[position]!.grossMinor,
    confirmed_at: null,
  }
}

function assignmentRows(orgId: string, session: PlannedSession & { id: string }) {
  return session.hosts.map((host, position) => ({
    org_id: orgId,
    session_id: session.id,
    owner_id: host.owner.id,
    role: host.role,
    label: host.label,
    seat_id: host.seatId,
    position,
  }))
}

function surroundingsOfOffer(
  offer: Offer,
  request: BookingRequest,
  customerId: string,
  guests: { id: string; email: string }[],
  sessions: (PlannedSession & { id: string })[],
): Surroundings {
  const hosts = sessions.flatMap((session) => session.hosts)
  const primary = hosts.find((host) => host.role === 'primary')!.owner
  const others = new Map(
    hosts
      .filter((host) => host.owner.kind === 'member' && host.owner.id !== primary.id)
      .map((host) => [host.owner.id, host.owner]),
  )
  return {
    people: {
      customer: { id: customerId, email: request.customer.email },
      guests: guests.map(({ id, email }) => ({ id, email })),
      primaryHost: primary,
      additionalHosts: [...others.values()],
      pageOwner: offer.page.owner,
      stakeholders: offer.page.stakeholders,
      programs: offer.programs,
      openSessions: sessions.length,
    },
    connected: sessions.flatMap((session) => {
      const host = session.hosts.find((entry) => entry.role === 'primary')!.owner
      return host.calendarConnected ? [{ session: session.id, ownerId: host.id, sequence: 0 }] : []
    }),
  }
}
