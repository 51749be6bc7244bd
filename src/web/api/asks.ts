import { z } from '@hono/zod-openapi'
import { done, refuse, type Outcome } from '#platform/context.ts'
import { cleanText } from '#platform/forms.ts'
import { customerThrough } from '#domain/access/scope.ts'
import { askException, MOST_WISHES } from '#domain/asking/ask-exception.ts'
import { askToMove } from '#domain/asking/ask-to-move.ts'
import { askKey, listAsks, readAskKey } from '#domain/asking/load-asks.ts'
import { suggestTimes } from '#domain/asking/suggest-times.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import { LONGEST_REASON } from '#domain/bookings/change.ts'
import { openQuote } from '#domain/bookings/quote.ts'
import { readId } from '#platform/public-ids.ts'
import type { ApiContext } from './api-env.ts'
import { foreignSessions, problemOfAsk } from './ask-problems.ts'
import { askSchema, askedSchema, readWishes, showAsk, wishesIn } from './ask-schema.ts'
import { askedAnswer } from './asked-answer.ts'
import { requestFields } from './bookings-request.ts'
import { idOf } from './ids.ts'
import { pageFrom, pagingBy, stretchOf } from './list-pages.ts'
import { openBooking, viewBooking } from './open-booking.ts'
import { operation } from './operation.ts'
import type { Problem } from './problems.ts'
import { instantIn, pageOf } from './schemas.ts'
import { sent } from './sent.ts'
import { optionalText, text } from './text-schemas.ts'

const tag = 'Asks'
const params = z.strictObject({ booking: idOf('booking') })
const pages = pagingBy((key) => readAskKey(key) !== null)
const page = pageOf(askSchema, 'AskPage')

export const listAsksOperation = operation({
  method: 'get',
  path: '/v1/asks',
  id: 'listAsks',
  tag,
  summary: 'List what customers ask of the team',
  description:
    'The open ones, by when they have to be answered; with `state=all` every one, the newest first.',
  scope: 'bookings:read',
  query: z.strictObject({
    booking: idOf('booking').optional(),
    state: z.enum(['open', 'all']).default('open'),
    ...pages,
  }),
  answer: { status: 200, schema: page, description: 'Asks.' },
  async handle(c, { query }) {
    const bookingId = query.booking === undefined ? undefined : readId(query.booking)
    if (bookingId !== undefined && !(await viewBooking(c, bookingId)).ok)
      return refuse({ code: 'not_found', field: 'query:booking' })
    return done({ value: await pageOfAsks(c, { state: query.state, ...sent({ bookingId }) }, query) })
  },
})

export const listBookingAsksOperation = operation({
  method: 'get',
  path: '/v1/bookings/{booking}/asks',
  id: 'listBookingAsks',
  tag,
  summary: 'List what was asked about a booking',
  description: 'Also what was answered, taken back or not answered in time; the newest first.',
  scope: 'bookings:read',
  params,
  query: z.strictObject(pages),
  answer: { status: 200, schema: page, description: 'Asks.' },
  async handle(c, { params: { booking: id }, query }) {
    const found = await viewBooking(c, readId(id))
    if (!found.ok) return found
    return done({ value: await pageOfAsks(c, { state: 'all', bookingId: readId(id) }, query) })
  },
})

async function pageOfAsks(
  c: ApiContext,
  which: NonNullable<Parameters<typeof listAsks>[2]>,
  query: { limit: number; cursor?: string | undefined },
) {
  const { after, take } = stretchOf(query)
  const asks = await listAsks(c.var.deps.context.reader, c.var.scope, which, { after, limit: take })
  return pageFrom(asks, query.limit, askKey, showAsk)
}

const exceptionIn = z.strictObject({
  kind: z.literal('exception'),
  action: z.enum(['cancel', 'reschedule']),
  sessions: z.array(idOf('session')).min(1).max(20),
  wishes: wishesIn(MOST_WISHES).default([]).openapi({ description: 'Of a move: times that would suit.' }),
  reason: text(LONGEST_REASON),
})

const moveIn = z.strictObject({
  kind: z.literal('move'),
  quote: z.string().min(1).max(50_000).openapi({ description: "A customer's, with `needs_approval`." }),
  reason: optionalText(LONGEST_REASON).optional(),
  answers: requestFields.answers.openapi({
    description: 'To questions that became required since this was booked, by their key.',
  }),
})

type AskIn = z.output<typeof exceptionIn> | z.output<typeof moveIn>

export const createAskOperation = operation({
  method: 'post',
  path: '/v1/bookings/{booking}/asks',
  id: 'createAsk',
  tag,
  summary: 'Ask the team in the name of the customer',
  description:
    'An `exception` from what the policy allows, or a `move` where the team decides on new times. The booking stays as it is until somebody answers. Both sides are told.',
  scope: 'bookings:write',
  idempotent: true,
  params,
  body: z.discriminatedUnion('kind', [exceptionIn, moveIn]).openapi('AskRequest'),
  answer: { status: 201, schema: askedSchema, description: 'What was asked, and the booking.' },
  problems: [
    'ask_open',
    'state_refused',
    'policy_refused',
    'approval_required',
    'answers_missing',
    'slot_taken',
    'slot_unavailable',
    'changed_meanwhile',
    'quote_expired',
    'quote_unreadable',
    'reason_required',
    'nothing_chosen',
    'chosen_twice',
    'same_time',
  ],
  async handle(c, { params: { booking: id }, body }) {
    const found = await openBooking(c, readId(id), 'customer')
    if (!found.ok) return found
    const { booking } = found.value
    const outcome = await ask(c, booking, body)
    return outcome.ok ? askedAnswer(c, booking.id, outcome.value.ask) : outcome
  },
})

async function ask(c: ApiContext, booking: Booking, body: AskIn): Promise<Outcome<{ ask: string }, Problem>> {
  const { context } = c.var.deps
  const scope = customerThrough(c.var.scope, booking.id)
  if (body.kind === 'exception') {
    const foreign = foreignSessions(booking, {
      '/sessions/*': body.sessions,
      '/wishes/*/session': body.wishes.map(({ session }) => session),
    })
    if (foreign) return refuse(foreign)
    const outcome = await askException(context, scope, {
      action: body.action,
      sessions: body.sessions.map(readId),
      wishes: readWishes(body.wishes),
      reason: body.reason,
      channel: 'api',
    })
    return outcome.ok ? outcome : refuse(problemOfAsk(outcome.refusal, booking))
  }
  const quote = openQuote(context.secret, body.quote, scope)
  if (!quote) return refuse({ code: 'quote_unreadable', field: '/quote' })
  const answers = Object.entries(body.answers).map(([key, answer]) => ({ key, answer }))
  const outcome = await askToMove(context, scope, quote, { answers, ...sent({ reason: body.reason }) })
  return outcome.ok ? outcome : refuse(problemOfAsk(outcome.refusal, booking))
}

export const createSuggestionOperation = operation({
  method: 'post',
  path: '/v1/bookings/{booking}/suggestions',
  id: 'createSuggestion',
  tag,
  summary: 'Suggest other times for a request',
  description:
    'In the name of the customer, as often as they like. The question before is withdrawn; a new one is open.',
  scope: 'bookings:write',
  idempotent: true,
  params,
  body: z
    .strictObject({
      starts: z.array(instantIn).min(1).max(20).openapi({
        description: 'As many as when it was requested, the best liked first.',
      }),
      reason: z.string().max(LONGEST_REASON).transform(cleanText).optional(),
    })
    .openapi('SuggestionRequest'),
  answer: { status: 201, schema: askedSchema, description: 'What is asked now, and the booking.' },
  problems: ['state_refused', 'slot_taken', 'slot_unavailable', 'wrong_number_of_times', 'same_time_twice'],
  async handle(c, { params: { booking: id }, body }) {
    const found = await openBooking(c, readId(id), 'customer')
    if (!found.ok) return found
    const { booking } = found.value
    const outcome = await suggestTimes(c.var.deps.context, customerThrough(c.var.scope, booking.id), {
      starts: body.starts.map((start) => Temporal.Instant.from(start)),
      ...sent({ reason: body.reason }),
      channel: 'api',
    })
    if (!outcome.ok) return refuse(problemOfAsk(outcome.refusal, booking))
    return askedAnswer(c, booking.id, outcome.value.ask)
  },
})
