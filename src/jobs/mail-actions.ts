import { transition } from '#domain/bookings/lifecycle.ts'
import { isLive, leadingSession, primaryHost, type Booking, type Session } from '#domain/bookings/booking.ts'
import { evaluateSession } from '#domain/bookings/decide-change.ts'
import type { PolicyAction } from '#domain/policies/policy.ts'
import { changesClosed, changesUntil, mailActions, type MailReader } from '#messages/mail.ts'
import { policySentence } from '#messages/policy.ts'
import { paths } from '../paths.ts'
import type { MailSource, Voice } from './mail-source.ts'

export interface MailLink {
  href: string
  label: string
}

export interface MailLinks {
  /** The one button; null when the recipient's link was revoked. */
  primary: MailLink | null
  /** What the customer may do now, in words. */
  actions: MailLink[]
}

/**
 * Where a mail leads. The customer's link is there whatever the policy says; what it offers by name is what is
 * possible at this moment (oncehub R12). Hosts get an address that asks them to sign in and no token.
 */
export function mailLinks({ booking, told, publicUrl, token }: MailSource, reader: MailReader): MailLinks {
  const to = (path: string) => `${publicUrl}${path}`
  if (reader === 'team')
    return { primary: { href: to(paths.staffBooking(booking.id)), label: mailActions.open }, actions: [] }
  if (token === null) return { primary: null, actions: [] }
  const primary = { href: to(paths.manage(token)), label: mailActions.view }
  if (reader === 'guest') return { primary, actions: [] }
  const possible = possibleActions(booking)
  const actions = possible.map((action) => ({
    href: to(paths.manage(token, { do: action })),
    label: mailActions[action],
  }))
  const { page, eventType } = booking
  const again = told.kind === 'canceled' && actions.length === 0 && page.active && page.slug !== null
  return {
    primary,
    actions: again
      ? [{ href: to(paths.times(page.slug!, eventType.slug)), label: mailActions.bookAgain }]
      : actions,
  }
}

/** What the customer can do at this moment; "keep" only beside a way to change something. */
export function possibleActions(booking: Booking): ('reschedule' | 'cancel' | 'keep')[] {
  const allowed = (action: PolicyAction) =>
    booking.sessions.some((session) => evaluateSession(booking, session, action).allowed)
  const [move, cancel] = [allowed('reschedule'), allowed('cancel')]
  const keep = booking.sessions.some((session) => transition('keep', 'customer', session, booking.now).ok)
  if (!move && !cancel) return []
  return [
    ...(move ? (['reschedule'] as const) : []),
    ...(cancel ? (['cancel'] as const) : []),
    ...(keep ? (['keep'] as const) : []),
  ]
}

/** The policy agreed at booking and until when it lets the customer act; nothing once there is nothing to change. */
export function policyLines({ booking }: MailSource, { zone, locale }: Voice): string[] {
  if (!booking.sessions.some((session) => isLive(session.state))) return []
  const { rules } = booking.policy
  const noun = booking.sessions.length > 1 ? 'sessions' : 'booking'
  const sentences = (['cancel', 'reschedule'] as const).map((action) =>
    policySentence(action, rules[action], noun, booking.currency, locale),
  )
  const unique = [...new Set(sentences)].join(' ')
  if (possibleActions(booking).length === 0)
    return [changesClosed(booking.organization.contactEmail !== null), unique]
  if (booking.sessions.length > 1) return [unique]
  const session = leadingSession(booking)
  const { name } = primaryHost(session)
  const until = {
    cancel: endsEarly(booking, session, 'cancel'),
    move: endsEarly(booking, session, 'reschedule'),
  }
  return [...changesUntil(until, zone, { name, zone: session.zone }, booking.now, locale), unique]
}

// A deadline at the start itself is what the policy's sentence says already.
function endsEarly(booking: Booking, session: Session, action: PolicyAction): Temporal.Instant | null {
  const verdict = evaluateSession(booking, session, action)
  if (!verdict.allowed || verdict.until === null) return null
  return Temporal.Instant.compare(verdict.until, session.startsAt) < 0 ? verdict.until : null
}
