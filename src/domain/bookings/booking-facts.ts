import { newId } from '#platform/ids.ts'
import type { Channel, Fact, FactActor, SessionSpan } from '#domain/facts/fact.ts'
import type { Ask } from '#domain/asks/ask.ts'
import { askPayload, wishesAsText } from './ask-rows.ts'
import type { About } from '#domain/money/postings.ts'

interface Named {
  about: About
  revision: number
  actor: FactActor
  channel: Channel
}

/** The team approved, and nobody paid: in time, or because the customer chose something else. */
export function unusedFact(named: Named, ask: Ask, expired: boolean): Fact<'ask.expired' | 'ask.withdrawn'> {
  return expired
    ? { ...factOf(named), kind: 'ask.expired', payload: { ...askPayload(ask), granted: true } }
    : { ...factOf(named), kind: 'ask.withdrawn', payload: askPayload(ask) }
}

interface Spanned {
  id: string
  startsAt: Temporal.Instant
  endsAt: Temporal.Instant
}

/** The booking is made: from here on everybody knows of it. */
export function scheduledFact(named: Named, sessions: readonly Spanned[]): Fact<'booking.scheduled'> {
  return { ...factOf(named), kind: 'booking.scheduled', payload: { sessions: spansOf(sessions) } }
}

/** Times are kept while somebody pays; nobody is told. */
export function heldFact(named: Named, until: Temporal.Instant, payMinor: bigint): Fact<'booking.held'> {
  const payload = { until: until.toString(), payMinor: payMinor.toString(), currency: named.about.currency }
  return { ...factOf(named), kind: 'booking.held', payload }
}

/** Times were suggested; the team decides. */
export function requestedFact(
  named: Named,
  ask: Pick<Ask, 'id' | 'wishes' | 'answerBy'>,
  sessions: readonly Spanned[],
): Fact<'booking.requested'> {
  const payload = {
    ask: ask.id,
    sessions: spansOf(sessions),
    wishes: wishesAsText(ask.wishes),
    answerBy: ask.answerBy.toString(),
  }
  return { ...factOf(named), kind: 'booking.requested', payload }
}

/** They were not paid for in time, or given back before. */
export function releasedFact(named: Named, expired: boolean): Fact<'booking.released'> {
  return { ...factOf(named), kind: 'booking.released', payload: { expired } }
}

function spansOf(sessions: readonly Spanned[]): SessionSpan[] {
  return sessions.map(({ id, startsAt, endsAt }) => ({
    session: id,
    start: startsAt.toString(),
    end: endsAt.toString(),
  }))
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
