import type { ChangePayload, Fact } from '#domain/facts/fact.ts'
import type { PeopleConcerned, PlannedDelivery } from '#domain/notifications/message.ts'
import { planDeliveries } from '#domain/notifications/plan.ts'

/** What the reactions need to know about the booking beside the fact itself. */
export interface Surroundings {
  people: PeopleConcerned
  /** Hosts with a connected calendar, per session the fact touches: the primary host's calendar owns the event. */
  connected: { session: string; ownerId: string; sequence: number }[]
}

export interface Consequences {
  deliveries: PlannedDelivery[]
  calendarChanges: {
    session: string
    ownerId: string
    action: 'create' | 'move' | 'cancel'
    sequence: number
  }[]
}

/** The one list of what follows from each fact. Pure; `record` writes it with the fact, in the same transaction. */
export function reactions(fact: Fact, surroundings: Surroundings): Consequences {
  return {
    deliveries: planDeliveries(fact, surroundings.people),
    calendarChanges: calendarChanges(fact, surroundings),
  }
}

function calendarChanges(fact: Fact, { connected }: Surroundings): Consequences['calendarChanges'] {
  const all = (action: 'create' | 'move' | 'cancel', sessions: { session: string }[]) =>
    connected
      .filter((entry) => sessions.some((session) => session.session === entry.session))
      .map((entry) => ({ ...entry, action }))
  if (fact.kind === 'booking.scheduled')
    return all('create', (fact as Fact<'booking.scheduled'>).payload.sessions)
  // To a calendar a meeting that comes back is a new one, and one that waits for another time is off.
  if (fact.kind === 'booking.restored')
    return all('create', (fact as Fact<'booking.restored'>).payload.sessions)
  if (fact.kind === 'booking.new_time_asked')
    return all('cancel', (fact as Fact<'booking.new_time_asked'>).payload.sessions)
  const change = changeOf(fact)
  return change ? [...all('cancel', change.canceled), ...all('move', change.rescheduled)] : []
}

function changeOf(fact: Fact): ChangePayload | null {
  return fact.kind === 'booking.canceled' ||
    fact.kind === 'booking.rescheduled' ||
    fact.kind === 'booking.changed'
    ? (fact.payload as ChangePayload)
    : null
}
