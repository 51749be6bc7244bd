import { createHash, randomBytes } from 'node:crypto'
import { newId } from '#platform/ids.ts'
import type { Rows } from '#platform/rows.ts'
import type { Fact } from '#domain/facts/fact.ts'
import type { PlannedDelivery } from '#domain/notifications/message.ts'
import { reactions, type Surroundings } from './reactions.ts'

/** Rows to write, and ids of the deliveries that want a job, by job. */
export interface Recorded {
  rows: Rows
  jobs: { deliver: string[]; call_webhook: string[] }
}

/**
 * A fact and everything that follows from it, as rows for one statement. Facts made while a sample world is
 * seeded tell nobody: their deliveries are closed as "sample" from the start.
 */
export function record(fact: Fact, surroundings: Surroundings | null): Recorded {
  const rows: Rows = { facts: [factRow(fact)] }
  if (!surroundings) return { rows, jobs: { deliver: [], call_webhook: [] } }
  const consequences = reactions(fact, surroundings)
  const deliveries = consequences.deliveries.map((delivery) => deliveryRow(fact, delivery))
  rows.deliveries = deliveries
  rows.calendar_changes = consequences.calendarChanges.map((change) => ({
    ...about(fact),
    session_id: change.session,
    owner_id: change.ownerId,
    action: change.action,
    sequence: change.sequence,
    state: 'waiting',
  }))
  // Mails of a sample world are rendered so that they can be read, and go nowhere.
  const idsOf = (channel: string) => deliveries.filter((row) => row.channel === channel).map((row) => row.id)
  return { rows, jobs: { deliver: idsOf('email'), call_webhook: idsOf('webhook') } }
}

/** Words somebody wrote, as an erasable row; the fact only cites its id and salted digest. */
export function remarkRow(
  orgId: string,
  bookingId: string | null,
  kind: string,
  body: string,
  at: Temporal.Instant,
) {
  const salt = randomBytes(16)
  const digest = createHash('sha256').update(salt).update(body).digest()
  const bytes = (value: Buffer) => `\\x${value.toString('hex')}`
  return {
    org_id: orgId,
    id: newId(),
    booking_id: bookingId,
    kind,
    body,
    salt: bytes(salt),
    digest: bytes(digest),
    created_at: at,
    erased_at: null,
  }
}

function factRow(fact: Fact) {
  return {
    org_id: fact.orgId,
    id: fact.id,
    kind: fact.kind,
    at: fact.at,
    booking_id: fact.bookingId,
    revision: fact.revision,
    actor_kind: fact.actor.kind,
    actor_id: fact.actor.id,
    api_key_id: fact.actor.apiKeyId,
    channel: fact.channel,
    remark_id: fact.remarkId,
    payload: fact.payload,
  }
}

function deliveryRow(fact: Fact, delivery: PlannedDelivery) {
  const inApp = delivery.channel === 'in_app'
  const state = fact.channel === 'seed' ? 'sample' : inApp ? 'delivered' : 'queued'
  return {
    ...about(fact),
    booking_id: fact.bookingId,
    kind: delivery.kind,
    channel: delivery.channel,
    audience: delivery.audience,
    recipient_id: delivery.recipientId,
    to_address: delivery.to,
    cc_addresses: delivery.cc,
    state,
    state_detail: '',
    attempts: 0,
    due_at: fact.at,
    finished_at: state === 'queued' ? null : fact.at,
    message_id: '',
    subject: delivery.event ?? null,
  }
}

function about(fact: Fact) {
  return { org_id: fact.orgId, id: newId(), fact_id: fact.id, created_at: fact.at }
}
