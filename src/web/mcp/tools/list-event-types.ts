import { z } from 'zod'
import { done } from '#platform/context.ts'
import { browseBookingPages } from '#domain/event-types/browse-booking-pages.ts'
import { browseEventTypes, type StoredEventType } from '#domain/event-types/browse-event-types.ts'
import { loadSettings } from '#domain/organizations/settings.ts'
import { localeOf } from '#messages/locale.ts'
import { mcpAnswers } from '#messages/mcp-answers.ts'
import { idOf } from '../../api/ids.ts'
import { showId } from '#platform/public-ids.ts'
import { money } from '../../api/schemas.ts'
import { showMoney } from '#domain/money/show-money.ts'
import { LOOKS, tool } from '../tool.ts'

/** More than any business offers, and few enough to read at once. */
const MOST_LISTED = 500

const eventType = z.strictObject({
  id: idOf('eventType'),
  name: z.string(),
  description: z.string(),
  duration_minutes: z.number().int(),
  session_count: z.number().int(),
  location_kind: z.enum(['in_person', 'phone', 'video', 'customer_place']),
  location_detail: z.string(),
  price: money,
  payment_mode: z.enum(['free', 'price_shown', 'price_collected']),
  questions: z.array(
    z.strictObject({
      key: z.string(),
      label: z.string(),
      kind: z.enum(['line', 'text']),
      required: z.boolean(),
    }),
  ),
  booking_pages: z.array(z.strictObject({ id: idOf('page'), title: z.string() })),
})

export const listEventTypes = tool({
  name: 'list_event_types',
  scope: 'event_types:read',
  hints: LOOKS,
  input: z.strictObject({}),
  output: z.strictObject({ event_types: z.array(eventType) }),
  async run(c) {
    const { reader } = c.var.deps.context
    const { scope } = c.var
    const all = { after: null, take: MOST_LISTED }
    const [stored, pages, settings] = await Promise.all([
      browseEventTypes(reader, scope, all),
      browseBookingPages(reader, scope, all),
      loadSettings(reader, scope),
    ])
    const open = pages.filter((page) => page.active)
    const event_types = stored
      .filter(({ input }) => input.active)
      .map((entry) =>
        show(
          entry,
          open.filter((page) => page.eventTypeIds.includes(entry.id)),
        ),
      )
      .filter((entry) => entry.booking_pages.length > 0)
    const words = mcpAnswers(localeOf(settings.locale), settings.zone)
    return done({ value: { event_types }, text: words.eventTypes(event_types) })
  },
})

function show({ id, currency, input }: StoredEventType, pages: { id: string; title: string }[]) {
  return {
    id: showId('eventType', id),
    name: input.name,
    description: input.description,
    duration_minutes: input.durationMinutes,
    session_count: input.sessionCount,
    location_kind: input.locationKind,
    location_detail: input.locationDetail,
    price: showMoney(input.priceMinor, currency),
    payment_mode: input.paymentMode,
    questions: input.questions,
    booking_pages: pages.map((page) => ({ id: showId('page', page.id), title: page.title })),
  }
}
