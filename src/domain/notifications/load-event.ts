import { sql } from 'kysely'
import type { Reader } from '#platform/db.ts'
import type { SystemScope } from '#domain/access/scope.ts'
import type { Channel, FactActor, FactKind, FactPayloads } from '#domain/facts/fact.ts'
import type { DeliveryState } from './queries.ts'
import type { WebhookEvent } from './webhook-event.ts'

/** One event to be sent to one endpoint. The booking is loaded beside it, as it is now. */
export interface EventToSend {
  deliveryId: string
  endpointId: string
  /** What it is called, as it was decided with the fact. */
  type: WebhookEvent | 'ping'
  state: DeliveryState
  /** How often it was sent already. */
  attempts: number
  /** Null for a ping. */
  bookingId: string | null
  fact: {
    id: string
    kind: FactKind
    at: Temporal.Instant
    revision: number | null
    actor: FactActor & { name: string | null }
    channel: Channel
    payload: FactPayloads[FactKind]
    /** The words given with the change; null when there were none or they were erased. */
    reason: string | null
  }
}

/** Events that must not overtake each other: those of one booking to one endpoint. A ping stands alone. */
export type Line = Pick<EventToSend, 'endpointId' | 'bookingId' | 'deliveryId'>

/** The event of one delivery, or null when it is none of a webhook. */
export async function loadEvent(
  db: Reader,
  scope: SystemScope,
  deliveryId: string,
): Promise<EventToSend | null> {
  const row = await db
    .selectFrom('deliveries as d')
    .innerJoin('facts as f', (join) =>
      join.onRef('f.org_id', '=', 'd.org_id').onRef('f.id', '=', 'd.fact_id'),
    )
    .leftJoin('time_owners as a', (join) =>
      join.onRef('a.org_id', '=', 'f.org_id').onRef('a.id', '=', 'f.actor_id'),
    )
    .leftJoin('guests as g', (join) =>
      join.onRef('g.org_id', '=', 'f.org_id').onRef('g.id', '=', 'f.actor_id'),
    )
    .leftJoin('remarks as r', (join) =>
      join.onRef('r.org_id', '=', 'f.org_id').onRef('r.id', '=', 'f.remark_id'),
    )
    .where('d.org_id', '=', scope.orgId)
    .where('d.id', '=', deliveryId)
    .where('d.channel', '=', 'webhook')
    .select(['d.id', 'd.recipient_id', 'd.subject', 'd.state', 'd.attempts', 'd.booking_id'])
    .select(['f.id as fact_id', 'f.kind', 'f.at', 'f.revision', 'f.channel', 'f.payload', 'r.body as reason'])
    .select(['f.actor_kind', 'f.actor_id', 'f.api_key_id'])
    .select((eb) => eb.fn.coalesce('a.name', 'g.name').as('actor_name'))
    .executeTakeFirst()
  if (!row) return null
  return {
    deliveryId: row.id,
    endpointId: row.recipient_id!,
    type: row.subject as WebhookEvent | 'ping',
    state: row.state as DeliveryState,
    attempts: row.attempts,
    bookingId: row.booking_id,
    fact: {
      id: row.fact_id,
      kind: row.kind as FactKind,
      at: row.at,
      revision: row.revision,
      actor: {
        kind: row.actor_kind as FactActor['kind'],
        id: row.actor_id,
        apiKeyId: row.api_key_id,
        name: row.actor_name,
      },
      channel: row.channel as Channel,
      payload: row.payload as unknown as FactPayloads[FactKind],
      reason: row.reason,
    },
  }
}

/** The delivery whose turn it is in a line: the oldest that waits, by the revision its fact made. Null when none does. */
export async function nextInLine(db: Reader, scope: SystemScope, line: Line): Promise<string | null> {
  const row = await db
    .selectFrom('deliveries as d')
    .innerJoin('facts as f', (join) =>
      join.onRef('f.org_id', '=', 'd.org_id').onRef('f.id', '=', 'd.fact_id'),
    )
    .where('d.org_id', '=', scope.orgId)
    .where('d.channel', '=', 'webhook')
    .where('d.recipient_id', '=', line.endpointId)
    .where('d.state', '=', 'queued')
    .where(line.bookingId ? sql`d.booking_id` : sql`d.id`, '=', line.bookingId ?? line.deliveryId)
    .select('d.id')
    .orderBy('f.revision')
    .orderBy('f.id')
    .limit(1)
    .executeTakeFirst()
  return row?.id ?? null
}
