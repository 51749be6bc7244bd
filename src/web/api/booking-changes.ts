import { z } from '@hono/zod-openapi'
import { done, refuse } from '#platform/context.ts'
import { linkToken } from '#domain/access/booking-links.ts'
import { LONGEST_REASON } from '#domain/bookings/change.ts'
import { sendNewLink } from '#domain/bookings/new-link.ts'
import { paths } from '#paths.ts'
import { bookingSchema, etagOf } from './booking-schema.ts'
import { bookingAnswer } from './booking-answer.ts'
import { requestFields } from './bookings-request.ts'
import { commitFor, keepFor, quoteFor } from './change-calls.ts'
import { problemOfAction } from './change-problems.ts'
import { idOf } from './ids.ts'
import { choicesSchema, readChoices } from './money-choices.ts'
import { readId, showId } from '#platform/public-ids.ts'
import { openBooking } from './open-booking.ts'
import { operation } from './operation.ts'
import { quoteSchema } from './quote-schema.ts'
import { receiptSchema, showReceipt } from './receipt-schema.ts'
import { instantIn } from './schemas.ts'
import { optionalText } from './text-schemas.ts'

const tag = 'Bookings'
const params = z.strictObject({ booking: idOf('booking') })
const actor = z.enum(['customer', 'team_member']).openapi({
  description:
    '`customer` is bound by the policy exactly as the page is; `team_member` overrides it, and is recorded so.',
})

export const quoteOperation = operation({
  method: 'post',
  path: '/v1/bookings/{booking}/quotes',
  id: 'createQuote',
  tag,
  summary: 'Ask what a change would mean',
  description:
    'The first of the two calls that change a booking. Nothing changes. The answer says for every session whether it is allowed and what it costs, and carries the sealed `quote` to confirm.',
  scope: 'bookings:read',
  headers: 'if-match',
  params,
  body: z
    .strictObject({
      cancel: z.array(idOf('session')).max(20).default([]),
      reschedule: z
        .array(z.strictObject({ session: idOf('session'), start: instantIn }))
        .max(20)
        .default([]),
      actor,
    })
    .openapi('QuoteRequest'),
  answer: { status: 200, schema: quoteSchema, description: 'The priced, dated answer.' },
  problems: ['nothing_chosen', 'chosen_twice'],
  async handle(c, { params: { booking: id }, body }) {
    const outcome = await quoteFor(c, readId(id), body)
    if (!outcome.ok) return outcome
    const { booking, quote } = outcome.value
    return done({ value: quote, headers: { etag: etagOf(booking) } })
  },
})

export const changeOperation = operation({
  method: 'post',
  path: '/v1/bookings/{booking}/changes',
  id: 'createChange',
  tag,
  summary: 'Confirm a quote',
  description:
    'The second call: does exactly what the quote says, with its money, or nothing. A quote with `pay_now` above 0 is confirmed by paying it. The same quote confirmed again gives the first receipt. A refusal carries the booking as it stands now.',
  scope: 'bookings:write',
  idempotent: true,
  headers: 'if-match',
  params,
  body: z
    .strictObject({
      quote: z.string().min(1).max(50_000),
      reason: optionalText(LONGEST_REASON).optional(),
      answers: requestFields.answers.openapi({
        description: 'To questions that became required since this was booked, by their key.',
      }),
      choices: choicesSchema.optional(),
    })
    .openapi('ChangeRequest'),
  answer: { status: 201, schema: receiptSchema, description: 'What was done.' },
  problems: [
    'slot_taken',
    'slot_unavailable',
    'policy_refused',
    'state_refused',
    'changed_meanwhile',
    'quote_expired',
    'quote_unreadable',
    'reason_required',
    'payment_required',
    'approval_required',
    'answers_missing',
    'fee_undecided',
    'fee_out_of_range',
    'refund_too_large',
    'no_credit_offered',
  ],
  async handle(c, { params: { booking: id }, body }) {
    const outcome = await commitFor(c, readId(id), body.quote, {
      ...(body.reason === undefined ? {} : { reason: body.reason }),
      answers: Object.entries(body.answers).map(([key, answer]) => ({ key, answer })),
      ...readChoices(body.choices),
    })
    if (!outcome.ok) return outcome
    const { booking, receipt } = outcome.value
    return done({ value: showReceipt(receipt, booking), headers: { etag: etagOf(booking) } })
  },
})

export const confirmOperation = operation({
  method: 'post',
  path: '/v1/bookings/{booking}/confirmations',
  id: 'createConfirmation',
  tag,
  summary: 'The customer says that they come',
  description: 'Confirms every coming session for the customer; its hosts see it. Again is the same.',
  scope: 'bookings:write',
  idempotent: true,
  headers: 'if-match',
  params,
  answer: { status: 200, schema: bookingSchema, description: 'The booking.' },
  problems: ['state_refused'],
  handle: async (c, { params: { booking: id } }) => bookingAnswer(await keepFor(c, readId(id))),
})

export const linkOperation = operation({
  method: 'post',
  path: '/v1/bookings/{booking}/links',
  id: 'createLink',
  tag,
  summary: 'Give the customer a new link',
  description:
    'Older links stop working, and the customer gets the new one by mail. The booking stays as it is.',
  scope: 'bookings:write',
  idempotent: true,
  params,
  answer: {
    status: 201,
    schema: z
      .strictObject({
        booking: idOf('booking'),
        url: z
          .string()
          .openapi({ description: 'Whoever has it can change the booking: treat it as a password.' }),
      })
      .openapi('ManageLink'),
    description: 'The link that works from now on.',
  },
  async handle(c, { params: { booking: id } }) {
    const { config, context } = c.var.deps
    const found = await openBooking(c, readId(id), 'team_member')
    if (!found.ok) return found
    const { booking } = found.value
    const outcome = await sendNewLink(context, c.var.scope, booking.id)
    if (!outcome.ok) return refuse(problemOfAction(outcome.refusal))
    const token = linkToken(context.secret, booking.orgId, booking.id, 'customer', outcome.value.generation)
    return done({
      value: { booking: showId('booking', booking.id), url: `${config.publicUrl}${paths.manage(token)}` },
    })
  },
})
