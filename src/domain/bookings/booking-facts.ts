import { newId } from '#platform/ids.ts'
import type { Channel, Fact, FactActor } from '#domain/facts/fact.ts'
import type { About } from '#domain/money/postings.ts'

interface Named {
  about: About
  revision: number
  actor: FactActor
  channel: Channel
}

/** The booking is made: from here on everybody knows of it. */
export function scheduledFact(
  named: Named,
  sessions: readonly { id: string; startsAt: Temporal.Instant; endsAt: Temporal.Instant }[],
): Fact<'booking.scheduled'> {
  const spans = sessions.map(({ id, startsAt, endsAt }) => ({
    session: id,
    start: startsAt.toString(),
    end: endsAt.toString(),
  }))
  return { ...factOf(named), kind: 'booking.scheduled', payload: { sessions: spans } }
}

/** Times are kept while somebody pays; nobody is told. */
export function heldFact(named: Named, until: Temporal.Instant, payMinor: bigint): Fact<'booking.held'> {
  const payload = { until: until.toString(), payMinor: payMinor.toString(), currency: named.about.currency }
  return { ...factOf(named), kind: 'booking.held', payload }
}

/** They were not paid for in time, or given back before. */
export function releasedFact(named: Named, expired: boolean): Fact<'booking.released'> {
  return { ...factOf(named), kind: 'booking.released', payload: { expired } }
}

function factOf({ about, revision, actor, channel }: Named) {
  return {
    id: newId(),
    orgId: about.orgId,
    at: about.at,
    bookingId: about.bookingId,
    revision,
    actor,
    channel,
    remarkId: null,
  }
}
