import type { z } from '@hono/zod-openapi'
import { done, refuse, type Outcome } from '#platform/context.ts'
import { customerThrough, type CustomerScope, type MemberScope } from '#domain/access/scope.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import type { ChangeChoices, ChangeRefusal, Receipt } from '#domain/bookings/change.ts'
import { commitChange } from '#domain/bookings/commit-change.ts'
import { explainChange } from '#domain/bookings/explain-change.ts'
import { keepBooking } from '#domain/bookings/keep-booking.ts'
import { loadBooking } from '#domain/bookings/load-booking.ts'
import type { FailRefusal } from '#domain/bookings/mark-failed.ts'
import { openQuote, quoteId, sealQuote } from '#domain/bookings/quote.ts'
import { quoteLoaded } from '#domain/bookings/quote-change.ts'
import type { SessionState } from '#domain/policies/evaluate.ts'
import { problemOfAction, problemOfChange } from './change-problems.ts'
import { readId } from '#platform/public-ids.ts'
import { foreignChoice } from './money-choices.ts'
import { objectionTo, openBooking, viewBooking } from './open-booking.ts'
import type { ApiContext } from './api-env.ts'
import type { Problem } from './problems.ts'
import { showQuote, type quoteSchema } from './quote-schema.ts'

/** What a program asks to be changed, with ids as it knows them. */
export interface ChangeWish {
  cancel: string[]
  reschedule: { session: string; start: string }[]
  actor: 'customer' | 'team_member'
}

export type ShownQuote = z.input<typeof quoteSchema>

/** The first of the two calls: what the change would mean, sealed where it is allowed. Changes nothing. */
export async function quoteFor(
  c: ApiContext,
  bookingId: string,
  wish: ChangeWish,
): Promise<Outcome<{ booking: Booking; quote: ShownQuote }, Problem>> {
  const { reader, secret } = c.var.deps.context
  const found = await openBooking(c, bookingId, wish.actor)
  if (!found.ok) return found
  const { booking, scope } = found.value
  const request = {
    bookingId,
    cancel: wish.cancel.map(readId),
    reschedule: wish.reschedule.map(({ session, start }) => ({
      session: readId(session),
      start: Temporal.Instant.from(start),
    })),
    channel: 'api' as const,
  }
  const outcome = await quoteLoaded(reader, scope, booking, request)
  const verdicts = explainChange(booking, request, scope.actor.kind)
  if (outcome.ok) {
    const sealed = sealQuote(secret, outcome.value)
    const decided = { quote: outcome.value, id: quoteId(outcome.value), sealed }
    return done({ booking, quote: showQuote(booking, scope.actor.kind, verdicts, decided) })
  }
  const problem = problemOfRequest(outcome.refusal, request)
  if (problem) return refuse(problem)
  return done({
    booking,
    quote: showQuote(booking, scope.actor.kind, verdicts, { refusal: outcome.refusal }),
  })
}

/** The second: does what the sealed quote says, or nothing. */
export async function commitFor(
  c: ApiContext,
  bookingId: string,
  sealed: string,
  choices: ChangeChoices,
): Promise<Outcome<{ booking: Booking; receipt: Receipt }, Problem>> {
  const { context } = c.var.deps
  const scope = quotedBy(c, bookingId, sealed)
  if (!scope) {
    const seen = await viewBooking(c, bookingId)
    return seen.ok ? refuse({ code: 'quote_unreadable', field: '/quote' }) : seen
  }
  const quote = openQuote(context.secret, sealed, scope)!
  if (quote.bookingId !== bookingId) {
    const seen = await viewBooking(c, bookingId)
    return seen.ok ? refuse({ code: 'quote_unreadable', field: '/quote' }) : seen
  }
  const foreign = foreignChoice(scope.actor.kind, choices)
  if (foreign) return refuse(foreign)
  const outcome = await commitChange(context, scope, quote, choices, objecting(c))
  if (outcome.ok) return done({ booking: await loadAgain(c, bookingId), receipt: outcome.value })
  const { refusal } = outcome
  if (refusal.code === 'objected') return refuse(refusal.problem)
  if (refusal.code === 'unknown_booking') return refuse({ code: 'not_found', field: 'path:booking' })
  return refuse(problemOfChange(refusal, await loadAgain(c, bookingId)))
}

/** The customer says that they come. */
export async function keepFor(c: ApiContext, bookingId: string): Promise<Outcome<Booking, Problem>> {
  const scope = customerThrough(c.var.scope, bookingId)
  const outcome = await keepBooking(c.var.deps.context, scope, 'api', objecting(c))
  return outcome.ok ? done(await loadAgain(c, bookingId)) : refuse(problemOfAct(outcome.refusal))
}

/** What became of a session; `reached` is the state it has when it was marked so before. */
export async function markAttendance(
  c: ApiContext,
  bookingId: string,
  reached: SessionState,
  act: (
    objection: (booking: Booking) => Objected | null,
  ) => Promise<Outcome<unknown, FailRefusal | Objected>>,
): Promise<Outcome<Booking, Problem>> {
  const outcome = await act(objecting(c))
  // Who asks again because an answer got lost hears that it is so, as after every other change.
  const isSo =
    !outcome.ok && outcome.refusal.code === 'not_from_this_state' && outcome.refusal.state === reached
  if (outcome.ok || isSo) return done(await loadAgain(c, bookingId))
  return refuse(problemOfAct(outcome.refusal))
}

interface Objected {
  code: 'objected'
  problem: Problem
}

// Asked under the lock, so that nothing can change between asking and doing.
function objecting(c: ApiContext): (booking: Booking, isRepeat?: boolean) => Objected | null {
  return (booking, isRepeat) => {
    const problem = objectionTo(c, booking, isRepeat)
    return problem && { code: 'objected', problem }
  }
}

function problemOfAct(refusal: FailRefusal | Objected): Problem {
  if (refusal.code === 'objected') return refusal.problem
  if (refusal.code === 'unknown_booking') return { code: 'not_found', field: 'path:booking' }
  return problemOfAction(refusal)
}

/** Whoever the quote was made for: the customer, the member of this key, or nobody we know. */
function quotedBy(c: ApiContext, bookingId: string, sealed: string): CustomerScope | MemberScope | null {
  const { secret } = c.var.deps.context
  const candidates = [customerThrough(c.var.scope, bookingId), c.var.scope]
  return candidates.find((scope) => openQuote(secret, sealed, scope)) ?? null
}

/** Refusals that are mistakes of the request rather than answers to it. */
function problemOfRequest(
  refusal: ChangeRefusal,
  wish: { cancel: string[]; reschedule: { session: string }[] },
): Problem | null {
  const mistakes = ['nothing_chosen', 'chosen_twice', 'unknown_session', 'not_permitted', 'unknown_booking']
  if (!mistakes.includes(refusal.code)) return null
  const problem = problemOfChange(refusal, null)
  return 'session' in refusal ? { field: placeOf(refusal.session, wish), ...problem } : problem
}

// Where a session is named last: of two mentions the second is the mistake.
function placeOf(session: string, wish: { cancel: string[]; reschedule: { session: string }[] }): string {
  const moved = wish.reschedule.findLastIndex((move) => move.session === session)
  return moved >= 0 ? `/reschedule/${moved}/session` : `/cancel/${wish.cancel.lastIndexOf(session)}`
}

// From the connection that writes, because the one that reads may be a moment behind.
async function loadAgain(c: ApiContext, bookingId: string): Promise<Booking> {
  return (await loadBooking(c.var.deps.context.db, c.var.scope, bookingId))!
}
