import { z } from '@hono/zod-openapi'
import { done, refuse } from '#platform/context.ts'
import { customerThrough } from '#domain/access/scope.ts'
import { askForNewTime } from '#domain/bookings/ask-for-new-time.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import { LONGEST_REASON } from '#domain/bookings/change.ts'
import { loadBooking } from '#domain/bookings/load-booking.ts'
import { undoCancel, type UndoRefusal } from '#domain/bookings/undo-cancel.ts'
import { readId } from '#platform/public-ids.ts'
import type { ApiContext } from './api-env.ts'
import { foreignSessions } from './ask-problems.ts'
import { bookingAnswer } from './booking-answer.ts'
import { bookingSchema } from './booking-schema.ts'
import { problemOfAction } from './change-problems.ts'
import { idOf } from './ids.ts'
import { openBooking } from './open-booking.ts'
import { operation } from './operation.ts'
import type { Problem } from './problems.ts'
import { sent } from './sent.ts'
import { optionalText } from './text-schemas.ts'

const tag = 'Bookings'
const params = z.strictObject({ booking: idOf('booking') })
const answer = { status: 200 as const, schema: bookingSchema, description: 'The booking.' }

export const undoOperation = operation({
  method: 'post',
  path: '/v1/bookings/{booking}/undo',
  id: 'createUndo',
  tag,
  summary: 'Take a cancellation back',
  description:
    'In the name of the customer, until `undo_until` of the receipt: its sessions are back with their times, people and money.',
  scope: 'bookings:write',
  idempotent: true,
  params,
  body: z
    .strictObject({ quote_id: z.string().min(1).max(100).openapi({ description: 'Of the receipt.' }) })
    .openapi('Undo'),
  answer,
  problems: ['undo_too_late', 'state_refused'],
  async handle(c, { params: { booking: id }, body }) {
    const found = await openBooking(c, readId(id), 'customer')
    if (!found.ok) return found
    const { booking } = found.value
    const scope = customerThrough(c.var.scope, booking.id)
    const outcome = await undoCancel(c.var.deps.context, scope, { quoteId: body.quote_id, channel: 'api' })
    return outcome.ok ? bookingNow(c, booking) : refuse(problemOfUndo(outcome.refusal, booking))
  },
})

export const newTimeOperation = operation({
  method: 'post',
  path: '/v1/bookings/{booking}/new-time-requests',
  id: 'createNewTimeRequest',
  tag,
  summary: 'Ask the customer for another time',
  description:
    'In the name of the team member of the key. The times are given up at once, the money stays where it is, and the customer chooses others for nothing, or cancels and gets everything back.',
  scope: 'bookings:write',
  idempotent: true,
  params,
  body: z
    .strictObject({
      sessions: z.array(idOf('session')).min(1).max(20),
      reason: optionalText(LONGEST_REASON).optional(),
      tell_customer: z.boolean().default(true),
    })
    .openapi('NewTimeRequest'),
  answer,
  problems: ['state_refused'],
  async handle(c, { params: { booking: id }, body }) {
    const found = await openBooking(c, readId(id), 'team_member')
    if (!found.ok) return found
    const { booking } = found.value
    const foreign = foreignSessions(booking, { '/sessions/*': body.sessions })
    if (foreign) return refuse(foreign)
    const outcome = await askForNewTime(c.var.deps.context, c.var.scope, {
      bookingId: booking.id,
      sessions: [...new Set(body.sessions.map(readId))],
      tellCustomer: body.tell_customer,
      ...sent({ reason: body.reason }),
      channel: 'api',
    })
    if (outcome.ok) return bookingNow(c, booking)
    const { refusal } = outcome
    return refuse(
      refusal.code === 'reason_too_long'
        ? { code: 'invalid_request', field: '/reason', more: { longest: refusal.longest } }
        : problemOfAction(refusal),
    )
  },
})

/** What is taken back, by either side. */
export const TAKING_BACK_OPERATIONS = [undoOperation, newTimeOperation]

async function bookingNow(c: ApiContext, { id }: Booking) {
  return bookingAnswer(done((await loadBooking(c.var.deps.context.db, c.var.scope, id))!))
}

function problemOfUndo(refusal: UndoRefusal, booking: Booking): Problem {
  switch (refusal.code) {
    case 'unknown_booking':
      return { code: 'not_found', field: 'path:booking' }
    case 'undo_too_late':
      return { code: refusal.code, more: { still_free: refusal.stillFree, nearest: refusal.nearest } }
    default:
      return { code: 'state_refused', more: { why: refusal.code, state: booking.sessions[0]!.state } }
  }
}
