import type { Ask, Wish } from './ask.ts'

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
