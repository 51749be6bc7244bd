import { z } from 'zod'
import { done, refuse } from '#platform/context.ts'
import { may } from '#domain/access/scope.ts'
import { customersSeen } from '#domain/bookings/customers-seen.ts'
import {
  isBookingKey,
  listBookings as list,
  unknownFilter,
  type BookingFilters,
} from '#domain/bookings/list-bookings.ts'
import { inputWords } from '#messages/mcp.ts'
import { loadSettings } from '#domain/organizations/settings.ts'
import { localeOf } from '#messages/locale.ts'
import { mcpAnswers } from '#messages/mcp-answers.ts'
import { bookingSchema, showBooking } from '../../api/booking-schema.ts'
import { idOf } from '../../api/ids.ts'
import { readId } from '#platform/public-ids.ts'
import { cursorOf, pagingBy } from '../../api/list-pages.ts'
import type { ApiContext } from '../../api/api-env.ts'
import { instantOfOurTime } from '../../api/slots.ts'
import { line } from '../../api/text-schemas.ts'
import { zoneIn } from '../inputs.ts'
import { LOOKS, tool } from '../tool.ts'

const PER_PAGE = 20

const input = z.strictObject({
  customer_email: line(254).describe(inputWords.customerEmail).optional(),
  event_type: idOf('eventType').optional().describe(inputWords.eventType),
  status: z.array(bookingSchema.shape.status).min(1).optional().describe(inputWords.status),
  from: instantOfOurTime.optional().describe(inputWords.startsFrom),
  to: instantOfOurTime.optional().describe(inputWords.startsBefore),
  updated_since: instantOfOurTime.optional().describe(inputWords.updatedSince),
  reference: line(20).describe(inputWords.reference).optional(),
  cursor: pagingBy(isBookingKey).cursor.describe(inputWords.cursor),
  zone: zoneIn,
})

export const listBookings = tool({
  name: 'list_bookings',
  scope: 'bookings:read',
  hints: LOOKS,
  input,
  output: z.strictObject({ data: z.array(bookingSchema), next_cursor: z.string().nullable() }),
  async run(c, wish) {
    const { reader } = c.var.deps.context
    const { scope } = c.var
    if (!may(scope, 'booking.view.all') && !may(scope, 'booking.view.own'))
      return refuse({ code: 'not_permitted' })
    const filters = await filtersOf(c, wish)
    const found = filters
      ? await list(reader, scope, filters, { after: wish.cursor ?? null, limit: PER_PAGE })
      : { bookings: [], next: null }
    const unknown = filters && found.bookings.length === 0 && (await unknownFilter(reader, scope, filters))
    if (unknown) return refuse({ code: 'not_found', field: '/event_type' })
    const data = found.bookings.map(showBooking)
    const next_cursor = found.next === null ? null : cursorOf(found.next)
    const settings = await loadSettings(reader, scope)
    const words = mcpAnswers(localeOf(settings.locale), wish.zone ?? settings.zone)
    return done({ value: { data, next_cursor }, text: words.bookings(data, next_cursor) })
  },
})

/** What to look for; null where nobody with that address ever booked. */
async function filtersOf(c: ApiContext, wish: z.output<typeof input>): Promise<BookingFilters | null> {
  const { customer_email: email, event_type, status, from, to, updated_since, reference } = wish
  const customer = email === undefined ? undefined : await customerWith(c, email)
  if (customer === null) return null
  return {
    ...(customer === undefined ? {} : { customerId: customer }),
    ...(event_type === undefined ? {} : { eventTypeId: readId(event_type) }),
    ...(status === undefined ? {} : { statuses: status }),
    ...(from === undefined ? {} : { from: Temporal.Instant.from(from) }),
    ...(to === undefined ? {} : { to: Temporal.Instant.from(to) }),
    ...(updated_since === undefined ? {} : { updatedSince: Temporal.Instant.from(updated_since) }),
    ...(reference === undefined ? {} : { reference }),
  }
}

async function customerWith(c: ApiContext, email: string): Promise<string | null> {
  const wanted = { email, after: null, take: 1 }
  const [found] = await customersSeen(c.var.deps.context.reader, c.var.scope, wanted)
  return found?.id ?? null
}
