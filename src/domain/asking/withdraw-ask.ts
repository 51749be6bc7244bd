import { done, refuse, type Context, type Outcome } from '#platform/context.ts'
import { inTransaction, type Tx } from '#platform/db.ts'
import { joinRows } from '#platform/rows.ts'
import type { CustomerScope } from '#domain/access/scope.ts'
import type { Channel } from '#domain/facts/fact.ts'
import { record } from '#domain/reactions/record.ts'
import { lockedBooking } from '#domain/bookings/locked-booking.ts'
import { surroundings } from '#domain/bookings/people-concerned.ts'
import type { AskKind, AskState } from '#domain/asks/ask.ts'
import { askPayload, changedAskRow, requestedAllocations } from '#domain/bookings/ask-rows.ts'
import { stateOfAsk } from '#domain/asks/load-ask.ts'
import { factAbout, writeRevision } from './write-asked.ts'

export type WithdrawRefusal =
  | { code: 'unknown_booking' }
  | { code: 'unknown_ask' }
  /** A request to book is not taken back but canceled, as every booking is. */
  | { code: 'wrong_kind'; kind: AskKind }
  | { code: 'not_open'; state: AskState }

/** The customer does not ask any more; what was kept for them is free, and the booking stands as it did. */
export async function withdrawAsk(
  context: Context,
  scope: CustomerScope,
  askId: string,
  channel: Channel,
): Promise<Outcome<{ revision: number }, WithdrawRefusal>> {
  return inTransaction(context.db, (tx) => withdraw(context, tx, scope, askId, channel))
}

async function withdraw(
  context: Context,
  tx: Tx,
  scope: CustomerScope,
  askId: string,
  channel: Channel,
): Promise<Outcome<{ revision: number }, WithdrawRefusal>> {
  const booking = await lockedBooking(tx, scope, scope.actor.bookingId)
  if (!booking) return refuse({ code: 'unknown_booking' })
  const ask = booking.asks.find(({ id }) => id === askId)
  if (!ask) {
    const state = await stateOfAsk(tx, booking, askId)
    return refuse(state ? { code: 'not_open', state } : { code: 'unknown_ask' })
  }
  if (ask.kind === 'booking') return refuse({ code: 'wrong_kind', kind: ask.kind })
  const rows = joinRows(requestedAllocations(booking, ask), {
    changed_asks: [changedAskRow(booking.orgId, ask, { state: 'withdrawn' })],
  })
  const concerned = booking.sessions.filter(({ id }) => ask.sessions.includes(id))
  const fact = factAbout(booking, scope, 'ask.withdrawn', askPayload(ask), { channel })
  const recorded = [record(fact, surroundings(booking, concerned))]
  return done({ revision: await writeRevision(context, tx, booking, rows, recorded) })
}
