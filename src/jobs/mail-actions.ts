import { transition } from '#domain/bookings/lifecycle.ts'
import { isLive, leadingSession, primaryHost, type Booking, type Session } from '#domain/bookings/booking.ts'
import { evaluateSession } from '#domain/bookings/decide-change.ts'
import type { ChangePayload } from '#domain/facts/fact.ts'
import type { PolicyAction } from '#domain/policies/policy.ts'
import { shortWhen } from '#messages/dates.ts'
import { changesClosed, changesUntil, mailActions, type MailReader } from '#messages/mail.ts'
import { askActions } from '#messages/mail-ask-terms.ts'
import { policySentence } from '#messages/policy.ts'
import { paths } from '../paths.ts'
import { undoableUntil, type Again, type MailSource, type Voice } from './mail-source.ts'

export interface MailLink {
  href: string
  label: string
}

export interface MailLinks {
  /** The one button; null when the recipient's link was revoked. */
  primary: MailLink | null
  /** What the customer may do now, in words. */
  actions: MailLink[]
  /** Times to choose from, one click each. */
  choices?: { lead: string; links: MailLink[] }
}

/**
 * Where a mail leads. The customer's link is there whatever the policy says; what it offers by name is what is
 * possible at this moment (oncehub R12). Hosts get an address that asks them to sign in and no token.
 */
export function mailLinks(source: MailSource, reader: MailReader, voice: Voice): MailLinks {
  const { booking, told, publicUrl, token } = source
  const to = (path: string) => `${publicUrl}${path}`
  if (reader === 'team')
    return { primary: { href: to(paths.staffBooking(booking.id)), label: mailActions.open }, actions: [] }
  if (token === null) return { primary: null, actions: [] }
  const primary = { href: to(paths.manage(token)), label: mailActions.view }
  if (reader === 'guest') return { primary, actions: [] }
  const actions = possibleActions(booking).map((action) => ({
    href: to(paths.manage(token, { do: action })),
    label: mailActions[action],
  }))
  if (told.kind !== 'canceled') return { primary, actions }
  const undo = undoLink(source, token, voice)
  const again = actions.length > 0 ? actions : againLinks(source)
  const first = rebook(source, primary, voice)
  const view = first.primary === primary ? [] : [primary]
  return { ...first, actions: [...undo, ...view, ...again] }
}

/** The way to book the same anew, where its page still takes any. */
export function againLinks({ booking: { page, eventType }, publicUrl, again }: MailSource): MailLink[] {
  if (!page.active || page.slug === null) return []
  const href = `${publicUrl}${filledIn(paths.times(page.slug, eventType.slug), again)}`
  return [{ href, label: mailActions.bookAgain }]
}

// Only while it can be taken back at the moment of writing; the page says when it is too late.
function undoLink(source: MailSource, token: string, voice: Voice): MailLink[] {
  const until = undoableUntil(source, voice)
  if (!until) return []
  const { quote } = source.delivery.fact.payload as ChangePayload
  const href = `${source.publicUrl}${paths.result(token, { done: 'undo', quote })}`
  return [{ href, label: askActions.undo(until) }]
}

// Somebody else canceled: other times, one click each, with the form filled in as it was (ux M11h).
function rebook(
  { delivery, booking, publicUrl, again }: MailSource,
  primary: MailLink,
  { zone, locale }: Voice,
): Pick<MailLinks, 'primary' | 'choices'> {
  const { page, eventType, now } = booking
  if (!again || !page.active || page.slug === null) return { primary }
  const to = (path: string) => `${publicUrl}${filledIn(path, again)}`
  // Of a package all times are picked: this one stands as the first of the new ones.
  const isPackage = booking.sessions.length > 1
  const pick = (start: Temporal.Instant) => {
    const day = start.toZonedDateTimeISO(zone).toPlainDate().toString()
    return paths.times(page.slug!, eventType.slug, { tz: zone, day, start: start.toString() })
  }
  const { asksToRebook } = delivery.fact.payload as ChangePayload
  const links = again.starts.map((start) => ({
    href: to(
      isPackage
        ? pick(start)
        : paths.details(page.slug!, eventType.slug, { start: start.toString(), tz: zone }),
    ),
    label: shortWhen(start, zone, locale, now),
  }))
  return {
    primary: asksToRebook
      ? { href: to(paths.bookingPage(page.slug)), label: askActions.chooseAnything }
      : primary,
    ...(links.length > 0 ? { choices: { lead: askActions.nearest, links } } : {}),
  }
}

function filledIn(path: string, again: Again | null): string {
  return again ? `${path}${path.includes('?') ? '&' : '?'}again=${encodeURIComponent(again.prefill)}` : path
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
