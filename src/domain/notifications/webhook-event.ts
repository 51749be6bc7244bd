import type { ChangePayload, Fact, FactKind } from '#domain/facts/fact.ts'

/**
 * What programs can be told of. A change that leaves other sessions of a package open has names of its own. Times that
 * are only held are no event, because they are nobody's booking yet.
 */
export const WEBHOOK_EVENTS = [
  'booking.scheduled',
  'booking.rescheduled',
  'booking.canceled',
  'booking.session.rescheduled',
  'booking.session.canceled',
  'booking.changed',
  'booking.confirmed_by_customer',
  'booking.requested',
  'ask.made',
  'ask.answered',
  'ask.withdrawn',
  'ask.expired',
  'booking.restored',
  'booking.new_time_asked',
  'guest.left',
  'waitlist.offered',
  'waitlist.taken',
  'session.completed',
  'session.no_show',
  'session.no_show_reverted',
  'session.failed',
  'session.failed_reverted',
  'payment.pending',
  'payment.succeeded',
  'payment.failed',
  'payment.disputed',
  'refund.requested',
  'refund.approved',
  'refund.succeeded',
  'refund.failed',
  'refund.rejected',
  'policy.refused',
] as const

export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number]

/**
 * The event a fact is to programs, or null for what concerns the business alone. Every fact is one event at most.
 * `openSessions` is how many sessions of the booking were open before: when a change touches them all, it is one of the
 * whole booking.
 */
export function webhookEvent(
  fact: Pick<Fact, 'kind' | 'payload'>,
  openSessions: number,
): WebhookEvent | null {
  const event = EVENT_OF_FACT[fact.kind] ?? null
  if (event !== 'booking.rescheduled' && event !== 'booking.canceled') return event
  const { canceled, rescheduled } = fact.payload as ChangePayload
  if (canceled.length + rescheduled.length >= openSessions) return event
  return event === 'booking.canceled' ? 'booking.session.canceled' : 'booking.session.rescheduled'
}

const EVENT_OF_FACT: Partial<Record<FactKind, WebhookEvent>> = {
  'booking.scheduled': 'booking.scheduled',
  'booking.rescheduled': 'booking.rescheduled',
  'booking.canceled': 'booking.canceled',
  'booking.changed': 'booking.changed',
  'booking.confirmed_by_customer': 'booking.confirmed_by_customer',
  'booking.requested': 'booking.requested',
  'ask.made': 'ask.made',
  'ask.answered': 'ask.answered',
  'ask.withdrawn': 'ask.withdrawn',
  'ask.expired': 'ask.expired',
  'booking.restored': 'booking.restored',
  'booking.new_time_asked': 'booking.new_time_asked',
  'guest.left': 'guest.left',
  'waitlist.offered': 'waitlist.offered',
  'waitlist.taken': 'waitlist.taken',
  'session.completed': 'session.completed',
  'session.no_show': 'session.no_show',
  'session.no_show_reverted': 'session.no_show_reverted',
  'session.failed': 'session.failed',
  'session.failed_reverted': 'session.failed_reverted',
  'payment.pending': 'payment.pending',
  // Of money that came another way and waits to be approved; what counts at once has succeeded.
  'payment.recorded': 'payment.pending',
  'payment.succeeded': 'payment.succeeded',
  'payment.failed': 'payment.failed',
  // A member looked at it and said that it never came.
  'payment.rejected': 'payment.failed',
  'payment.disputed': 'payment.disputed',
  'refund.requested': 'refund.requested',
  'refund.approved': 'refund.approved',
  'refund.succeeded': 'refund.succeeded',
  'refund.failed': 'refund.failed',
  'refund.rejected': 'refund.rejected',
  'policy.refused': 'policy.refused',
}
