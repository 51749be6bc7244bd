import { newId } from '#platform/ids.ts'
import { now } from '#platform/clock.ts'
import { done, refuse, type Context, type Outcome } from '#platform/context.ts'
import { inTransaction, toJson, violatedConstraint, type Tx } from '#platform/db.ts'
import { authorOf, type Scope } from '#domain/access/scope.ts'
import { insertFact } from '#domain/facts/insert-fact.ts'
import { askingColumns, type Asking } from './asking.ts'
import type { OfferedEventType } from './offer.ts'

/** Everything a business decides about an event type. Amounts in minor units of the organization's currency. */
export interface EventTypeInput
  extends Omit<OfferedEventType, 'id' | 'currency' | 'paymentTerms' | 'tax' | keyof Asking>, Partial<Asking> {
  /** Its own; absent and null are as the organization. */
  paymentTerms?: OfferedEventType['paymentTerms']
  tax?: OfferedEventType['tax']
  stepMinutes: number
  minimumNoticeMinutes: number
  dailyCap: number | null
  weeklyCap: number | null
  policyId: string | null
  rescheduleHosts: 'same' | 'any_of_pool'
  /** The first seat is the primary host's. Candidates are ids of members or resources: one is fixed, several are a pool. */
  seats: { role: 'primary' | 'additional' | 'resource'; label: string; candidates: string[] }[]
}

export type EventTypeRefusal =
  | { code: 'slug_taken' }
  | { code: 'unknown_event_type' }
  | { code: 'no_primary_seat' }
  | { code: 'empty_seat'; position: number }
  | { code: 'seats_do_not_fit_host_rule' }
  | { code: 'unknown_candidate' }
  | { code: 'unknown_policy' }

/** Saves a new event type (id null) or replaces one. Bookings that exist keep what they agreed to. */
export async function saveEventType(
  context: Context,
  scope: Scope,
  id: string | null,
  input: EventTypeInput,
): Promise<Outcome<{ eventTypeId: string }, EventTypeRefusal>> {
  const fault = seatFault(input)
  if (fault) return refuse(fault)
  try {
    return await inTransaction(context.db, (tx) => save(tx, scope, id, input))
  } catch (error) {
    const constraint = violatedConstraint(error)
    if (constraint === 'event_types_org_id_slug_key') return refuse({ code: 'slug_taken' })
    if (constraint === 'event_types_org_id_policy_id_fkey') return refuse({ code: 'unknown_policy' })
    if (constraint?.startsWith('seat_candidates_org_id_owner_id'))
      return refuse({ code: 'unknown_candidate' })
    throw error
  }
}

async function save(
  tx: Tx,
  scope: Scope,
  id: string | null,
  input: EventTypeInput,
): Promise<Outcome<{ eventTypeId: string }, EventTypeRefusal>> {
  const eventTypeId = id ?? newId()
  const { currency } = await tx
    .selectFrom('organizations')
    .where('id', '=', scope.orgId)
    .select('currency')
    .executeTakeFirstOrThrow()
  const columns = { ...columnsOf(input), currency }
  if (id === null) {
    await tx
      .insertInto('event_types')
      .values({ org_id: scope.orgId, id: eventTypeId, ...columns })
      .execute()
  } else {
    const found = await tx
      .updateTable('event_types')
      .set(columns)
      .where('org_id', '=', scope.orgId)
      .where('id', '=', id)
      .executeTakeFirst()
    if (found.numUpdatedRows === 0n) return refuse({ code: 'unknown_event_type' })
    await tx.deleteFrom('seats').where('org_id', '=', scope.orgId).where('event_type_id', '=', id).execute()
  }
  await insertSeats(tx, scope.orgId, eventTypeId, input.seats)
  const at = await now(tx, scope.orgId)
  const payload = { eventType: eventTypeId }
  await insertFact(tx, {
    orgId: scope.orgId,
    kind: 'event_type.saved',
    at,
    ...authorOf(scope),
    payload,
  })
  return done({ eventTypeId })
}

async function insertSeats(
  tx: Tx,
  orgId: string,
  eventTypeId: string,
  seats: EventTypeInput['seats'],
): Promise<void> {
  const rows = seats.map((seat, position) => ({ ...seat, position, id: newId() }))
  await tx
    .insertInto('seats')
    .values(
      rows.map(({ id, position, role, label }) => ({
        org_id: orgId,
        id,
        event_type_id: eventTypeId,
        position,
        role,
        label,
      })),
    )
    .execute()
  const candidates = rows.flatMap((seat) =>
    [...new Set(seat.candidates)].map((ownerId) => ({ org_id: orgId, seat_id: seat.id, owner_id: ownerId })),
  )
  await tx.insertInto('seat_candidates').values(candidates).execute()
}

function seatFault({ seats, hostRule }: EventTypeInput): EventTypeRefusal | null {
  const hosts = seats.filter((seat) => seat.role !== 'resource')
  if (seats[0]?.role !== 'primary' || hosts.filter((seat) => seat.role === 'primary').length !== 1)
    return { code: 'no_primary_seat' }
  const empty = seats.findIndex((seat) => seat.candidates.length === 0)
  if (empty >= 0) return { code: 'empty_seat', position: empty }
  const [primary] = seats
  const fits =
    hostRule === 'panel'
      ? hosts.length > 1
      : hostRule === 'one'
        ? hosts.length === 1 && primary!.candidates.length === 1
        : hosts.length === 1
  return fits ? null : { code: 'seats_do_not_fit_host_rule' }
}

function columnsOf(input: EventTypeInput) {
  return {
    slug: input.slug,
    name: input.name,
    description: input.description,
    host_rule: input.hostRule,
    duration_minutes: input.durationMinutes,
    session_count: input.sessionCount,
    step_minutes: input.stepMinutes,
    minimum_notice_minutes: input.minimumNoticeMinutes,
    horizon_days: input.horizonDays,
    buffer_before_minutes: input.bufferBeforeMinutes,
    buffer_after_minutes: input.bufferAfterMinutes,
    daily_cap: input.dailyCap,
    weekly_cap: input.weeklyCap,
    location_kind: input.locationKind,
    location_detail: input.locationDetail,
    price_minor: input.priceMinor,
    payment_mode: input.paymentMode,
    payment_terms: input.paymentTerms ? toJson(input.paymentTerms) : null,
    tax_basis_points: input.tax?.basisPoints ?? null,
    tax_inclusive: input.tax?.inclusive ?? null,
    policy_id: input.policyId,
    reschedule_hosts: input.rescheduleHosts,
    questions: toJson(input.questions),
    active: input.active,
    ...askingColumns(input),
  }
}
