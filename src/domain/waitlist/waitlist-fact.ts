import { newId } from '#platform/ids.ts'
import type { Channel, Fact, FactActor, FactPayloads } from '#domain/facts/fact.ts'
import type { Offer } from '#domain/event-types/offer.ts'
import type { Surroundings } from '#domain/reactions/reactions.ts'
import type { Entry, Offered } from './entry.ts'

type WaitlistKind = Extract<keyof FactPayloads, `waitlist.${string}`>

/** One thing that happened on the waiting list. The booking is the one held for them, or the one they have. */
export function waitlistFact<K extends WaitlistKind>(
  entry: Entry,
  kind: K,
  about: {
    at: Temporal.Instant
    actor: FactActor
    channel: Channel
    booking: { id: string; revision: number } | null
    offered?: Pick<Offered, 'id' | 'start' | 'until'>
  },
): Fact {
  const { offered } = about
  return {
    id: newId(),
    orgId: entry.orgId,
    kind,
    at: about.at,
    bookingId: about.booking?.id ?? null,
    revision: about.booking?.revision ?? null,
    actor: about.actor,
    channel: about.channel,
    remarkId: null,
    payload: {
      entry: entry.id,
      eventType: entry.eventTypeId,
      from: entry.from.toString(),
      to: entry.to.toString(),
      ...(offered ? { offer: offered.id, start: offered.start.toString() } : {}),
      ...(offered && kind === 'waitlist.offered' ? { until: offered.until.toString() } : {}),
    } as FactPayloads[K],
  }
}

/** Whoever waits has nobody around them yet: their own address is the only one that hears of it. */
export function aroundEntry(entry: Pick<Entry, 'id' | 'email'>, { page, programs }: Offer): Surroundings {
  return {
    people: {
      customer: { id: entry.id, email: entry.email },
      guests: [],
      primaryHost: page.owner,
      additionalHosts: [],
      pageOwner: page.owner,
      stakeholders: [],
      programs,
      openSessions: 0,
    },
    connected: [],
  }
}

/** Which way somebody came who answered an offer or left. */
export function wayOf({ kind }: FactActor): Channel {
  return kind === 'member' ? 'staff_page' : kind === 'system' ? 'system' : 'mail_link'
}

export const BY_CUSTOMER: FactActor = { kind: 'customer', id: null, apiKeyId: null }
export const BY_SYSTEM: FactActor = { kind: 'system', id: null, apiKeyId: null }
