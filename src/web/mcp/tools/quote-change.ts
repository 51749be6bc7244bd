import { z } from 'zod'
import { done, refuse, type Outcome } from '#platform/context.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import { inputWords } from '#messages/mcp.ts'
import { showBooking } from '../../api/booking-schema.ts'
import { quoteFor, type ChangeWish, type ShownQuote } from '../../api/change-calls.ts'
import { readId, showId } from '#platform/public-ids.ts'
import { viewBooking } from '../../api/open-booking.ts'
import type { ApiContext } from '../../api/api-env.ts'
import type { Problem } from '../../api/problems.ts'
import { quoteSchema } from '../../api/quote-schema.ts'
import { wordsFor } from '../answers.ts'
import { bookingId, sessionId, startIn, zoneIn } from '../inputs.ts'
import { LOOKS, tool, type ToolAnswer } from '../tool.ts'

const actor = z.enum(['customer', 'team_member'])
/** Whoever does not say for whom they act is bound by the policy. */
const boundActor = actor.default('customer').describe(inputWords.actorHere)

export const quoteChange = tool({
  name: 'quote_change',
  scope: 'bookings:read',
  hints: LOOKS,
  input: z.strictObject({
    booking: bookingId,
    cancel: z.array(sessionId).max(20).default([]).describe(inputWords.cancel),
    reschedule: z
      .array(z.strictObject({ session: sessionId, start: startIn }))
      .max(20)
      .default([])
      .describe(inputWords.reschedule),
    actor: actor.describe(inputWords.actor),
    zone: zoneIn,
  }),
  output: quoteSchema,
  run: (c, { booking, zone, ...wish }) => quote(c, booking, wish, zone),
})

export const cancelBooking = tool({
  name: 'cancel_booking',
  scope: 'bookings:write',
  hints: LOOKS,
  input: z.strictObject({
    booking: bookingId,
    sessions: z.array(sessionId).min(1).max(20).optional().describe(inputWords.sessions),
    actor: boundActor,
    zone: zoneIn,
  }),
  output: quoteSchema,
  async run(c, { booking: id, sessions, actor: by, zone }) {
    const found = await viewBooking(c, readId(id))
    if (!found.ok) return found
    const cancel = sessions ?? comingSessions(found.value)
    const asked = await quote(c, id, { cancel, reschedule: [], actor: by }, zone)
    return asked.ok ? asked : refuse(naming(asked.refusal, '/cancel', '/sessions'))
  },
})

export const rescheduleBooking = tool({
  name: 'reschedule_booking',
  scope: 'bookings:write',
  hints: LOOKS,
  input: z.strictObject({
    booking: bookingId,
    session: sessionId.optional().describe(inputWords.sessionToMove),
    start: startIn,
    actor: boundActor,
    zone: zoneIn,
  }),
  output: quoteSchema,
  async run(c, { booking: id, session, start, actor: by, zone }) {
    const found = await viewBooking(c, readId(id))
    if (!found.ok) return found
    const coming = comingSessions(found.value)
    const moving = session ?? (coming.length === 1 ? coming[0] : undefined)
    if (moving === undefined)
      return refuse({ code: 'nothing_chosen', field: '/session', more: { sessions: coming } })
    const reschedule = [{ session: moving, start }]
    const asked = await quote(c, id, { cancel: [], reschedule, actor: by }, zone)
    return asked.ok ? asked : refuse(naming(asked.refusal, '/reschedule/0', ''))
  },
})

async function quote(
  c: ApiContext,
  id: string,
  wish: ChangeWish,
  zone: string | undefined,
): Promise<Outcome<ToolAnswer<ShownQuote>, Problem>> {
  const outcome = await quoteFor(c, readId(id), wish)
  if (!outcome.ok) return outcome
  const { booking, quote: value } = outcome.value
  const text = wordsFor(booking, zone).quote(value, showBooking(booking), booking.now)
  return done({ value, text })
}

/** The problem with the member as this tool calls it. */
function naming(problem: Problem, member: string, here: string): Problem {
  const { field } = problem
  return field?.startsWith(member) ? { ...problem, field: here + field.slice(member.length) } : problem
}

/** The sessions that lie ahead; all of them when none does, so that the quote says why each is refused. */
function comingSessions(booking: Booking): string[] {
  const coming = booking.sessions.filter(
    ({ state, startsAt }) =>
      (state === 'scheduled' || state === 'requested') && Temporal.Instant.compare(startsAt, booking.now) > 0,
  )
  return (coming.length > 0 ? coming : booking.sessions).map(({ id }) => showId('session', id))
}
