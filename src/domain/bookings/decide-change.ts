import { fromMinute, isWholeMinute, toMinute } from '#platform/zones.ts'
import { done, refuse, type Outcome } from '#platform/context.ts'
import type { Actor } from '#domain/access/scope.ts'
import { checkStart, fillSeats } from '#domain/availability/slots.ts'
import type { LoadedQuestion } from '#domain/availability/load-questions.ts'
import { evaluate, type Verdict } from '#domain/policies/evaluate.ts'
import { allowanceFor, type Allowance } from '#domain/asks/ask.ts'
import type { MoneyVerdict } from '#domain/money/session-money.ts'
import { OPEN_RULE, type PolicyAction } from '#domain/policies/policy.ts'
import type { Booking, Session } from './booking.ts'
import type { ChangeRefusal, ChangeRequest, Quote, QuotedCancel, QuotedMove } from './change.ts'
import { transition } from './lifecycle.ts'
import { moneyOfCancel, moneyOfMove, quoteMoney } from './quote-money.ts'
import { seatsForMove, withOwnSessions } from './move-question.ts'

/** A sealed quote may be confirmed this long where the organization does not honour quotes past a deadline. */
const STRICT_QUOTE_MINUTES = 10

/**
 * Answers "what happens if": every session allowed with its money, or the first refusal. Pure; the same for
 * every entry (page, staff, API). Customers are bound by the policy version of the booking; team members are
 * not, and their override is noted (oncehub R8). `loaded` is needed only when sessions move.
 */
export function decideChange(
  booking: Booking,
  request: ChangeRequest,
  actor: Extract<Actor, { kind: 'customer' | 'member' }>,
  loaded: LoadedQuestion | null,
): Outcome<Quote, ChangeRefusal> {
  const chosen = chooseSessions(booking, request)
  if (!chosen.ok) return chosen
  let overridden = false
  const cancel: QuotedCancel[] = []
  const reschedule: QuotedMove[] = []
  for (const { session, action } of chosen.value) {
    const verdict = judge(booking, session, action, actor.kind)
    if (!verdict.ok) return verdict
    overridden ||= verdict.value.overridden
    if (action === 'cancel') {
      const money = moneyOfCancel(booking, session, verdict.value, actor.kind)
      cancel.push({
        session: session.id,
        ...spanText(session),
        ...standing(session),
        tier: verdict.value.tier,
        ...money,
      })
      continue
    }
    const move = decideMove(booking, request, session, actor.kind, loaded!, reschedule)
    if (!move.ok) return move
    const money = moneyOfMove(booking, session, verdict.value, actor.kind)
    reschedule.push({ ...move.value, tier: verdict.value.tier, ...money })
  }
  return done(toQuote(booking, request, actor, { cancel, reschedule, overridden }))
}

function chooseSessions(
  booking: Booking,
  request: ChangeRequest,
): Outcome<{ session: Session; action: PolicyAction }[], ChangeRefusal> {
  const wanted = [
    ...request.cancel.map((id) => ({ id, action: 'cancel' as const })),
    ...request.reschedule.map((move) => ({ id: move.session, action: 'reschedule' as const })),
  ]
  if (wanted.length === 0) return refuse({ code: 'nothing_chosen' })
  const chosen: { session: Session; action: PolicyAction }[] = []
  for (const { id, action } of wanted) {
    const session = booking.sessions.find((entry) => entry.id === id)
    if (!session) return refuse({ code: 'unknown_session', session: id })
    if (chosen.some((entry) => entry.session === session))
      return refuse({ code: 'chosen_twice', session: id })
    chosen.push({ session, action })
  }
  return done(chosen)
}

function judge(
  booking: Booking,
  session: Session,
  action: PolicyAction,
  actor: 'customer' | 'member',
): Outcome<MoneyVerdict & { overridden: boolean }, ChangeRefusal> {
  const verdict = evaluateSession(booking, session, action)
  if (actor === 'customer' && !verdict.allowed) {
    return refuse({ code: 'policy', session: session.id, refusal: verdict.refusal })
  }
  const possible = transition(action, actor, session, booking.now)
  if (!possible.ok) return refuse({ code: 'state', session: session.id, state: session.state })
  if (!verdict.allowed) return done({ tier: null, inGrace: false, overridden: true })
  const { tier, inGrace, agreedFeeMinor } = verdict
  return done({ tier, inGrace, agreedFeeMinor, overridden: false })
}

/** The policy's answer for one session of a booking, as the customer stands now. */
export function evaluateSession(booking: Booking, session: Session, action: PolicyAction): Verdict {
  const rule = booking.policy.rules[action] ?? OPEN_RULE
  const { customersMayCancel, customersMayReschedule } = booking.organization
  const switchedOn = action === 'cancel' ? customersMayCancel : customersMayReschedule
  if (session.askedToMoveAt) return ASKED_BY_THE_TEAM
  const allowance = allowanceFor(booking.asks, session.id, action, booking.now)
  const isComing =
    session.state === 'scheduled' && Temporal.Instant.compare(booking.now, session.startsAt) < 0
  if (allowance && isComing) return allowedBy(allowance)
  return evaluate(rule, { ...session, bookedAt: booking.createdAt }, switchedOn, booking.now)
}

// Whoever was asked for another time may choose any, or none, and pays nothing for it (oncehub R91).
const ASKED_BY_THE_TEAM: Verdict = {
  allowed: true,
  until: null,
  tier: null,
  tierUntil: null,
  inGrace: false,
  agreedFeeMinor: 0n,
}

// What a member answered is not taken back by a rule or a switch.
function allowedBy({ until, feeMinor }: Allowance): Verdict {
  return {
    allowed: true,
    until,
    tier: null,
    tierUntil: null,
    inGrace: feeMinor === 0n,
    agreedFeeMinor: feeMinor,
  }
}

function decideMove(
  booking: Booking,
  request: ChangeRequest,
  session: Session,
  actor: 'customer' | 'member',
  loaded: LoadedQuestion,
  decided: QuotedMove[],
): Outcome<Omit<QuotedMove, 'rule' | 'tier' | 'feeMinor'>, ChangeRefusal> {
  const { start } = request.reschedule.find((move) => move.session === session.id)!
  if (Temporal.Instant.compare(start, session.startsAt) === 0 && !session.askedToMoveAt)
    return refuse({ code: 'same_time', session: session.id })
  if (!isWholeMinute(start)) return unavailable(session, 'off_grid')
  const agreedStarts =
    actor === 'customer' ? allowanceFor(booking.asks, session.id, 'reschedule', booking.now)?.starts : null
  if (agreedStarts && !agreedStarts.some((entry) => entry.equals(start)))
    return unavailable(session, 'not_offered')
  // Times that the team agreed to are as free to choose as its own.
  const chooser = agreedStarts ? 'member' : actor
  const question = withOwnSessions(booking, request, session, chooser, loaded, decided)
  const startMinute = toMinute(start)
  const offered = checkStart(question, startMinute)
  if (!offered.ok) return unavailable(session, offered.why)
  const current = new Set(session.assignments.map((host) => host.ownerId))
  const filled = fillSeats(question, startMinute, (owner) =>
    current.has(question.owners[owner]!.ownerId) ? 0 : 1,
  )
  if (!filled) return unavailable(session, 'taken')
  const seats = seatsForMove(booking, session, loaded)
  const hosts = seats.map(({ seatId, role, label }) => ({
    ownerId: filled.get(seatId)!,
    role,
    label,
    seatId:
      session.assignments.find((host) => `${session.id}/${host.ownerId}` === seatId)?.seatId ??
      realSeat(seatId),
  }))
  const primary = hosts.find((host) => host.role === 'primary')!
  const end = fromMinute(startMinute + booking.durationMinutes)
  return done({
    session: session.id,
    fromStart: session.startsAt.toString(),
    fromEnd: session.endsAt.toString(),
    start: start.toString(),
    end: end.toString(),
    hosts,
    zone: loaded.owners.find((owner) => owner.id === primary.ownerId)!.zone,
  })
}

function unavailable(session: Session, why: string): { ok: false; refusal: ChangeRefusal } {
  return refuse(
    why === 'taken'
      ? { code: 'slot_taken', session: session.id, nearest: [] }
      : { code: 'slot_unavailable', session: session.id, why },
  )
}

// Fixed people get a made-up seat id `session/owner`; only a real seat is worth remembering.
function realSeat(seatId: string): string | null {
  return seatId.includes('/') ? null : seatId
}

function toQuote(
  booking: Booking,
  request: ChangeRequest,
  actor: Extract<Actor, { kind: 'customer' | 'member' }>,
  decided: { cancel: QuotedCancel[]; reschedule: QuotedMove[]; overridden: boolean },
): Quote {
  const minutes = booking.organization.quoteHonouredMinutes || STRICT_QUOTE_MINUTES
  return {
    orgId: booking.orgId,
    bookingId: booking.id,
    baseRevision: booking.revision,
    actor: { kind: actor.kind, id: actor.kind === 'member' ? actor.memberId : null },
    channel: request.channel,
    ...decided,
    ...quoteMoney(booking, decided, actor.kind),
    currency: booking.currency,
    refundSetting: booking.organization.refundSetting,
    policyVersion: booking.policy.versionId,
    reason: reasonRule(booking, request, actor.kind),
    ...(needsApproval(booking, decided.reschedule, actor.kind) ? { needsApproval: true } : {}),
    quotedAt: booking.now.toString(),
    expiresAt: booking.now.add({ minutes }).toString(),
  }
}

// A new time that a member has agreed to, or asked for, is not decided about again.
function needsApproval(booking: Booking, moves: QuotedMove[], actor: 'customer' | 'member'): boolean {
  if (actor === 'member' || !booking.needsApproval) return false
  return moves.some(({ session: id }) => {
    const session = booking.sessions.find((entry) => entry.id === id)!
    return !session.askedToMoveAt && !allowanceFor(booking.asks, id, 'reschedule', booking.now)
  })
}

function reasonRule(booking: Booking, request: ChangeRequest, actor: 'customer' | 'member'): Quote['reason'] {
  if (actor === 'member') return 'optional'
  const { cancel, reschedule } = booking.policy.rules
  const asked = new Set<Quote['reason']>()
  if (request.cancel.length > 0) asked.add(cancel.reason)
  if (request.reschedule.length > 0) asked.add(reschedule.reason)
  return asked.has('required') ? 'required' : asked.has('optional') ? 'optional' : 'hidden'
}

function standing(session: Session) {
  return { chargedMinor: session.chargedMinor.toString(), paidMinor: session.paidMinor.toString() }
}

function spanText(session: Session) {
  return { start: session.startsAt.toString(), end: session.endsAt.toString() }
}
