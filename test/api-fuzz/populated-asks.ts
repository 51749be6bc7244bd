import type { Context, Outcome } from '#platform/context.ts'
import { customerThrough } from '#domain/access/scope.ts'
import { askException } from '#domain/asking/ask-exception.ts'
import { book } from '#domain/bookings/book.ts'
import { loadBooking } from '#domain/bookings/load-booking.ts'
import { saveEventType, type EventTypeInput } from '#domain/event-types/save-event-type.ts'
import { savePolicy } from '#domain/policies/policies.ts'
import { OPEN_RULE } from '#domain/policies/policy.ts'
import { PANEL } from '../world.ts'
import type { makeBusiness } from '../world-business.ts'

type Business = Awaited<ReturnType<typeof makeBusiness>>

/** Of each kind this many: more would only be in the way of what else is looked for. */
const OF_EACH = 2

/**
 * What customers ask: requests that wait, exceptions that wait, and packages whose sessions never move by themselves.
 */
export async function addAsks(context: Context, business: Business): Promise<void> {
  const { orgId, alva, scope } = business
  const never = { ...OPEN_RULE, allowed: { kind: 'never' as const } }
  const firm = must(
    await savePolicy(context, scope, {
      id: null,
      name: 'Firm',
      rules: { cancel: OPEN_RULE, reschedule: never },
    }),
  )
  await context.db.updateTable('organizations').set({ undo_minutes: 60 }).where('id', '=', orgId).execute()
  const asked = await addEventType(context, business, 'asked', { approval: 'request', suggestedTimes: 1 })
  const firmly = { policyId: firm.policyId, durationMinutes: 15, stepMinutes: 15 }
  const single = await addEventType(context, business, 'firm', firmly)
  const pair = await addEventType(context, business, 'firm-pair', { ...firmly, sessionCount: 2 })
  for (let index = 0; index < OF_EACH; index += 1) {
    await bookOne(context, business, asked, [at(index, 0)])
    const late = customerThrough(alva, await bookOne(context, business, single, [at(index, 60)]))
    const { sessions } = (await loadBooking(context.db, late, late.actor.bookingId))!
    const wishes = [{ session: sessions[0]!.id, starts: [at(index, 120)] }]
    const exception = { action: 'reschedule' as const, sessions: [sessions[0]!.id], wishes }
    must(
      await askException(context, late, { ...exception, reason: 'My train is late.', channel: 'mail_link' }),
    )
    await bookOne(context, business, pair, [at(index, 180), at(index, 240)])
  }
}

// Weekdays in January, where nobody is busy, from nine in New York.
function at(index: number, minutes: number): Temporal.Instant {
  const day = 4 + index + 2 * Math.floor(index / 5)
  return Temporal.Instant.from(`2027-01-${String(day).padStart(2, '0')}T14:00:00Z`).add({ minutes })
}

async function addEventType(
  context: Context,
  { scope, orgId, pageId, cy }: Business,
  slug: string,
  input: Partial<EventTypeInput>,
): Promise<string> {
  const seats = [{ role: 'primary' as const, label: '', candidates: [cy.actor.memberId] }]
  const wanted = { ...PANEL, slug, name: slug, hostRule: 'one' as const, seats, ...input }
  const { eventTypeId } = must(await saveEventType(context, scope, null, wanted))
  await context.db
    .insertInto('booking_page_event_types')
    .values({ org_id: orgId, page_id: pageId, event_type_id: eventTypeId, position: 20 + slug.length })
    .execute()
  return eventTypeId
}

async function bookOne(
  context: Context,
  { scope, pageId }: Business,
  eventTypeId: string,
  starts: Temporal.Instant[],
): Promise<string> {
  const name = `Asker ${String(starts[0])}`
  const { bookingId } = must(
    await book(context, scope, {
      pageId,
      eventTypeId,
      starts,
      customer: { name, email: 'asker@mail.example', phone: '', zone: 'Europe/London', locale: 'en-GB' },
      guests: [],
      answers: [],
      requestKey: name,
      channel: 'booking_page',
    }),
  )
  return bookingId
}

function must<T>(outcome: Outcome<T, { code: string }>): T {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusal))
  return outcome.value
}
