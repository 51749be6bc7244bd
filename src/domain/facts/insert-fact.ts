import { newId } from '#platform/ids.ts'
import { toJson, type Tx } from '#platform/db.ts'
import type { Channel, FactActor, FactKind, FactPayloads } from './fact.ts'

/** A fact about the organization itself: part of the audit trail, and nothing follows from it. Returns its id. */
export async function insertFact<K extends FactKind>(
  tx: Tx,
  fact: {
    orgId: string
    kind: K
    at: Temporal.Instant
    actor: FactActor
    channel: Channel
    payload: FactPayloads[K]
    bookingId?: string
  },
): Promise<string> {
  const id = newId()
  await tx
    .insertInto('facts')
    .values({
      org_id: fact.orgId,
      id,
      kind: fact.kind,
      at: fact.at,
      booking_id: fact.bookingId ?? null,
      actor_kind: fact.actor.kind,
      actor_id: fact.actor.id,
      api_key_id: fact.actor.apiKeyId,
      channel: fact.channel,
      payload: toJson(fact.payload),
    })
    .execute()
  return id
}
