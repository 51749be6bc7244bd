import type { Fact } from '#domain/facts/fact.ts'
import type { PlannedDelivery } from '#domain/notifications/message.ts'
import { planDeliveries } from '#domain/notifications/plan.ts'
import type { Booking, Session } from './booking.ts'
import { peopleConcerned } from './people-concerned.ts'

/**
 * Whom a change of these sessions would tell, before it is made: the same plan that the change itself follows, so
 * a page cannot promise something else. Pure.
 */
export function whoIsTold(
  booking: Booking,
  kind: 'booking.canceled' | 'booking.rescheduled' | 'booking.changed',
  sessions: Session[],
): PlannedDelivery[] {
  const touched = kind === 'booking.canceled' ? { canceled: sessions } : { rescheduled: sessions }
  const payload = { canceled: [], rescheduled: [], ...touched, customerTold: true }
  const fact = { kind, payload } as unknown as Fact
  return planDeliveries(fact, peopleConcerned(booking, sessions))
}
