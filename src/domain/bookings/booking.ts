import type { PolicyRules } from '#domain/policies/policy.ts'
import type { BookingMoney } from '#domain/money/booking-money.ts'
import type { SessionState } from '#domain/policies/evaluate.ts'
import type { PaymentTerms } from '#domain/organizations/payment-terms.ts'
import type { OrganizationMoney } from '#domain/organizations/money-settings.ts'
import type { Program } from '#domain/organizations/programs.ts'
import type { Ask } from '#domain/asks/ask.ts'
import type { Asking } from '#domain/event-types/asking.ts'
import type { Question } from '#domain/event-types/question.ts'

/** A booking as it stands, with everything a decision about it needs. Loaded by `loadBooking`. */
export interface Booking {
  orgId: string
  id: string
  /** Six letters, unspaced; `spellReference` makes them readable. */
  reference: string
  /** Grows by one with every change; a change made on an older revision is refused. */
  revision: number
  /** The organization's time when this was loaded. */
  now: Temporal.Instant
  createdAt: Temporal.Instant
  updatedAt: Temporal.Instant
  channel: string
  organization: BookingOrganization
  eventType: {
    id: string
    slug: string
    name: string
    hostRule: string
    locationKind: string
    locationDetail: string
    rescheduleHosts: string
    /** The questions of its form today; a booking may lack an answer that became required later. */
    questions: Question[]
    asking: Asking
  }
  /** Agreed at booking: the team decides on it, and on every new time that the customer wants. */
  needsApproval: boolean
  /** What the customer asks of the team and nobody answered, or what was granted and is not used yet. */
  asks: Ask[]
  /** The booking that this one came of. */
  followsBookingId: string | null
  /** The page it was made on. A booking outlives it: renaming or switching it off locks nobody out. */
  page: { id: string; title: string; slug: string | null; active: boolean }
  pageOwner: Person
  stakeholders: Person[]
  /** Addresses of programs that are told of what happens here. */
  programs: Program[]
  /** The version in force when the booking was made; it governs for life (oncehub R11). */
  policy: { versionId: string; policyId: string; version: number; rules: PolicyRules }
  customer: { id: string; name: string; email: string; phone: string; zone: string; locale: string }
  guests: { id: string; name: string; email: string }[]
  answers: { key: string; label: string; answer: string }[]
  durationMinutes: number
  bufferBeforeMinutes: number
  bufferAfterMinutes: number
  /** As advertised, for the whole booking; `money.totalMinor` is what the customer pays. */
  priceMinor: bigint
  currency: string
  paymentMode: 'free' | 'price_shown' | 'price_collected'
  paymentTerms: PaymentTerms
  /** The organization's late fee when the booking was made: it binds the customer for life, as the policy does. */
  lateFee: OrganizationMoney['lateFee']
  /** Until when an unpaid booking keeps its times; null once it is made. */
  heldUntil: Temporal.Instant | null
  money: BookingMoney
  /** In the order in which they were booked. */
  sessions: Session[]
  /** The newest generation of each link, which is the one that works; `linkToken` makes the link from it. */
  linkGenerations: { audience: string; generation: number }[]
}

export interface BookingOrganization {
  name: string
  zone: string
  locale: string
  contactEmail: string | null
  contactPhone: string | null
  customersMayCancel: boolean
  customersMayReschedule: boolean
  quoteHonouredMinutes: number
  /** How long a customer can take a cancellation back; 0 is never. */
  undoMinutes: number
  refundSetting: 'none' | 'manual' | 'automatic'
  currency: string
  money: OrganizationMoney
  isSample: boolean
  /** Sites that may show the organization's pages inside their own. */
  embedOrigins: string[]
}

/** Someone of the team who is told of things. */
export interface Person {
  id: string
  name: string
  email: string
}

export interface Session {
  id: string
  position: number
  state: SessionState
  startsAt: Temporal.Instant
  endsAt: Temporal.Instant
  /** Zone of the promise: the primary host's. */
  zone: string
  uid: string
  sequence: number
  rescheduleCount: number
  /** Its part of what the customer pays; the parts of a booking sum to `money.totalMinor`. */
  priceShareMinor: bigint
  /** What the ledger asks for it now: its share, while it is not canceled, and fees. */
  chargedMinor: bigint
  /** What was paid for it and not promised back. */
  paidMinor: bigint
  confirmedAt: Temporal.Instant | null
  /** Primary first, then in the order of the seats; resources last. */
  assignments: Assignment[]
  /** Since when a team member waits for the customer to choose another time; the session is canceled meanwhile. */
  askedToMoveAt: Temporal.Instant | null
  /** The rows that take this session's time from people and rooms. */
  allocations: Allocation[]
}

export interface Allocation {
  id: string
  ownerId: string
  /** `request` keeps a time that somebody asked for, `undo` one that was canceled a moment ago. */
  kind: 'session' | 'hold' | 'request' | 'undo'
  expiresAt: Temporal.Instant | null
}

/** A host or resource of a session. */
export interface Assignment {
  ownerId: string
  kind: 'member' | 'resource'
  name: string
  email: string
  title: string
  zone: string
  role: 'primary' | 'additional' | 'resource'
  /** What the seat is called, for example "Hiring manager". */
  label: string
  seatId: string | null
  /** True when the host's own calendar is connected and must hear of changes. */
  calendarConnected: boolean
}

/** Status people see for the whole booking. Packages read created → updated → completed (oncehub R106). */
export type BookingStatus = SessionState | 'rescheduled' | 'created' | 'updated'

/** The booking's status, derived from its sessions. */
export function bookingStatus(booking: {
  sessions: readonly Pick<Session, 'state' | 'rescheduleCount'>[]
}): BookingStatus {
  const [first] = booking.sessions
  if (booking.sessions.length === 1) return sessionStatus(first!)
  for (const state of ['held', 'requested'] as const)
    if (booking.sessions.every((session) => session.state === state)) return state
  const open = booking.sessions.some((session) => isLive(session.state))
  if (!open)
    return booking.sessions.every((session) => session.state === 'canceled') ? 'canceled' : 'completed'
  const touched = booking.sessions.some(
    (session) => session.state === 'canceled' || session.rescheduleCount > 0,
  )
  return touched ? 'updated' : 'created'
}

/** A scheduled session that was moved is shown as rescheduled. */
export function sessionStatus(
  session: Pick<Session, 'state' | 'rescheduleCount'>,
): SessionState | 'rescheduled' {
  return session.state === 'scheduled' && session.rescheduleCount > 0 ? 'rescheduled' : session.state
}

/** True while the session's time is still to come or going on. */
export function isLive(state: SessionState): boolean {
  return (
    state === 'scheduled' ||
    state === 'requested' ||
    state === 'held' ||
    state === 'in_progress' ||
    state === 'awaiting_update'
  )
}

/** True while something can still be decided about the session: it is live, or waits for another time. */
export function isOpen(session: Pick<Session, 'state' | 'askedToMoveAt'>): boolean {
  return isLive(session.state) || session.askedToMoveAt !== null
}

/** True while nothing of the booking has a time and the customer is asked to choose one. */
export function waitsForNewTime(booking: Pick<Booking, 'sessions'>): boolean {
  const { sessions } = booking
  return sessions.some((session) => session.askedToMoveAt) && !sessions.some(({ state }) => isLive(state))
}

/** The host who answers for a session. */
export function primaryHost(session: Pick<Session, 'assignments'>): Assignment {
  return session.assignments.find((assignment) => assignment.role === 'primary')!
}

/** The session that a page about the whole booking speaks of: the next live one, else the first. */
export function leadingSession(booking: Pick<Booking, 'sessions'>): Session {
  return booking.sessions.find(isOpen) ?? booking.sessions[0]!
}
