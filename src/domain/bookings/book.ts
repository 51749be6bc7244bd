import { sql } from 'kysely'
import { done, refuse, type Context, type Outcome } from '#platform/context.ts'
import { inTransaction, violatedConstraint, type Reader, type Tx } from '#platform/db.ts'
import { farWhy, isWithinReach } from '#platform/zones.ts'
import { linkToken } from '#domain/access/booking-links.ts'
import { actorOf, type MemberScope, type SystemScope } from '#domain/access/scope.ts'
import { loadQuestions, type LoadedQuestion } from '#domain/availability/load-questions.ts'
import { findDiscount } from '#domain/event-types/discount-codes.ts'
import type { FactActor } from '#domain/facts/fact.ts'
import { creditsOf, lockCustomer, spendCredits } from '#domain/money/credits.ts'
import { timesToSuggest } from '#domain/event-types/asking.ts'
import { loadOffer, type Offer } from '#domain/event-types/offer.ts'
import type { Booked, BookingRefusal, BookingRequest } from './booking-request.ts'
import { bookingRows } from './booking-rows.ts'
import { nearestStartsOf } from './nearest-times.ts'
import { termsOf, type Terms } from './new-sale.ts'
import { planEach, planSessions, type PlannedSession } from './plan-sessions.ts'
import { keepRequested } from './request-rows.ts'
import { writeRows } from './write-rows.ts'

/**
 * Books one event type for a customer: one transaction in which everybody who could sit in it is locked, the
 * times are checked, seats are filled and the database refuses whatever overlaps. The policy version in force
 * now governs the booking for life (oncehub R11).
 */
export async function book(
  context: Context,
  scope: SystemScope | MemberScope,
  request: BookingRequest,
): Promise<Outcome<Booked, BookingRefusal>> {
  const offer = await loadOffer(context.db, scope, request.pageId, request.eventTypeId)
  return offer ? bookOffer(context, scope, offer, request) : refuse({ code: 'not_offered' })
}

/** The same for an offer that was loaded a moment ago. */
export async function bookOffer(
  context: Context,
  scope: SystemScope | MemberScope,
  offer: Offer,
  request: BookingRequest,
): Promise<Outcome<Booked, BookingRefusal>> {
  if (!offer.page.active || !offer.eventType.active) return refuse({ code: 'not_offered' })
  const wanted = startsWanted(scope, offer)
  if (request.starts.length !== wanted) return refuse({ code: 'wrong_number_of_times', wanted })
  if (new Set(request.starts.map(String)).size !== wanted) return refuse({ code: 'same_time_twice' })
  const unreasonable = request.starts.find((start) => !isWithinReach(start, offer.now))
  if (unreasonable)
    return refuse({
      code: 'slot_unavailable',
      start: unreasonable.toString(),
      why: farWhy(unreasonable, offer.now),
      nearest: [],
    })
  const outcome = await attempt(context, scope, offer, request)
  if (outcome.ok || !('start' in outcome.refusal)) return outcome
  const start = Temporal.Instant.from(outcome.refusal.start)
  const nearest = await nearestStartsOf(context.db, scope, request.eventTypeId, start)
  return refuse({ ...outcome.refusal, nearest })
}

// Customers ask where the team decides; a member who books in their own name has decided.
function asksTeam(scope: SystemScope | MemberScope, { eventType }: Offer): boolean {
  return eventType.approval === 'request' && scope.actor.kind !== 'member'
}

function startsWanted(scope: SystemScope | MemberScope, offer: Offer): number {
  const { sessionCount } = offer.eventType
  return asksTeam(scope, offer) && sessionCount === 1 ? timesToSuggest(offer.eventType) : sessionCount
}

async function attempt(
  context: Context,
  scope: SystemScope | MemberScope,
  offer: Offer,
  request: BookingRequest,
): Promise<Outcome<Booked, BookingRefusal>> {
  try {
    return await inTransaction(context.db, (tx) => commit(context, tx, scope, offer, request))
  } catch (error) {
    const constraint = violatedConstraint(error)
    if (constraint === 'bookings_org_id_request_key_key')
      return done((await earlierBooking(context.db, context.secret, scope, request.requestKey))!)
    if (constraint === 'code_not_used_up')
      return refuse({ code: 'discount_refused', because: 'code_used_up' })
    if (constraint === 'one_place_at_a_time')
      return refuse({ code: 'slot_taken', start: request.starts[0]!.toString(), nearest: [] })
    // Two random references met, or two first bookings of one customer: neither happens again.
    if (constraint === 'bookings_org_id_reference_key' || constraint === 'customers_by_email') {
      return attempt(context, scope, offer, request)
    }
    throw error
  }
}

async function commit(
  context: Context,
  tx: Tx,
  scope: SystemScope | MemberScope,
  offer: Offer,
  request: BookingRequest,
): Promise<Outcome<Booked, BookingRefusal>> {
  const opened = await sql<{ customer: string | null }>`
    select open_booking(${scope.orgId}, ${request.eventTypeId}, ${request.customer.email}) as customer`.execute(
    tx,
  )
  const sorted = request.starts.toSorted(Temporal.Instant.compare)
  const [loaded] = await loadQuestions(tx, scope, {
    eventTypeIds: [request.eventTypeId],
    forChoice: true,
    from: sorted[0]!.subtract({ hours: 24 }),
    to: sorted.at(-1)!.add({ hours: 48 }),
  })
  const isRequest = asksTeam(scope, offer)
  const planned = plan(loaded!, offer, request.starts, isRequest)
  if (!planned.ok) {
    // The same form may have been sent twice: then its own booking is what stands in the way.
    const earlier = await earlierBooking(tx, context.secret, scope, request.requestKey)
    return earlier ? done(earlier) : planned
  }
  const customerId = opened.rows[0]!.customer
  const terms = await agreeOnTerms(tx, scope, offer, request, { customerId, now: loaded!.now, isRequest })
  if (!terms.ok) return terms
  const { rows, recorded, bookingId, reference, requestedTimes } = bookingRows(
    context.secret,
    offer,
    request,
    {
      now: loaded!.now,
      customerId,
      terms: terms.value,
      bookedBy: bookedBy(scope),
      suggested: planned.value,
    },
  )
  await writeRows(context, tx, scope.orgId, rows, recorded)
  if (requestedTimes.length > 0) await keepRequested(tx, scope.orgId, bookingId, requestedTimes)
  return done({
    bookingId,
    reference,
    token: linkToken(context.secret, scope.orgId, bookingId, 'customer', 1),
    isHeld: terms.value.heldUntil !== null,
    isRequested: isRequest,
  })
}

/** The price with the code and the credit that the customer brings; credit is theirs only if they are who they say. */
async function agreeOnTerms(
  tx: Tx,
  scope: SystemScope | MemberScope,
  offer: Offer,
  request: BookingRequest,
  { customerId, now, isRequest }: { customerId: string | null; now: Temporal.Instant; isRequest: boolean },
): Promise<Outcome<Terms, BookingRefusal>> {
  const code = request.discountCode?.trim() ?? ''
  const discount = code === '' ? null : await findDiscount(tx, scope, code, offer.eventType.id)
  if (discount && !discount.ok) return refuse({ code: 'discount_refused', because: discount.refusal.code })
  const by = { isMember: scope.actor.kind === 'member', isRequest, now }
  const terms = termsOf(offer, by, discount?.value ?? null, [])
  if (customerId === null || request.creditOf !== customerId) return done(terms)
  await lockCustomer(tx, scope, customerId)
  const credits = await creditsOf(tx, scope, customerId, offer.eventType.currency)
  return done(termsOf(offer, by, discount?.value ?? null, spendCredits(credits, terms.price.totalMinor)))
}

// A page belongs to nobody, so whoever books there is the customer; a member books in their own name.
function bookedBy(scope: SystemScope | MemberScope): FactActor {
  const actor = actorOf(scope)
  return scope.actor.kind === 'member' ? actor : { ...actor, kind: 'customer' }
}

/** The sessions, or, where the team decides, what was suggested for each: the first time is the one that is liked best. */
function plan(
  loaded: LoadedQuestion,
  { eventType }: Offer,
  starts: readonly Temporal.Instant[],
  isRequest: boolean,
): Outcome<PlannedSession[][], BookingRefusal> {
  const isChoice = isRequest && eventType.sessionCount === 1
  const planned = isChoice
    ? planEach(loaded, eventType, starts)
    : planSessions(loaded, eventType, starts.toSorted(Temporal.Instant.compare))
  if (planned.ok) return done(isChoice ? [planned.value] : planned.value.map((session) => [session]))
  const { start, why } = planned.refusal
  const code = why === 'taken' ? ('slot_taken' as const) : ('slot_unavailable' as const)
  return refuse({ code, start: start.toString(), why, nearest: [] })
}

async function earlierBooking(
  db: Reader,
  secret: string,
  scope: SystemScope | MemberScope,
  requestKey: string,
): Promise<Booked | null> {
  const row = await db
    .selectFrom('bookings as b')
    .innerJoin('booking_links as l', (join) =>
      join.onRef('l.org_id', '=', 'b.org_id').onRef('l.booking_id', '=', 'b.id'),
    )
    .where('b.org_id', '=', scope.orgId)
    .where('b.request_key', '=', requestKey)
    .where('l.audience', '=', 'customer')
    .select(['b.id', 'b.reference', 'b.held_until', 'l.generation'])
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom('sessions as s')
            .whereRef('s.org_id', '=', 'b.org_id')
            .whereRef('s.booking_id', '=', 'b.id')
            .where('s.state', '=', 'requested')
            .select('s.id'),
        )
        .as('is_requested'),
    )
    .orderBy('l.generation', 'desc')
    .executeTakeFirst()
  return row
    ? {
        bookingId: row.id,
        reference: row.reference,
        token: linkToken(secret, scope.orgId, row.id, 'customer', row.generation),
        isHeld: row.held_until !== null,
        isRequested: Boolean(row.is_requested),
      }
    : null
}
