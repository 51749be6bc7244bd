import type { Reader, Tx } from '#platform/db.ts'
import type { Ask, AskState, Wish } from './ask.ts'

/** An ask inside a JSON document, where instants arrive as text and amounts as digits. */
interface AskDocument {
  id: string
  kind: string
  action: string
  sessions: string[]
  wishes: unknown
  reason: string | null
  state: string
  answer: string | null
  fee_minor: string
  offered: unknown
  answer_by: unknown
  valid_until: unknown
  created_at: unknown
}

export function toAsk(row: AskDocument): Ask {
  return {
    id: row.id,
    kind: row.kind as Ask['kind'],
    action: row.action as Ask['action'],
    sessions: row.sessions,
    wishes: toWishes(row.wishes),
    reason: row.reason,
    state: row.state as Ask['state'],
    answer: row.answer as Ask['answer'],
    feeMinor: BigInt(row.fee_minor),
    offered: toWishes(row.offered),
    answerBy: Temporal.Instant.from(row.answer_by as string),
    validUntil: row.valid_until === null ? null : Temporal.Instant.from(row.valid_until as string),
    createdAt: Temporal.Instant.from(row.created_at as string),
  }
}

function toWishes(kept: unknown): Wish[] {
  const wishes = kept as { session: string; starts: string[] }[]
  return wishes.map(({ session, starts }) => ({
    session,
    starts: starts.map((start) => Temporal.Instant.from(start)),
  }))
}

/** Where an ask stands that the loaded booking no longer has, or null when the booking never had it. */
export async function stateOfAsk(
  db: Reader,
  { orgId, id }: { orgId: string; id: string },
  askId: string,
): Promise<AskState | null> {
  const row = await db
    .selectFrom('asks')
    .where('org_id', '=', orgId)
    .where('booking_id', '=', id)
    .where('id', '=', askId)
    .select('state')
    .executeTakeFirst()
  return row ? (row.state as AskState) : null
}

/** A request for which the team wanted other times, or null when it no longer waits for any. */
export async function loadDeclined(
  db: Reader,
  { orgId, id }: { orgId: string; id: string },
  askId: string,
): Promise<Ask | null> {
  const row = await db
    .selectFrom('asks')
    .where('org_id', '=', orgId)
    .where('booking_id', '=', id)
    .where('id', '=', askId)
    .where('state', '=', 'declined')
    .where('valid_until', 'is not', null)
    .selectAll()
    .executeTakeFirst()
  if (!row) return null
  const instants = {
    answer_by: row.answer_by.toString(),
    valid_until: row.valid_until!.toString(),
    created_at: row.created_at.toString(),
  }
  return toAsk({ ...row, ...instants, reason: null, fee_minor: row.fee_minor.toString() })
}

/** The customer suggested others, or nobody waits for them any more. */
export async function noMoreWaitingForTimes(tx: Tx, booking: { orgId: string; id: string }): Promise<void> {
  await tx
    .updateTable('asks')
    .set({ valid_until: null })
    .where('org_id', '=', booking.orgId)
    .where('booking_id', '=', booking.id)
    .where('state', '=', 'declined')
    .where('valid_until', 'is not', null)
    .execute()
}
