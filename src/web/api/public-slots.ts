import { z } from '@hono/zod-openapi'
import { bookingFaults } from '#messages/api-bookings.ts'
import { done, refuse } from '#platform/context.ts'
import { fromMinute } from '#platform/zones.ts'
import { loadQuestions } from '#domain/availability/load-questions.ts'
import { slots } from '#domain/availability/slots.ts'
import { findOffer } from '#domain/event-types/offer.ts'
import { operation } from './operation.ts'
import { nothingPublic } from './public-gate.ts'
import { ofPage, publicTag } from './public-pages.ts'
import { instant, zone } from './schemas.ts'
import { instantOfOurTime } from './slots.ts'
import { slugIn, zoneIn } from './text-schemas.ts'

/** As much as programs with a key get at once. */
const MOST_DAYS = 62

export const publicSlotsOperation = operation({
  method: 'get',
  path: '/v1/public/pages/{page}/slots',
  id: 'listPublicSlots',
  tag: publicTag,
  summary: 'Free times of an event type',
  description: `At most ${MOST_DAYS} days at once. A time is free until somebody books it; asking holds nothing.`,
  scope: null,
  params: ofPage,
  query: z
    .strictObject({
      event_type: slugIn().openapi({ description: 'Its slug on this page.' }),
      from: instantOfOurTime,
      to: instantOfOurTime,
      zone: zoneIn()
        .optional()
        .openapi({ description: "For the local times; the business's own unless given." }),
    })
    .refine(({ from, to }) => daysBetween(from, to) > 0, {
      path: ['to'],
      message: bookingFaults.notAfterFrom,
    })
    .refine(({ from, to }) => daysBetween(from, to) <= MOST_DAYS, {
      path: ['to'],
      message: bookingFaults.longerThan(MOST_DAYS),
    }),
  answer: {
    status: 200,
    schema: z
      .strictObject({
        zone,
        slots: z.array(
          z.strictObject({
            start: instant,
            end: instant,
            local_start: z.string().openapi({ example: '2026-12-03T14:30:00-05:00' }),
            local_end: z.string().openapi({ example: '2026-12-03T15:00:00-05:00' }),
          }),
        ),
      })
      .openapi('PublicSlots'),
    description: 'In order of time.',
  },
  async handle(c, { query }) {
    const { page } = c.var
    const { reader } = c.var.deps.context
    const offer = await findOffer(reader, page.scope, page.pageId, query.event_type)
    if (!offer) return refuse(nothingPublic('query:event_type', 'event_type'))
    const { id, durationMinutes } = offer.eventType
    const [from, to] = [Temporal.Instant.from(query.from), Temporal.Instant.from(query.to)]
    const earliest = Temporal.Instant.compare(from, offer.now) < 0 ? offer.now : from
    const shownIn = query.zone ?? offer.organization.zone
    const isAhead = Temporal.Instant.compare(earliest, to) < 0
    const [loaded] = isAhead
      ? await loadQuestions(reader, page.scope, { eventTypeIds: [id], from: earliest, to })
      : []
    const local = (at: Temporal.Instant) => at.toZonedDateTimeISO(shownIn).toString({ timeZoneName: 'never' })
    const shown = Array.from(loaded ? slots(loaded.question).starts : [], (minute) => {
      const start = fromMinute(minute)
      const end = start.add({ minutes: durationMinutes })
      return {
        start: start.toString(),
        end: end.toString(),
        local_start: local(start),
        local_end: local(end),
      }
    })
    return done({ value: { zone: shownIn, slots: shown } })
  },
})

function daysBetween(from: string, to: string): number {
  const length = Temporal.Instant.from(to).epochMilliseconds - Temporal.Instant.from(from).epochMilliseconds
  return length / 86_400_000
}
