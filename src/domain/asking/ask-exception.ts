import { newId } from '#platform/ids.ts'
import { done, refuse, type Context, type Outcome } from '#platform/context.ts'
import { inTransaction, type Tx } from '#platform/db.ts'
import type { CustomerScope } from '#domain/access/scope.ts'
import type { Channel } from '#domain/facts/fact.ts'
import type { PolicyAction } from '#domain/policies/policy.ts'
import { record } from '#domain/reactions/record.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import { lockedBooking } from '#domain/bookings/locked-booking.ts'
import { surroundings } from '#domain/bookings/people-concerned.ts'
import type { Ask, Wish } from '#domain/asks/ask.ts'
import { askPayload, askRow, changedAskRow, wishesAsText } from '#domain/bookings/ask-rows.ts'
import { mayAskException } from './may-ask-exception.ts'
import { wishesRefusal, type WishRefusal } from './wishes.ts'
import { earliest, factAbout, wordsOf, wordsRefusal, writeRevision } from './write-asked.ts'

/** How many times somebody who asks for an exception may name for one session (ux M5). */
export const MOST_WISHES = 2

export type AskRefusal =
  | { code: 'unknown_booking' }
  | { code: 'unknown_session'; session: string }
  | { code: 'nothing_chosen' }
  | { code: 'chosen_twice'; session: string }
  /** They have asked already, and nobody answered yet. */
  | { code: 'ask_open'; ask: string }
  /** Nothing to ask for: it can be done without asking, or it is over. */
  | { code: 'not_askable'; session: string }
  | { code: 'reason_required' }
  | { code: 'reason_too_long'; longest: number }
  | WishRefusal

export interface Exception {
  action: PolicyAction
  sessions: string[]
  /** Up to two starts for a session, the best liked first; none for a cancellation. */
  wishes: Wish[]
  reason: string
  channel: Channel
}

/**
 * A customer asks for what the policy does not give: heard even where the page says no. Nothing changes but that the
 * team is asked; `answerAsk` is the answer. An answer that they have and did not use gives way to the new question.
 */
export async function askException(
  context: Context,
  scope: CustomerScope,
  given: Exception,
): Promise<Outcome<{ ask: string; revision: number }, AskRefusal>> {
  return inTransaction(context.db, (tx) => ask(context, tx, scope, given))
}

async function ask(
  context: Context,
  tx: Tx,
  scope: CustomerScope,
  given: Exception,
): Promise<Outcome<{ ask: string; revision: number }, AskRefusal>> {
  const booking = await lockedBooking(tx, scope, scope.actor.bookingId)
  if (!booking) return refuse({ code: 'unknown_booking' })
  const open = booking.asks.find(({ state }) => state === 'open')
  // The same form sent twice asks once.
  if (open && isSame(open, given)) return done({ ask: open.id, revision: booking.revision })
  if (open) return refuse({ code: 'ask_open', ask: open.id })
  const refusal = refusalOf(booking, given)
  if (refusal) return refuse(refusal)
  const words = wordsOf(booking, 'ask_reason', given.reason)!
  const asked = exceptionOf(booking, given)
  const fact = factAbout(booking, scope, 'ask.made', askPayload(asked), {
    channel: given.channel,
    remarkId: words.id,
  })
  const concerned = booking.sessions.filter(({ id }) => given.sessions.includes(id))
  const about = { orgId: booking.orgId, bookingId: booking.id, at: booking.now }
  const answered = booking.asks.filter((entry) => isAskedAnew(entry, given))
  const rows = {
    remarks: [words],
    asks: [askRow(about, asked, words.id)],
    changed_asks: answered.map((entry) => changedAskRow(booking.orgId, entry, { state: 'withdrawn' })),
  }
  const withdrawn = answered.map((entry) =>
    factAbout(booking, scope, 'ask.withdrawn', askPayload(entry), { channel: given.channel }),
  )
  const revision = await writeRevision(
    context,
    tx,
    booking,
    rows,
    [...withdrawn, fact].map((entry) => record(entry, surroundings(booking, concerned))),
  )
  return done({ ask: asked.id, revision })
}

function refusalOf(booking: Booking, { action, sessions, wishes, reason }: Exception): AskRefusal | null {
  if (sessions.length === 0) return { code: 'nothing_chosen' }
  const askable = mayAskException(booking)[action]
  for (const [index, id] of sessions.entries()) {
    if (!booking.sessions.some((session) => session.id === id))
      return { code: 'unknown_session', session: id }
    if (sessions.indexOf(id) !== index) return { code: 'chosen_twice', session: id }
    if (!askable.includes(id)) return { code: 'not_askable', session: id }
  }
  if (reason.trim() === '') return { code: 'reason_required' }
  const most = action === 'cancel' ? 0 : MOST_WISHES
  return wordsRefusal(reason) ?? wishesRefusal(booking, sessions, wishes, most)
}

// It is answered before the first of the sessions begins, or there is nothing to answer any more.
function exceptionOf(booking: Booking, { action, sessions, wishes }: Exception): Ask {
  const starts = booking.sessions.filter(({ id }) => sessions.includes(id)).map(({ startsAt }) => startsAt)
  const within = booking.now.add({ minutes: booking.eventType.asking.answerWithinMinutes })
  return {
    id: newId(),
    kind: 'exception',
    action,
    sessions,
    wishes: wishes.filter((wish) => wish.starts.length > 0),
    reason: null,
    state: 'open',
    answer: null,
    feeMinor: 0n,
    offered: [],
    answerBy: earliest(within, ...starts),
    validUntil: null,
    createdAt: booking.now,
  }
}

function isAskedAnew(ask: Ask, { action, sessions }: Exception): boolean {
  return (
    ask.state === 'granted' &&
    ask.kind === 'exception' &&
    ask.action === action &&
    ask.sessions.some((id) => sessions.includes(id))
  )
}

function isSame(open: Ask, { action, sessions, wishes, reason }: Exception): boolean {
  const named = wishes.filter((wish) => wish.starts.length > 0)
  return (
    open.kind === 'exception' &&
    open.action === action &&
    open.reason === reason.trim() &&
    open.sessions.length === sessions.length &&
    sessions.every((id) => open.sessions.includes(id)) &&
    JSON.stringify(wishesAsText(open.wishes)) === JSON.stringify(wishesAsText(named))
  )
}
