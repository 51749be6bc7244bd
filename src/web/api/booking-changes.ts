import { z } from '@hono/zod-openapi'
import { done, refuse, type Outcome } from '#platform/context.ts'
import { linkToken } from '#domain/access/booking-links.ts'
import { customerThrough, type CustomerScope, type MemberScope } from '#domain/access/scope.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import { LONGEST_REASON, type ChangeRefusal } from '#domain/bookings/change.ts'
import { commitChange } from '#domain/bookings/commit-change.ts'
import { explainChange } from '#domain/bookings/explain-change.ts'
import { keepBooking } from '#domain/bookings/keep-booking.ts'
import { loadBooking } from '#domain/bookings/load-booking.ts'
import { markNoShow, revertNoShow } from '#domain/bookings/mark-no-show.ts'
import { mayAct } from '#domain/bookings/may-act.ts'
import { sendNewLink } from '#domain/bookings/new-link.ts'
import { openQuote, quoteId, sealQuote } from '#domain/bookings/quote.ts'
import { quoteLoaded } from '#domain/bookings/quote-change.ts'
import { paths } from '#paths.ts'
import { bookingSchema, etagOf, showBooking } from './booking-schema.ts'
import { idOf, readId, showId } from './ids.ts'
import { operation, type ApiContext } from './operation.ts'
import { problemOfAction, problemOfChange } from './change-problems.ts'
import type { Problem } from './problems.ts'
import { quoteSchema, showQuote } from './quote-schema.ts'
import { instant, instantIn } from './schemas.ts'

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
    const { reader, secret } = c.var.deps.context
    const found = await openBooking(c, readId(id), body.actor)
    if (!found.ok) return found
    const { booking, scope } = found.value
    const request = {
      bookingId: booking.id,
      cancel: body.cancel.map(readId),
      reschedule: body.reschedule.map(({ session, start }) => ({
        session: readId(session),
        start: Temporal.Instant.from(start),
      })),
      channel: 'api' as const,
    }
    const outcome = await quoteLoaded(reader, scope, booking, request)
    const verdicts = explainChange(booking, request, scope.actor.kind)
    if (outcome.ok) {
      const sealed = sealQuote(secret, outcome.value)
      const value = showQuote(booking, verdicts, { quote: outcome.value, id: quoteId(outcome.value), sealed })
      return done({ value, headers: { etag: etagOf(booking) } })
    }
    const problem = problemOfRequest(outcome.refusal)
    if (problem) return refuse(problem)
    const value = showQuote(booking, verdicts, { refusal: outcome.refusal })
    return done({ value, headers: { etag: etagOf(booking) } })
  },
})

const receiptSchema = z
  .strictObject({
    quote_id: z.string(),
    revision: z.number().int(),
    committed_at: instant,
    booking: bookingSchema,
  })
  .openapi('Receipt')

export const changeOperation = operation({
  method: 'post',
  path: '/v1/bookings/{booking}/changes',
  id: 'createChange',
  tag,
  summary: 'Confirm a quote',
  description:
    'The second call: does exactly what the quote says, or nothing. The same quote confirmed again gives the first receipt. A refusal carries the booking as it stands now.',
  scope: 'bookings:write',
  idempotent: true,
  headers: 'if-match',
  params,
  body: z
    .strictObject({
      quote: z.string().min(1).max(50_000),
      reason: z.string().max(LONGEST_REASON).optional(),
      choices: z
        .strictObject({
          tell_customer: z
            .boolean()
            .optional()
            .openapi({ description: 'False keeps the mail to the customer back; for team members only.' }),
        })
        .optional(),
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
  ],
  async handle(c, { params: { booking: id }, body }) {
    const { context } = c.var.deps
    const bookingId = readId(id)
    const scope = quotedBy(c, bookingId, body.quote)
    if (!scope) return refuse({ code: 'quote_unreadable', field: '/quote' })
    const found = await openBooking(
      c,
      bookingId,
      scope.actor.kind === 'customer' ? 'customer' : 'team_member',
    )
    if (!found.ok) return found
    const quote = openQuote(context.secret, body.quote, scope)!
    if (quote.bookingId !== bookingId) return refuse({ code: 'quote_unreadable', field: '/quote' })
    const outcome = await commitChange(context, scope, quote, {
      ...(body.reason === undefined ? {} : { reason: body.reason }),
      ...(body.choices?.tell_customer === undefined ? {} : { tellCustomer: body.choices.tell_customer }),
    })
    const booking = (await loadBooking(context.db, scope, bookingId))!
    if (!outcome.ok) return refuse(problemOfChange(outcome.refusal, booking))
    const { quoteId: quote_id, revision, committedAt: committed_at } = outcome.value
    return done({
      value: { quote_id, revision, committed_at, booking: showBooking(booking) },
      headers: { etag: etagOf(booking) },
    })
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
  async handle(c, { params: { booking: id } }) {
    const found = await openBooking(c, readId(id), 'customer')
    if (!found.ok) return found
    const outcome = await keepBooking(c.var.deps.context, found.value.scope as CustomerScope, 'api')
    return outcome.ok ? bookingAnswer(c, readId(id)) : refuse(problemOfAction(outcome.refusal))
  },
})

const ofSession = z.strictObject({ session: idOf('session') })

export const noShowOperation = operation({
  method: 'post',
  path: '/v1/bookings/{booking}/no-shows',
  id: 'createNoShow',
  tag,
  summary: 'The customer did not come',
  description: 'Possible once the session has started. Nobody outside is told.',
  scope: 'bookings:write',
  idempotent: true,
  headers: 'if-match',
  params,
  body: ofSession,
  answer: { status: 200, schema: bookingSchema, description: 'The booking.' },
  problems: ['state_refused'],
  handle: (c, { params: { booking: id }, body }) =>
    attendance(c, readId(id), readId(body.session), markNoShow),
})

export const noShowReversalOperation = operation({
  method: 'post',
  path: '/v1/bookings/{booking}/no-show-reversals',
  id: 'createNoShowReversal',
  tag,
  summary: 'The customer did come after all',
  scope: 'bookings:write',
  idempotent: true,
  headers: 'if-match',
  params,
  body: ofSession,
  answer: { status: 200, schema: bookingSchema, description: 'The booking.' },
  problems: ['state_refused'],
  handle: (c, { params: { booking: id }, body }) =>
    attendance(c, readId(id), readId(body.session), revertNoShow),
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

/** The booking as whoever acts may change it, at the revision that If-Match names; or the problem. */
async function openBooking(
  c: ApiContext,
  bookingId: string,
  by: 'customer' | 'team_member',
): Promise<Outcome<{ booking: Booking; scope: CustomerScope | MemberScope }, Problem>> {
  const member = c.var.scope
  const booking = await loadBooking(c.var.deps.context.reader, member, bookingId)
  if (!booking || !mayAct(member, booking, 'view'))
    return refuse({ code: 'not_found', field: 'path:booking' })
  if (!mayAct(member, booking, 'change')) return refuse({ code: 'not_permitted' })
  const wanted = c.req.header('if-match')
  if (wanted !== undefined && wanted !== '*' && wanted !== etagOf(booking))
    return refuse({
      code: 'precondition_failed',
      field: 'header:if-match',
      more: { booking: showBooking(booking) },
    })
  return done({ booking, scope: by === 'customer' ? customerThrough(member, bookingId) : member })
}

/** Whoever the quote was made for: the customer, the member of this key, or nobody we know. */
function quotedBy(c: ApiContext, bookingId: string, sealed: string): CustomerScope | MemberScope | null {
  const { secret } = c.var.deps.context
  const candidates = [customerThrough(c.var.scope, bookingId), c.var.scope]
  return candidates.find((scope) => openQuote(secret, sealed, scope)) ?? null
}

/** Refusals that are mistakes of the request rather than answers to it. */
function problemOfRequest(refusal: ChangeRefusal): Problem | null {
  const mistakes = ['nothing_chosen', 'chosen_twice', 'unknown_session', 'not_permitted', 'unknown_booking']
  return mistakes.includes(refusal.code) ? problemOfChange(refusal, null) : null
}

async function attendance(c: ApiContext, bookingId: string, sessionId: string, act: typeof markNoShow) {
  const found = await openBooking(c, bookingId, 'team_member')
  if (!found.ok) return found
  const outcome = await act(c.var.deps.context, c.var.scope, bookingId, sessionId)
  return outcome.ok ? bookingAnswer(c, bookingId) : refuse(problemOfAction(outcome.refusal))
}

async function bookingAnswer(c: ApiContext, bookingId: string) {
  const booking = (await loadBooking(c.var.deps.context.db, c.var.scope, bookingId))!
  return done({ value: showBooking(booking), headers: { etag: etagOf(booking) } })
}
