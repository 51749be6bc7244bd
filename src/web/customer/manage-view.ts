import { calledName, manageText, type BookingNoun, type ToldPeople } from '#messages/manage.ts'
import { listOf, localeOf, type Locale } from '#messages/locale.ts'
import { isZone } from '#platform/zones.ts'
import { scopeOfLink, type CustomerScope, type LinkScope } from '#domain/access/scope.ts'
import { isLive, leadingSession, primaryHost, type Booking, type Session } from '#domain/bookings/booking.ts'
import { loadBooking } from '#domain/bookings/load-booking.ts'
import { paths } from '#paths.ts'
import type { WebContext } from '../deps.ts'
import { readPickerQuery, type PickerQuery } from './picker-query.ts'
import { unknownLinkPage } from './lost-link.tsx'

/** One opened link: who holds it, the booking as it stands, and how this reader sees times. */
export interface LinkView<S extends LinkScope = LinkScope> {
  token: string
  scope: S
  booking: Booking
  locale: Locale
  /** The zone in which times are printed: the reader's, or the place's where people meet in person. */
  zone: string
  query: PickerQuery
  zoneLocked: boolean
  /** The primary host of the leading session, as sentences call them. */
  host: { name: string; zone: string }
  text: ReturnType<typeof manageText>
}

export type ManageView = LinkView<CustomerScope>

/** Opens the link in the address, or answers with the page for links that open nothing. Reads only. */
export async function openLink(c: WebContext): Promise<LinkView | Response> {
  const token = c.req.param('token') ?? ''
  const { reader } = c.var.deps.context
  const scope = await scopeOfLink(reader, token)
  const booking = scope && (await loadBooking(reader, scope, scope.actor.bookingId))
  if (!scope || !booking) return unknownLinkPage(c)
  return viewOf(c, token, scope, booking)
}

/** The view of a booking that was just loaded, for instance after a change was refused. */
export function viewOf<S extends LinkScope>(
  c: WebContext,
  token: string,
  scope: S,
  booking: Booking,
): LinkView<S> {
  c.set('frameAncestors', booking.organization.embedOrigins)
  // Any of these pages may hold a form that ends at the provider's page.
  if (booking.organization.money.provider) c.set('formTargets', c.var.payments.payOrigins)
  const session = leadingSession(booking)
  const locale = localeOf(booking.customer.locale)
  const zoneLocked = booking.eventType.locationKind === 'in_person'
  const own = isZone(booking.customer.zone) ? booking.customer.zone : booking.organization.zone
  const query = readPickerQuery(c, zoneLocked ? session.zone : own, { locked: zoneLocked })
  const host = primaryHost(session)
  return {
    token,
    scope,
    booking,
    locale,
    zone: query.zone,
    query,
    zoneLocked,
    host: { name: calledName(host.name), zone: session.zone },
    text: manageText(locale),
  }
}

/** True for the customer's own link; a guest's link only shows. */
export function isCustomers(view: LinkView): view is ManageView {
  return view.scope.actor.kind === 'customer'
}

/** What the pages call the booking. */
export function nounOf(booking: Booking): BookingNoun {
  if (booking.sessions.length > 1) return 'sessions'
  return booking.sessions[0]!.state === 'requested' ? 'request' : 'booking'
}

/** Sessions that are still to come, going on or waiting for a new time; the others can only be looked at. */
export function openSessions(booking: Booking): Session[] {
  return booking.sessions.filter(
    (session) =>
      session.askedToMoveAt !== null ||
      (isLive(session.state) && Temporal.Instant.compare(booking.now, session.endsAt) < 0),
  )
}

/** The members who host these sessions, the primary host of the first one first. */
export function hostsOf(
  sessions: readonly Session[],
): { name: string; label: string; role: string; id: string }[] {
  const hosts = new Map<string, { name: string; label: string; role: string; id: string }>()
  for (const host of sessions.flatMap((session) => session.assignments)) {
    if (host.kind === 'member' && !hosts.has(host.ownerId))
      hosts.set(host.ownerId, { name: host.name, label: host.label, role: host.role, id: host.ownerId })
  }
  return [...hosts.values()]
}

/** The lead of a session, as clocks call them. */
export function hostOf(session: Session): LinkView['host'] {
  return { name: calledName(primaryHost(session).name), zone: session.zone }
}

/** More names than this make no title. */
const MOST_LEADS = 3

/** Whom these sessions are with: their one lead and how many others, or every lead where the sessions have different ones. */
export function leadsOf(sessions: readonly Session[], locale: Locale): { lead: string; others: number } {
  const leads = new Map(sessions.map(primaryHost).map((host) => [host.ownerId, host.name]))
  const names = [...leads.values()]
  if (names.length === 1) return { lead: names[0]!, others: hostsOf(sessions).length - 1 }
  return names.length <= MOST_LEADS
    ? { lead: listOf(names, locale), others: 0 }
    : { lead: names[0]!, others: names.length - 1 }
}

/** "with Omar", beside one session of a package whose sessions have different leads; undefined where all have one. */
export function ownLead(
  { booking, text }: Pick<LinkView, 'booking' | 'text'>,
  session: Session,
): string | undefined {
  const leads = new Set(booking.sessions.map((each) => primaryHost(each).ownerId))
  return leads.size > 1 ? text.withHost(primaryHost(session).name) : undefined
}

/** The sessions with whom each is with, for lists of their times. */
export function withLeads(view: LinkView): (Session & { who: string | undefined })[] {
  return view.booking.sessions.map((session) => ({ ...session, who: ownLead(view, session) }))
}

/** Who hears of a change to these sessions. */
export function toldBy(booking: Booking, sessions: readonly Session[]): ToldPeople {
  const [lead, ...others] = hostsOf(sessions)
  return {
    lead: calledName(lead!.name),
    others: others.map((host) => calledName(host.name)),
    guests: booking.guests.length,
  }
}

/** Addresses of this booking's pages that keep the zone the reader chose. */
export function linksOf(view: Pick<LinkView, 'token' | 'query'>) {
  const tz = view.query.zoneChosen ? { tz: view.query.zone } : {}
  return {
    manage: (query: { do?: string; session?: string; month?: string; day?: string; tz?: string } = {}) =>
      paths.manage(view.token, { ...tz, ...query }),
    moveCheck: (query: { session?: string; start?: string }) =>
      paths.moveCheck(view.token, { ...query, ...tz }),
    result: (query: { done: string; quote?: string; session?: string }) =>
      paths.result(view.token, { ...query, ...tz }),
    /** Where forms go: the zone rides in the address, so a page that refuses shows the same clock. */
    commit: () => withZone(paths.commit(view.token), tz),
    keep: () => withZone(paths.keep(view.token), tz),
    undo: () => withZone(paths.undo(view.token), tz),
    leave: () => withZone(paths.leave(view.token), tz),
    pay: () => withZone(paths.pay(view.token), tz),
    paid: (paymentId: string, query: Record<string, string> = {}) =>
      withZone(paths.paid(view.token, paymentId), { ...tz, ...query }),
    release: () => withZone(paths.release(view.token), tz),
    ask: (query: { do?: string; session?: string } = {}) => paths.ask(view.token, { ...query, ...tz }),
    withdrawAsk: () => withZone(paths.withdrawAsk(view.token), tz),
    suggest: (query: { month?: string; day?: string; tz?: string } = {}) =>
      paths.suggest(view.token, { ...tz, ...query }),
  }
}

function withZone(path: string, tz: Record<string, string>): string {
  const query = new URLSearchParams(tz).toString()
  return query ? `${path}?${query}` : path
}
