import { showId, showIdOrNull } from '#platform/public-ids.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import { representBooking } from '#domain/bookings/represent-booking.ts'
import type { ChangePayload, FactPayloads, PaymentPayload, RefundPayload } from '#domain/facts/fact.ts'
import { showMoney, type ShownMoney } from '#domain/money/show-money.ts'
import type { EventToSend } from '#domain/notifications/load-event.ts'
import type { WebhookEvent } from '#domain/notifications/webhook-event.ts'
import {
  eventAsk,
  eventGuest,
  eventRestored,
  eventWaitlist,
  type EventAsk,
  type EventRestored,
  type EventWaitlist,
} from './webhook-asks.ts'

/**
 * What an endpoint is sent, as JSON (docs/webhooks.md says the same in prose). Everything beside `booking` is as it
 * was when the event happened and stays the same however often it is sent; `booking` is as it stands now.
 */
export interface WebhookBody {
  /** `evt_…`, the same as in the header webhook-id. */
  id: string
  type: WebhookEvent | 'ping'
  /** When it happened: ISO text in UTC. */
  timestamp: string
  data: EventData | PingData
}

export interface EventData {
  /** The revision that the event made or saw: events of a booking arrive in its order. */
  revision: number | null
  /** As `GET /v1/bookings/{booking}` answers. */
  booking: ReturnType<typeof representBooking>
  actor: ShownActor
  /** The way it came in: `mail_link`, `booking_page`, `staff_page`, `api`, `system`. */
  channel: string
  /** The words given with the change. */
  reason: string | null
  /** What was confirmed; null for events that are no change. */
  quote: {
    id: string
    refund: ShownMoney
    /** For moves, and kept or asked for cancellations. */
    fee: ShownMoney
    kept: ShownMoney
    owed: ShownMoney
    /** Taken as credit instead of `refund`. */
    credit: ShownMoney
    policy_version: string
    /** A team member did what the policy refuses to customers. */
    overridden: boolean
    /** Of a team member's cancellation: who wanted it, where that was said. */
    initiative: 'host' | 'customer' | null
    /** The customer is asked to book anew, whatever they like. */
    asks_to_rebook: boolean
    /** Until when the customer can take the cancellation back; null where they cannot. */
    undo_until: string | null
  } | null
  /** Of `booking.requested` and `ask.…` alone. */
  ask: EventAsk | null
  /** Of `booking.restored` alone. */
  restored: EventRestored | null
  /** Of `guest.left` alone: who will not come. */
  guest: { id: string; name: string | null } | null
  /** Of `waitlist.…` alone. */
  waitlist: EventWaitlist | null
  /** Of `policy.refused` alone. */
  refusal: { action: 'cancel' | 'reschedule'; code: string; closed_at: string | null } | null
  /** Of `payment.…` alone. */
  payment: EventPayment | null
  /** Of `refund.…` alone. */
  refund: EventRefund | null
  sessions: TouchedSession[]
  /** The customer's own link, only for endpoints that ask for it; null when it was revoked. */
  manage_url?: string | null
}

/** A payment as it was at the event; `booking.money` says where everything stands now. */
export interface EventPayment {
  id: string
  amount: ShownMoney
  provider: string
  method: string
  purpose: string
}

export interface EventRefund {
  id: string
  payment: string
  amount: ShownMoney
  way: string
  cause: string
  /** True where it had succeeded before it failed. */
  reopened: boolean
}

export interface PingData {
  endpoint: string
  actor: ShownActor
  channel: string
}

export interface ShownActor {
  type: 'customer' | 'guest' | 'team_member' | 'system'
  id: string | null
  name: string | null
  /** The key through which they acted. */
  api_key: string | null
}

export interface TouchedSession {
  id: string
  /** Where it was and where it is from then on; null where the event left no such time. */
  from: { start: string; end: string } | null
  to: { start: string; end: string } | null
}

/** The body of an event. `manageUrl` is left out unless given. Pure. */
export function webhookBody(event: EventToSend, booking: Booking, manageUrl?: string | null): WebhookBody {
  const { fact } = event
  return {
    ...headOf(event),
    data: {
      revision: fact.revision,
      booking: representBooking(booking),
      actor: actorOf(event, booking),
      channel: fact.channel,
      reason: fact.reason,
      quote: quoteOf(fact.payload),
      ask: eventAsk(fact, booking.currency),
      restored: eventRestored(fact),
      guest: eventGuest(fact),
      waitlist: eventWaitlist(fact),
      refusal:
        fact.kind === 'policy.refused' ? refusalOf(fact.payload as FactPayloads['policy.refused']) : null,
      payment: fact.kind.startsWith('payment.') ? paymentOf(fact.payload as PaymentPayload) : null,
      refund: fact.kind.startsWith('refund.') ? refundOf(fact.payload as RefundPayload) : null,
      sessions: touchedBy(fact),
      ...(manageUrl === undefined ? {} : { manage_url: manageUrl }),
    },
  }
}

/** The body of a ping: it is about no booking. Pure. */
export function pingBody(event: EventToSend): WebhookBody {
  return {
    ...headOf(event),
    data: {
      endpoint: showId('webhook', event.endpointId),
      actor: actorOf(event, null),
      channel: event.fact.channel,
    },
  }
}

// The id of the fact, so that it is the same for every attempt and whenever it is sent again.
function headOf({ fact, type }: EventToSend) {
  return { id: showId('event', fact.id), type, timestamp: fact.at.toString() }
}

function actorOf({ fact: { actor } }: EventToSend, booking: Booking | null): ShownActor {
  const api_key = showIdOrNull('apiKey', actor.apiKeyId)
  switch (actor.kind) {
    case 'member':
      return { type: 'team_member', id: showIdOrNull('member', actor.id), name: actor.name, api_key }
    case 'guest':
      return { type: 'guest', id: showIdOrNull('guest', actor.id), name: actor.name, api_key }
    case 'customer': {
      const { id, name } = booking?.customer ?? { id: null, name: null }
      return { type: 'customer', id: showIdOrNull('customer', id), name, api_key }
    }
    default:
      return { type: 'system', id: null, name: null, api_key }
  }
}

function quoteOf(payload: EventToSend['fact']['payload']): EventData['quote'] {
  if (!('policyVersion' in payload)) return null
  const change = payload as ChangePayload
  const { quote, currency, policyVersion, overridden } = change
  return {
    id: quote,
    refund: showMoney(change.refundMinor, currency),
    fee: showMoney(change.feeMinor, currency),
    kept: showMoney(change.keptMinor ?? '0', currency),
    owed: showMoney(change.owedMinor ?? '0', currency),
    credit: showMoney(change.creditMinor ?? '0', currency),
    policy_version: showId('policyVersion', policyVersion),
    overridden,
    initiative: change.initiative ?? null,
    asks_to_rebook: change.asksToRebook ?? false,
    undo_until: change.undoUntil ?? null,
  }
}

function paymentOf({ payment, amountMinor, currency, ...rest }: PaymentPayload): EventPayment {
  const { provider, method, purpose } = rest
  return {
    id: showId('payment', payment),
    amount: showMoney(amountMinor, currency),
    provider,
    method,
    purpose,
  }
}

function refundOf(payload: RefundPayload): EventRefund {
  const { refund, payment, amountMinor, currency, way, cause } = payload
  return {
    id: showId('refund', refund),
    payment: showId('payment', payment),
    amount: showMoney(amountMinor, currency),
    way,
    cause,
    reopened: 'reopened' in payload && payload.reopened === true,
  }
}

function refusalOf({ action, code, closedAt }: FactPayloads['policy.refused']): EventData['refusal'] {
  return { action, code, closed_at: closedAt }
}

function touchedBy({ kind, payload }: EventToSend['fact']): TouchedSession[] {
  if ('canceled' in payload) {
    const { canceled, rescheduled } = payload as ChangePayload
    return [
      ...canceled.map(({ session, start, end }) => touched(session, { start, end }, null)),
      ...rescheduled.map(({ session, fromStart, fromEnd, start, end }) =>
        touched(session, { start: fromStart, end: fromEnd }, { start, end }),
      ),
    ]
  }
  const isGivenUp = kind === 'booking.new_time_asked'
  if ('sessions' in payload)
    return payload.sessions.map((entry) =>
      typeof entry === 'string'
        ? touched(entry, null, null)
        : isGivenUp
          ? touched(entry.session, spanOf(entry), null)
          : touched(entry.session, null, spanOf(entry)),
    )
  return 'session' in payload ? [touched(payload.session, null, null)] : []
}

function touched(session: string, from: TouchedSession['from'], to: TouchedSession['to']): TouchedSession {
  return { id: showId('session', session), from, to }
}

function spanOf({ start, end }: { start: string; end: string }) {
  return { start, end }
}
