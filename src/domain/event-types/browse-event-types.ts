import type { Reader } from '#platform/db.ts'
import type { Scope } from '#domain/access/scope.ts'
import { eventTypesWithSeats, toEventTypeInput } from './load-event-type.ts'
import type { EventTypeInput } from './save-event-type.ts'

/** An event type as it is stored. */
export interface StoredEventType {
  id: string
  currency: string
  input: EventTypeInput
}

/** The organization's event types in the order in which they were made, after this id. */
export async function browseEventTypes(
  db: Reader,
  scope: Scope,
  { after, take }: { after: string | null; take: number },
): Promise<StoredEventType[]> {
  let query = eventTypesWithSeats(db, scope).orderBy('e.id').limit(take)
  if (after !== null) query = query.where('e.id', '>', after)
  const rows = await query.execute()
  return rows.map((row) => ({ id: row.id, currency: row.currency, input: toEventTypeInput(row) }))
}

/** One event type, or null when the organization has no such event type. */
export async function findEventType(db: Reader, scope: Scope, id: string): Promise<StoredEventType | null> {
  const row = await eventTypesWithSeats(db, scope).where('e.id', '=', id).executeTakeFirst()
  return row ? { id: row.id, currency: row.currency, input: toEventTypeInput(row) } : null
}

/** Those of these ids that are event types of the organization. */
export async function knownEventTypes(
  db: Reader,
  scope: Scope,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const rows = await db
    .selectFrom('event_types')
    .where('org_id', '=', scope.orgId)
    .where('id', 'in', [...new Set(ids)])
    .select('id')
    .execute()
  return new Set(rows.map((row) => row.id))
}
