import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Reader } from '#platform/db.ts'
import type { Scope } from '#domain/access/scope.ts'
import { paymentTerms } from '#domain/organizations/payment-terms.ts'
import { askingOf } from './asking.ts'
import type { OfferedEventType } from './offer.ts'
import type { Question } from './question.ts'
import type { EventTypeInput } from './save-event-type.ts'

/** An event type as it would be saved again, or null when the organization has no such event type. */
export async function loadEventType(
  db: Reader,
  scope: Scope,
  eventTypeId: string,
): Promise<EventTypeInput | null> {
  const row = await eventTypesWithSeats(db, scope).where('e.id', '=', eventTypeId).executeTakeFirst()
  return row ? toEventTypeInput(row) : null
}

export type EventTypeRow = NonNullable<
  Awaited<ReturnType<ReturnType<typeof eventTypesWithSeats>['executeTakeFirst']>>
>

/** Event types with their seats, as a query; `e` is the event type. */
export function eventTypesWithSeats(db: Reader, scope: Scope) {
  return db
    .selectFrom('event_types as e')
    .where('e.org_id', '=', scope.orgId)
    .selectAll('e')
    .select((eb) => [
      jsonArrayFrom(
        eb
          .selectFrom('seats as s')
          .whereRef('s.org_id', '=', 'e.org_id')
          .whereRef('s.event_type_id', '=', 'e.id')
          .select(['s.role', 's.label'])
          .select((seat) => [
            jsonArrayFrom(
              seat
                .selectFrom('seat_candidates as c')
                .whereRef('c.org_id', '=', 's.org_id')
                .whereRef('c.seat_id', '=', 's.id')
                .select('c.owner_id as id')
                .orderBy('c.owner_id'),
            ).as('candidates'),
          ])
          .orderBy('s.position'),
      ).as('seats'),
    ])
}

export function toEventTypeInput(row: EventTypeRow): EventTypeInput {
  return {
    slug: row.slug,
    name: row.name,
    description: row.description,
    hostRule: row.host_rule as OfferedEventType['hostRule'],
    durationMinutes: row.duration_minutes,
    sessionCount: row.session_count,
    stepMinutes: row.step_minutes,
    minimumNoticeMinutes: row.minimum_notice_minutes,
    horizonDays: row.horizon_days,
    bufferBeforeMinutes: row.buffer_before_minutes,
    bufferAfterMinutes: row.buffer_after_minutes,
    dailyCap: row.daily_cap,
    weeklyCap: row.weekly_cap,
    locationKind: row.location_kind as OfferedEventType['locationKind'],
    locationDetail: row.location_detail,
    priceMinor: row.price_minor,
    paymentMode: row.payment_mode as OfferedEventType['paymentMode'],
    paymentTerms: paymentTerms.nullable().parse(row.payment_terms),
    tax:
      row.tax_basis_points === null
        ? null
        : { basisPoints: row.tax_basis_points, inclusive: row.tax_inclusive ?? true },
    policyId: row.policy_id,
    rescheduleHosts: row.reschedule_hosts as EventTypeInput['rescheduleHosts'],
    questions: row.questions as unknown as Question[],
    ...askingOf(row),
    active: row.active,
    seats: row.seats.map((seat) => ({
      role: seat.role as EventTypeInput['seats'][number]['role'],
      label: seat.label,
      candidates: seat.candidates.map((candidate) => candidate.id),
    })),
  }
}
