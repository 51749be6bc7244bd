import { sql } from 'kysely'
import { newId } from '#platform/ids.ts'
import { done, refuse, type Context, type Outcome } from '#platform/context.ts'
import { inTransaction, type Tx } from '#platform/db.ts'
import { joinRows, type Rows } from '#platform/rows.ts'
import { actorOf, type Scope } from '#domain/access/scope.ts'
import type { Channel, Fact, FactKind, FactPayloads } from '#domain/facts/fact.ts'
import { record, type Recorded } from '#domain/reactions/record.ts'
import type { Booking, Session } from './booking.ts'
import { loadBooking } from './load-booking.ts'
import { transition, type SessionAction, type TransitionRefusal } from './lifecycle.ts'
import { mayAct } from './may-act.ts'
import { surroundings } from './people-concerned.ts'
import { sessionRow, type SessionChange } from './session-row.ts'
import { writeRows } from './write-rows.ts'

export type ActionRefusal =
  | { code: 'unknown_booking' }
  | { code: 'unknown_session' }
  | { code: 'not_permitted' }
  | TransitionRefusal

/** What is written together with a named action: words that were given, money that goes with it. */
export interface WrittenAlong {
  rows: Rows
  /** Facts of their own, beside the one of the action. */
  recorded?: Recorded[]
  /** The remark that the action's fact cites. */
  remarkId?: string | null
}

/** A status change that is neither a cancellation nor a move, and the fact it leaves. */
export interface NamedAction<K extends FactKind, Objection = never> {
  action: Exclude<SessionAction, 'cancel' | 'reschedule'>
  bookingId: string
  /** Which sessions; all that the lifecycle allows when absent. */
  sessionIds?: string[]
  /** True where the action has nothing left to do; asking again then changes and tells nothing. */
  already?: (session: Session) => boolean
  change: (session: Session, to: Session['state'], booking: Booking) => SessionChange
  fact: { kind: K; payload: (sessions: Session[]) => FactPayloads[K] }
  permission: 'change' | 'no_show'
  channel: Channel
  /** Asked of the locked booking by whoever acts for somebody and has conditions of their own. */
  objection?: ((booking: Booking) => Objection | null) | undefined
  /** Asked last, once the action is possible: what is written with it, or why it is refused after all. */
  along?: (
    tx: Tx,
    booking: Booking,
    sessions: Session[],
    factId: string,
  ) => Promise<Outcome<WrittenAlong, Objection>>
}

/**
 * Carries out a named action under the same lock, revision and fact as every change. Asking again for what is
 * already so is answered with the present revision, or refused; nothing is told twice.
 */
export async function actOnSessions<K extends FactKind, Objection = never>(
  context: Context,
  scope: Scope,
  named: NamedAction<K, Objection>,
): Promise<Outcome<{ revision: number }, ActionRefusal | Objection>> {
  return inTransaction(context.db, (tx) => act(context, tx, scope, named))
}

async function act<K extends FactKind, Objection>(
  context: Context,
  tx: Tx,
  scope: Scope,
  named: NamedAction<K, Objection>,
): Promise<Outcome<{ revision: number }, ActionRefusal | Objection>> {
  await sql`select lock_booking(${scope.orgId}, ${named.bookingId}, '{}'::uuid[])`.execute(tx)
  const booking = await loadBooking(tx, scope, named.bookingId)
  if (!booking) return refuse({ code: 'unknown_booking' })
  const objected = named.objection?.(booking) ?? null
  if (objected) return refuse(objected)
  if (!mayAct(scope, booking, named.permission)) return refuse({ code: 'not_permitted' })
  const chosen = choose(booking, scope, named)
  if (!chosen.ok) return chosen
  if (chosen.value.length === 0) return done({ revision: booking.revision })
  const sessions = chosen.value.map(({ session }) => session)
  const factId = newId()
  const along = (await named.along?.(tx, booking, sessions, factId)) ?? done<WrittenAlong>({ rows: {} })
  if (!along.ok) return along
  const revision = booking.revision + 1
  const fact: Fact<K> = {
    id: factId,
    orgId: booking.orgId,
    kind: named.fact.kind,
    at: booking.now,
    bookingId: booking.id,
    revision,
    actor: actorOf(scope),
    channel: named.channel,
    remarkId: along.value.remarkId ?? null,
    payload: named.fact.payload(sessions),
  }
  const changed = chosen.value.map(({ session, to }) => ({
    session,
    change: named.change(session, to, booking),
  }))
  const rows: Rows = {
    changed_sessions: changed.map(({ session, change }) => sessionRow(booking.orgId, session, change)),
    changed_bookings: [{ org_id: booking.orgId, id: booking.id, revision, updated_at: booking.now }],
  }
  await writeRows(context, tx, booking.orgId, joinRows(rows, along.value.rows), [
    // Calendars hear the sequence numbers as they will be.
    record(
      fact as Fact,
      surroundings(
        booking,
        changed.map(({ session, change }) => ({ ...session, ...change })),
      ),
    ),
    ...(along.value.recorded ?? []),
  ])
  return done({ revision })
}

function choose<K extends FactKind>(
  booking: Booking,
  scope: Scope,
  named: Pick<NamedAction<K>, 'action' | 'sessionIds' | 'already'>,
): Outcome<{ session: Session; to: Session['state'] }[], ActionRefusal> {
  const named_ = named.sessionIds
  const wanted = named_ ? booking.sessions.filter((session) => named_.includes(session.id)) : booking.sessions
  if (wanted.length === 0 || (named_ && wanted.length !== named_.length))
    return refuse({ code: 'unknown_session' })
  const judged = wanted.map((session) => ({
    session,
    result: transition(named.action, scope.actor.kind, session, booking.now),
  }))
  const possible = judged.flatMap(({ session, result }) => (result.ok ? [{ session, to: result.to }] : []))
  const refused = judged.flatMap(({ result }) => (result.ok ? [] : [result.refusal]))
  if (possible.length === 0 || (named_ && refused.length > 0)) return refuse(refused[0]!)
  return done(possible.filter(({ session }) => !named.already?.(session)))
}
