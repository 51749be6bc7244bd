import { sql } from 'kysely'
import { newId } from '#platform/ids.ts'
import { done, refuse, type Context, type Outcome } from '#platform/context.ts'
import { inTransaction, type Tx } from '#platform/db.ts'
import { joinRows, type Rows } from '#platform/rows.ts'
import type { CustomerScope } from '#domain/access/scope.ts'
import { record } from '#domain/reactions/record.ts'
import { allocationRow } from '#domain/bookings/allocation-row.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import type { ChangeChoices, ChangeRefusal, Quote } from '#domain/bookings/change.ts'
import { changedAnswers } from '#domain/bookings/change-rows.ts'
import { objectionToCommit } from '#domain/bookings/commit-change.ts'
import { loadBooking } from '#domain/bookings/load-booking.ts'
import { mayAct } from '#domain/bookings/may-act.ts'
import { nearestTimes } from '#domain/bookings/nearest-times.ts'
import { surroundings } from '#domain/bookings/people-concerned.ts'
import { belongsTo } from '#domain/bookings/quote.ts'
import { quoteLoaded } from '#domain/bookings/quote-change.ts'
import { keepRequested } from '#domain/bookings/request-rows.ts'
import type { Ask, Wish } from '#domain/asks/ask.ts'
import {
  askPayload,
  askRow,
  changedAskRow,
  requestedAllocations,
  wishesAsText,
} from '#domain/bookings/ask-rows.ts'
import type { AskRefusal } from './ask-exception.ts'
import { earliest, factAbout, orTaken, wordsOf, writeRevision } from './write-asked.ts'

type MoveChoices = Pick<ChangeChoices, 'reason' | 'answers'>

/**
 * The customer asks for the new times of a quote that the team decides on (oncehub R97, T15). The old time stays theirs
 * until then; a question that was open before is replaced. The same quote sent twice asks once.
 */
export async function askToMove(
  context: Context,
  scope: CustomerScope,
  quote: Quote,
  choices: MoveChoices,
): Promise<Outcome<{ ask: string; revision: number }, AskRefusal | ChangeRefusal>> {
  if (!belongsTo(quote, scope) || !quote.needsApproval) return refuse({ code: 'quote_unreadable' })
  // One question at a time: what is canceled in the same breath needs no approval and is done for itself.
  if (quote.cancel.length > 0) return refuse({ code: 'approval_required' })
  const outcome = await orTaken<Awaited<ReturnType<typeof ask>>>(
    () => inTransaction(context.db, (tx) => ask(context, tx, scope, quote, choices)),
    async () => refuse({ code: 'slot_taken', session: quote.reschedule[0]!.session, nearest: [] }),
  )
  if (outcome.ok || outcome.refusal.code !== 'slot_taken') return outcome
  return refuse(await nearestTimes(context.db, scope, quote))
}

async function ask(
  context: Context,
  tx: Tx,
  scope: CustomerScope,
  quote: Quote,
  choices: MoveChoices,
): Promise<Outcome<{ ask: string; revision: number }, AskRefusal | ChangeRefusal>> {
  const owners = quote.reschedule.flatMap((move) => move.hosts.map((host) => host.ownerId))
  await sql`select lock_booking(${scope.orgId}, ${quote.bookingId}, ${owners}::uuid[])`.execute(tx)
  const booking = await loadBooking(tx, scope, quote.bookingId)
  if (!booking) return refuse({ code: 'unknown_booking' })
  if (!mayAct(scope, booking, 'change')) return refuse({ code: 'not_permitted' })
  const open = booking.asks.find(({ state }) => state === 'open') ?? null
  const asked = moveOf(booking, quote)
  if (open && isSame(open, asked)) return done({ ask: open.id, revision: booking.revision })
  const refusal = await refusalOf(context, tx, scope, booking, quote, choices)
  if (refusal) return refuse(refusal)
  return done(await write(context, tx, scope, { booking, quote, choices, open, asked }))
}

/** As its commit would be refused, but for what the team has to say, and for a time that is gone. */
async function refusalOf(
  context: Context,
  tx: Tx,
  scope: CustomerScope,
  booking: Booking,
  quote: Quote,
  choices: MoveChoices,
): Promise<ChangeRefusal | null> {
  const { needsApproval: _asked, ...plain } = quote
  const refusal = await objectionToCommit(context, tx, scope, booking, plain, choices)
  if (refusal) return refusal
  const again = await quoteLoaded(tx, scope, booking, {
    bookingId: booking.id,
    channel: quote.channel,
    cancel: [],
    reschedule: quote.reschedule.map(({ session, start }) => ({
      session,
      start: Temporal.Instant.from(start),
    })),
  })
  const isGone =
    !again.ok && (again.refusal.code === 'slot_taken' || again.refusal.code === 'slot_unavailable')
  return isGone ? again.refusal : null
}

async function write(
  context: Context,
  tx: Tx,
  scope: CustomerScope,
  given: { booking: Booking; quote: Quote; choices: MoveChoices; open: Ask | null; asked: Ask },
): Promise<{ ask: string; revision: number }> {
  const { booking, quote, choices, open, asked } = given
  const words = quote.reason === 'hidden' ? null : wordsOf(booking, 'ask_reason', choices.reason)
  const about = { orgId: booking.orgId, bookingId: booking.id, at: booking.now }
  const { channel } = quote
  const rows: Rows = {
    remarks: words ? [words] : [],
    changed_answers: changedAnswers(booking, choices),
    changed_asks: open ? [changedAskRow(booking.orgId, open, { state: 'withdrawn' })] : [],
    asks: [askRow(about, asked, words?.id ?? null)],
  }
  const made = factAbout(booking, scope, 'ask.made', askPayload(asked), {
    channel,
    remarkId: words?.id ?? null,
  })
  const before = open
    ? [record(factAbout(booking, scope, 'ask.withdrawn', askPayload(open), { channel }), null)]
    : []
  const concerned = booking.sessions.filter(({ id }) => asked.sessions.includes(id))
  const revision = await writeRevision(
    context,
    tx,
    booking,
    joinRows(rows, open ? requestedAllocations(booking, open) : {}),
    [...before, record(made, surroundings(booking, concerned))],
  )
  if (booking.eventType.asking.requestsHold) await keepNewTimes(tx, booking, quote)
  return { ask: asked.id, revision }
}

/** The new times of a quote are kept from everybody else, beside the old ones. */
async function keepNewTimes(tx: Tx, booking: Booking, { reschedule }: Quote): Promise<void> {
  const times = reschedule.map((move) => {
    const span = { startsAt: Temporal.Instant.from(move.start), endsAt: Temporal.Instant.from(move.end) }
    return move.hosts.map((host) => allocationRow(booking, move.session, host.ownerId, span))
  })
  await keepRequested(tx, booking.orgId, booking.id, times)
}

function moveOf(booking: Booking, { reschedule, feeMinor }: Quote): Ask {
  const wishes: Wish[] = reschedule.map(({ session, start }) => ({
    session,
    starts: [Temporal.Instant.from(start)],
  }))
  const olds = reschedule.map(({ fromStart }) => Temporal.Instant.from(fromStart))
  const news = wishes.flatMap(({ starts }) => starts)
  const within = booking.now.add({ minutes: booking.eventType.asking.answerWithinMinutes })
  return {
    id: newId(),
    kind: 'move',
    action: 'reschedule',
    sessions: wishes.map(({ session }) => session),
    wishes,
    reason: null,
    state: 'open',
    answer: null,
    // One fee for each session: where the quoted ones differ, their mean, so that nobody pays more than was said.
    feeMinor: BigInt(feeMinor) / BigInt(reschedule.length),
    offered: [],
    answerBy: earliest(within, ...olds, ...news),
    validUntil: null,
    createdAt: booking.now,
  }
}

function isSame(open: Ask, asked: Ask): boolean {
  const textOf = (ask: Ask) => JSON.stringify(wishesAsText(ask.wishes))
  return open.kind === 'move' && textOf(open) === textOf(asked)
}
