import type { AskPayload } from '#domain/facts/fact.ts'
import type { Booking } from './booking.ts'
import type { Rows } from '#platform/rows.ts'
import type { Ask, Wish } from '#domain/asks/ask.ts'

/** The row of a new ask, open. */
export function askRow(
  about: { orgId: string; bookingId: string; at: Temporal.Instant },
  ask: Pick<Ask, 'id' | 'kind' | 'action' | 'sessions' | 'wishes' | 'feeMinor' | 'answerBy'>,
  remarkId: string | null,
) {
  return {
    org_id: about.orgId,
    id: ask.id,
    booking_id: about.bookingId,
    kind: ask.kind,
    action: ask.action,
    sessions: ask.sessions,
    wishes: wishesAsText(ask.wishes),
    remark_id: remarkId,
    state: 'open',
    answer: null,
    fee_minor: ask.feeMinor,
    offered: [],
    answer_by: ask.answerBy,
    valid_until: null,
    answered_at: null,
    answered_by: null,
    answer_remark_id: null,
    created_at: about.at,
  }
}

/** What an answer, or the end of an ask, changes about its row. */
export interface AskChange {
  state: Ask['state']
  answer?: Ask['answer']
  feeMinor?: bigint
  offered?: Wish[]
  validUntil?: Temporal.Instant | null
  answeredAt?: Temporal.Instant | null
  answeredBy?: string | null
  answerRemarkId?: string | null
}

/** The row of an ask with what became of it; what is not named stays. */
export function changedAskRow(orgId: string, ask: Ask, change: AskChange) {
  return {
    org_id: orgId,
    id: ask.id,
    state: change.state,
    answer: change.answer === undefined ? ask.answer : change.answer,
    fee_minor: change.feeMinor ?? ask.feeMinor,
    offered: wishesAsText(change.offered ?? ask.offered),
    valid_until: change.validUntil === undefined ? ask.validUntil : change.validUntil,
    // Null keeps what is there: an ask is answered once.
    answered_at: change.answeredAt ?? null,
    answered_by: change.answeredBy ?? null,
    answer_remark_id: change.answerRemarkId ?? null,
  }
}

/** As documents and facts keep them. */
export function wishesAsText(wishes: readonly Wish[]): { session: string; starts: string[] }[] {
  return wishes.map(({ session, starts }) => ({ session, starts: starts.map(String) }))
}

/** What every fact about an ask says of it. */
export function askPayload(ask: Ask): AskPayload {
  return {
    ask: ask.id,
    kind: ask.kind,
    action: ask.action,
    sessions: ask.sessions,
    wishes: wishesAsText(ask.wishes),
    answerBy: ask.answerBy.toString(),
  }
}

/**
 * What a change of these sessions makes of the booking's asks: a granted one that was used is done, and a question about
 * a session that changed anyway is off the table.
 */
export function asksSettledBy(
  orgId: string,
  asks: readonly Ask[],
  change: { cancel: readonly string[]; reschedule: readonly string[] },
) {
  return asks.flatMap((ask) => {
    const used = ask.action === 'cancel' ? change.cancel : change.reschedule
    if (ask.state === 'granted' && ask.sessions.every((id) => used.includes(id)))
      return [changedAskRow(orgId, ask, { state: 'done' })]
    const touched = ask.sessions.some((id) => change.cancel.includes(id) || change.reschedule.includes(id))
    const goesOn =
      ask.state === 'granted' &&
      ask.sessions.some((id) => !change.cancel.includes(id) && !change.reschedule.includes(id))
    return touched && !goesOn ? [changedAskRow(orgId, ask, { state: 'withdrawn' })] : []
  })
}

/** What was kept for an ask, of all its sessions, is free. */
export function requestedAllocations(
  { orgId, sessions }: Pick<Booking, 'orgId' | 'sessions'>,
  ask: Pick<Ask, 'sessions'>,
): Rows {
  const freed = sessions
    .filter(({ id }) => ask.sessions.includes(id))
    .flatMap(({ allocations }) => allocations.filter(({ kind }) => kind === 'request'))
  return { freed: freed.map(({ id }) => ({ org_id: orgId, id })) }
}

/** What was kept for asks that a change settles, also of sessions that the change leaves alone. */
export function keptForSettled(
  booking: Pick<Booking, 'orgId' | 'sessions' | 'asks'>,
  settled: readonly Record<string, unknown>[],
): Rows {
  const asks = booking.asks.filter(({ id }) => settled.some((row) => row['id'] === id))
  return { freed: asks.flatMap((ask) => requestedAllocations(booking, ask)['freed']!) }
}
