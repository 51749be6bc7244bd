import { newId } from '#platform/ids.ts'
import { wallOf } from '#platform/zones.ts'
import { actorOf, type CustomerScope, type MemberScope } from '#domain/access/scope.ts'
import type { ChangePayload, Fact } from '#domain/facts/fact.ts'
import { joinRows, type Rows } from '#platform/rows.ts'
import { asksSettledBy, keptForSettled } from './ask-rows.ts'
import { record, remarkRow, type Recorded } from '#domain/reactions/record.ts'
import { allocationRow } from './allocation-row.ts'
import type { Allocation, Booking, Session } from './booking.ts'
import type { ChangeChoices, Quote, QuotedMove, Receipt, SettledMoney } from './change.ts'
import { changeMoney } from './change-money.ts'
import { discountGivenBack } from './new-sale.ts'
import { surroundings } from './people-concerned.ts'
import { missingAnswers } from './missing-answers.ts'
import { quoteId } from './quote.ts'
import { undoWindow } from './undo-window.ts'
import { sessionRow } from './session-row.ts'

/** Every row a committed quote writes, and its receipt. Pure but for new ids. */
export function changeRows(
  booking: Booking,
  scope: CustomerScope | MemberScope,
  quote: Quote,
  choices: ChangeChoices,
  refundState: 'requested' | 'approved',
): {
  rows: Rows
  recorded: Recorded[]
  receipt: Receipt
  refundsToSettle: string[]
  undoUntil: Temporal.Instant | null
} {
  const revision = booking.revision + 1
  const touched = touchedSessions(booking, quote)
  const changed = touched.map(({ session, move }) =>
    move ? movedRow(booking, session, move) : canceledRow(booking, session),
  )
  const remark = reasonRemark(booking, quote, choices)
  const factId = newId()
  const memberId = scope.actor.kind === 'member' ? scope.actor.memberId : null
  const undoUntil = undoWindow(booking, quote)
  const author = { factId, memberId, remarkId: remark?.id ?? null, refundState, refundsDueAt: undoUntil }
  const money = changeMoney(booking, quote, choices, author)
  const asks = asksSettledBy(booking.orgId, booking.asks, {
    cancel: quote.cancel.map((entry) => entry.session),
    reschedule: quote.reschedule.map((entry) => entry.session),
  })
  const receipt: Receipt = {
    quoteId: quoteId(quote),
    bookingId: booking.id,
    revision,
    committedAt: booking.now.toString(),
    quote,
    ...(undoUntil ? { undoUntil: undoUntil.toString(), ...settledAsks(booking, asks) } : {}),
    money: money.settled,
  }
  const fact = changeFact(booking, scope, quote, choices, { id: factId, revision, remarkId: author.remarkId })
  // Calendars hear the new sequence numbers, so the consequences are drawn from the sessions as they will be.
  const after = touched.map(({ session }) => ({ ...session, sequence: session.sequence + 1 }))
  const rows: Rows = {
    ...givenUp(booking, touched, undoUntil),
    changed_answers: changedAnswers(booking, choices),
    allocations: touched.flatMap(({ session, move }) =>
      move ? movedAllocations(booking, session, move) : [],
    ),
    changed_sessions: changed,
    changed_bookings: [{ org_id: booking.orgId, id: booking.id, revision, updated_at: booking.now }],
    ...hostRows(booking, touched),
    quotes: [quoteRow(booking, quote, receipt)],
    remarks: remark ? [remark] : [],
    changed_asks: asks,
  }
  fact.payload = {
    ...fact.payload,
    ...settledPayload(money.settled),
    ...(undoUntil ? { undoUntil: undoUntil.toString() } : {}),
  }
  return {
    rows: joinRows(
      rows,
      money.rows,
      requestEnded(booking, touched),
      keptForSettled(booking, rows['changed_asks']!),
    ),
    recorded: [record(fact as Fact, surroundings(booking, after))],
    receipt,
    refundsToSettle: money.refundsToSettle,
    undoUntil,
  }
}

function settledAsks(booking: Booking, settled: { id: string }[]): Pick<Receipt, 'settledAsks'> {
  const before = booking.asks.filter((ask) => settled.some(({ id }) => id === ask.id))
  if (before.length === 0) return {}
  return { settledAsks: before.map(({ id, state }) => ({ ask: id, was: state as 'open' | 'granted' })) }
}

// What can be taken back keeps its time until then, as a hold; everything else is free at once.
function givenUp(
  booking: Booking,
  touched: { session: Session; move: QuotedMove | null }[],
  undoUntil: Temporal.Instant | null,
): Rows {
  const taken = touched.flatMap(({ session }) => session.allocations)
  const isKept = ({ kind }: Allocation) => undoUntil !== null && kind === 'session'
  return {
    freed: taken.filter((entry) => !isKept(entry)).map(({ id }) => ({ org_id: booking.orgId, id })),
    changed_allocations: taken
      .filter(isKept)
      .map(({ id }) => ({ org_id: booking.orgId, id, kind: 'undo', expires_at: undoUntil })),
  }
}

// A request that is canceled was never made: its code counts for somebody else.
function requestEnded(booking: Booking, touched: { session: Session }[]): Rows {
  return touched.some(({ session }) => session.state === 'requested') ? discountGivenBack(booking) : {}
}

/** The answers with those that were missing. */
export function changedAnswers(booking: Booking, { answers = [] }: Pick<ChangeChoices, 'answers'>) {
  const missing = missingAnswers(booking)
  const given = missing.flatMap(({ key, label }) => {
    const answer = answers.find((entry) => entry.key === key)?.answer.trim() ?? ''
    return answer === '' ? [] : [{ key, label, answer }]
  })
  if (given.length === 0) return []
  const keys = new Set(given.map(({ key }) => key))
  const others = booking.answers.filter(({ key }) => !keys.has(key))
  return [{ org_id: booking.orgId, id: booking.id, answers: [...others, ...given] }]
}

function reasonRemark(booking: Booking, quote: Quote, choices: ChangeChoices) {
  const reason = choices.reason?.trim() ?? ''
  return reason && quote.reason !== 'hidden'
    ? remarkRow(booking.orgId, booking.id, 'change_reason', reason, booking.now)
    : null
}

// What the fact says of money is what was done, which for members only their choices decide.
function settledPayload({ refundMinor, feeMinor, keptMinor, owedMinor, creditMinor }: SettledMoney) {
  return { refundMinor, feeMinor, keptMinor, owedMinor, creditMinor }
}

function touchedSessions(booking: Booking, quote: Quote): { session: Session; move: QuotedMove | null }[] {
  return booking.sessions.flatMap((session) => {
    const move = quote.reschedule.find((entry) => entry.session === session.id) ?? null
    return move || quote.cancel.some((entry) => entry.session === session.id) ? [{ session, move }] : []
  })
}

function canceledRow(booking: Booking, session: Session) {
  return sessionRow(booking.orgId, session, {
    state: 'canceled',
    sequence: session.sequence + 1,
    askedToMoveAt: null,
  })
}

// A move is a new revision of the same session: same id, same UID, next SEQUENCE (oncehub R75).
function movedRow(booking: Booking, session: Session, move: QuotedMove) {
  const startsAt = Temporal.Instant.from(move.start)
  return sessionRow(booking.orgId, session, {
    startsAt,
    endsAt: Temporal.Instant.from(move.end),
    zone: move.zone,
    wallStart: wallOf(startsAt, move.zone),
    sequence: session.sequence + 1,
    state: 'scheduled',
    rescheduleCount: session.rescheduleCount + 1,
    confirmedAt: null,
    askedToMoveAt: null,
  })
}

function movedAllocations(booking: Booking, session: Session, move: QuotedMove) {
  const span = { startsAt: Temporal.Instant.from(move.start), endsAt: Temporal.Instant.from(move.end) }
  return move.hosts.map((host) => allocationRow(booking, session.id, host.ownerId, span))
}

/** New assignments, for the sessions whose people change. */
function hostRows(booking: Booking, touched: { session: Session; move: QuotedMove | null }[]): Rows {
  const moved = touched.flatMap(({ session, move }) =>
    move && !samePeople(session, move) ? [{ session, move }] : [],
  )
  return {
    released: moved.map(({ session }) => ({ org_id: booking.orgId, session_id: session.id })),
    reassigned: moved.flatMap(({ session, move }) =>
      move.hosts.map((host, position) => ({
        org_id: booking.orgId,
        session_id: session.id,
        owner_id: host.ownerId,
        role: host.role,
        label: host.label,
        seat_id: host.seatId,
        position,
      })),
    ),
  }
}

function samePeople(session: Session, move: QuotedMove): boolean {
  const now = session.assignments.map((host) => host.ownerId).toSorted()
  const then = move.hosts.map((host) => host.ownerId).toSorted()
  return now.length === then.length && now.every((id, index) => id === then[index])
}

function changeFact(
  booking: Booking,
  scope: CustomerScope | MemberScope,
  quote: Quote,
  choices: ChangeChoices,
  named: { id: string; revision: number; remarkId: string | null },
): Omit<Fact, 'payload'> & { payload: ChangePayload } {
  const payload: ChangePayload = {
    quote: quoteId(quote),
    policyVersion: quote.policyVersion,
    canceled: quote.cancel.map(({ session, start, end, refundMinor }) => ({
      session,
      start,
      end,
      refundMinor,
    })),
    rescheduled: quote.reschedule.map(({ session, start, end, fromStart, fromEnd, feeMinor }) => ({
      session,
      start,
      end,
      fromStart,
      fromEnd,
      feeMinor,
    })),
    refundMinor: quote.refundMinor,
    feeMinor: quote.feeMinor,
    currency: quote.currency,
    overridden: quote.overridden,
    ...(choices.initiative ? { initiative: choices.initiative } : {}),
    ...(choices.asksToRebook ? { asksToRebook: true } : {}),
    customerTold: scope.actor.kind === 'customer' || choices.tellCustomer !== false,
  }
  const kind =
    quote.reschedule.length === 0
      ? 'booking.canceled'
      : quote.cancel.length === 0
        ? 'booking.rescheduled'
        : 'booking.changed'
  return {
    ...named,
    orgId: booking.orgId,
    kind,
    at: booking.now,
    bookingId: booking.id,
    actor: actorOf(scope),
    channel: quote.channel,
    payload,
  }
}

function quoteRow(booking: Booking, quote: Quote, receipt: Receipt) {
  return {
    org_id: booking.orgId,
    id: receipt.quoteId,
    booking_id: booking.id,
    revision: receipt.revision,
    quote,
    receipt,
    committed_at: booking.now,
  }
}
