import type { Fact, PaymentPayload, RefundPayload } from '#domain/facts/fact.ts'
import type { MessageKind, PeopleConcerned, PlannedDelivery } from './message.ts'

/**
 * Who hears of money (domain.md §8): the customer by mail when something about their money is settled or goes wrong,
 * and the member who asked for a refund in the app. What the mail about the booking says already is not said again:
 * a payment that makes a booking or a change, and a refund that the change itself set in motion.
 */
export function planMoney(fact: Fact, people: PeopleConcerned): PlannedDelivery[] {
  const kind = kindOf(fact)
  if (!kind) return []
  const toCustomer: PlannedDelivery = {
    kind,
    channel: 'email',
    audience: 'customer',
    recipientId: people.customer.id,
    to: people.customer.email,
    cc: [],
  }
  return [...(kind === 'refund_requested' ? [] : [toCustomer]), ...toRequester(fact, kind)]
}

function kindOf(fact: Fact): MessageKind | null {
  const payment = fact.payload as PaymentPayload
  const refund = fact.payload as RefundPayload
  switch (fact.kind) {
    case 'payment.succeeded':
      return payment.purpose === 'balance' ? 'payment_received' : null
    case 'payment.pending':
      return 'payment_pending'
    case 'payment.failed':
      return payment.wasPending ? 'payment_failed' : null
    case 'refund.approved':
      return refund.cause === 'late_payment' ? 'late_payment' : 'refund_approved'
    case 'refund.succeeded':
      return 'refund_paid'
    case 'refund.failed':
      return 'refund_failed'
    case 'refund.rejected':
      return 'refund_rejected'
    default:
      return null
  }
}

function toRequester(fact: Fact, kind: MessageKind): PlannedDelivery[] {
  const { requestedBy } = fact.payload as RefundPayload
  // Whoever decides it themselves knows.
  if (!requestedBy || requestedBy === fact.actor.id) return []
  return [{ kind, channel: 'in_app', audience: 'member', recipientId: requestedBy, to: '', cc: [] }]
}
