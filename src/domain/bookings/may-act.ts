import { may, type MemberScope, type Scope } from '#domain/access/scope.ts'
import type { Offer } from '#domain/event-types/offer.ts'
import type { Booking } from './booking.ts'

/** Noun of a permission pair `booking.<noun>.own` / `booking.<noun>.all`. */
type BookingAct = 'view' | 'change' | 'no_show'

/** True when whoever holds this scope may do this to this booking at all; the policy and the state come later. */
export function mayAct(scope: Scope, booking: Booking, act: BookingAct): boolean {
  const { actor } = scope
  if (scope.orgId !== booking.orgId) return false
  if (actor.kind === 'system') return true
  if (actor.kind === 'customer') return actor.bookingId === booking.id && act !== 'no_show'
  if (actor.kind === 'guest') return actor.bookingId === booking.id && act === 'view'
  const member = scope as MemberScope
  return (
    may(member, `booking.${act}.all`) ||
    (may(member, `booking.${act}.own`) && isTheirs(actor.memberId, booking))
  )
}

/** A booking is a member's own when they host a session of it, own its page or follow the page. */
export function isTheirs(memberId: string, booking: Booking): boolean {
  const hosts = booking.sessions.flatMap((session) => session.assignments)
  return (
    hosts.some((host) => host.ownerId === memberId) ||
    booking.pageOwner.id === memberId ||
    booking.stakeholders.some((person) => person.id === memberId)
  )
}

/**
 * True when a member may book this in their own name: a booking of theirs (they may sit in it, own its page or follow
 * it), or any with the permission for all. Booking for a customer, as anybody can on the page, needs no permission.
 */
export function mayBook(scope: MemberScope, { page, seats }: Pick<Offer, 'page' | 'seats'>): boolean {
  if (may(scope, 'booking.change.all')) return true
  const { memberId } = scope.actor
  const people = [page.owner, ...page.stakeholders, ...seats.flatMap((seat) => seat.people)]
  return may(scope, 'booking.change.own') && people.some((person) => person.id === memberId)
}
