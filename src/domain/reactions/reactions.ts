import type { ChangePayload, Fact } from '#domain/facts/fact.ts'
import { planDeliveries, type PeopleConcerned, type PlannedDelivery } from '#domain/notifications/plan.ts'

/** What the reactions need to know about the booking beside the fact itself. */
export interface Surroundings {
  people: PeopleConcerned
  /** Hosts with a connected calendar, per session the fact touches: the primary host's calendar owns the event. */
  connected: { session: string; ownerId: string; sequence: number }[]
  refundSetting: 'none' | 'manual' | 'automatic'
}

export interface Consequences {
  deliveries: PlannedDelivery[]
  calendarChanges: {
    session: string
    ownerId: string
    action: 'create' | 'move' | 'cancel'
    sequence: number
  }[]
  refunds: { amountMinor: bigint; currency: string; state: 'requested' | 'approved' }[]
}

/** The one list of what follows from each fact. Pure; `record` writes it with the fact, in the same transaction. */
export function reactions(fact: Fact, surroundings: Surroundings): Consequences {
  return {
    deliveries: planDeliveries(fact, surroundings.people),
    calendarChanges: calendarChanges(fact, surroundings),
    refunds: refunds(fact, surroundings),
  }
}

function calendarChanges(fact: Fact, { connected }: Surroundings): Consequences['calendarChanges'] {
  const all = (action: 'create' | 'move' | 'cancel', sessions: { session: string }[]) =>
    connected
      .filter((entry) => sessions.some((session) => session.session === entry.session))
      .map((entry) => ({ ...entry, action }))
  if (fact.kind === 'booking.scheduled')
    return all('create', (fact as Fact<'booking.scheduled'>).payload.sessions)
  const change = changeOf(fact)
  return change ? [...all('cancel', change.canceled), ...all('move', change.rescheduled)] : []
}

// Money goes back by itself only for a customer's own change (oncehub R118, R69); everything else is asked for.
function refunds(fact: Fact, { refundSetting }: Surroundings): Consequences['refunds'] {
  const change = changeOf(fact)
  if (
    !change ||
    BigInt(change.refundMinor) <= 0n ||
    fact.actor.kind !== 'customer' ||
    refundSetting === 'none'
  )
    return []
  const state = refundSetting === 'automatic' ? 'approved' : 'requested'
  return [{ amountMinor: BigInt(change.refundMinor), currency: change.currency, state }]
}

function changeOf(fact: Fact): ChangePayload | null {
  return fact.kind === 'booking.canceled' ||
    fact.kind === 'booking.rescheduled' ||
    fact.kind === 'booking.changed'
    ? (fact.payload as ChangePayload)
    : null
}
