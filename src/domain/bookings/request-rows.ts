import { sql } from 'kysely'
import { newId } from '#platform/ids.ts'
import { toJson, type Tx } from '#platform/db.ts'
import type { Rows } from '#platform/rows.ts'
import type { Ask } from '#domain/asks/ask.ts'
import { askRow } from './ask-rows.ts'
import type { Asking } from '#domain/event-types/asking.ts'
import { allocationRow } from './allocation-row.ts'
import type { Lengths, PlannedSession } from './plan-sessions.ts'

/** A suggested time of one session, as the people whom it would take. */
export type RequestedTime = Pick<ReturnType<typeof allocationRow>, 'owner_id' | 'session_id' | 'during'>[]

/** What was suggested for one session, the best liked first. */
export interface Suggested {
  id: string
  times: readonly PlannedSession[]
}

/**
 * The question to the team that a request is: which of these times. It is answered while one of them is still to come,
 * or, of a package, before the first session would begin. `kept` is what `requestsHold` keeps for it. Pure but for the id.
 */
export function newRequest(
  booking: Lengths & { orgId: string; id: string },
  asking: Pick<Asking, 'answerWithinMinutes' | 'requestsHold'>,
  suggested: readonly Suggested[],
  now: Temporal.Instant,
): { ask: Ask; rows: Rows; kept: RequestedTime[] } {
  const wishes = suggested.map(({ id, times }) => ({
    session: id,
    starts: times.map((time) => time.startsAt),
  }))
  const lastChance = wishes
    .map(({ starts }) => starts.toSorted(Temporal.Instant.compare).at(-1)!)
    .toSorted(Temporal.Instant.compare)[0]!
  const ask: Ask = {
    id: newId(),
    kind: 'booking',
    action: 'book',
    sessions: suggested.map(({ id }) => id),
    wishes,
    reason: null,
    state: 'open',
    answer: null,
    feeMinor: 0n,
    offered: [],
    answerBy: earlier(now.add({ minutes: asking.answerWithinMinutes }), lastChance),
    validUntil: null,
    createdAt: now,
  }
  const about = { orgId: booking.orgId, bookingId: booking.id, at: now }
  const kept = asking.requestsHold
    ? suggested.flatMap(({ id, times }) =>
        times.map((time) => time.hosts.map((host) => allocationRow(booking, id, host.owner.id, time))),
      )
    : []
  return { ask, rows: { asks: [askRow(about, ask, null)] }, kept }
}

/**
 * Keeps times that were asked for until there is an answer. One after the other, because times of which only one will be
 * may overlap, and nobody is kept from them twice. The database refuses what somebody else has.
 */
export async function keepRequested(
  tx: Tx,
  orgId: string,
  bookingId: string,
  times: readonly RequestedTime[],
): Promise<void> {
  if (times.length === 0) return
  const wanted = times.map((time) =>
    time.map(({ owner_id, session_id, during }) => ({ owner_id, session_id, during })),
  )
  await sql`select request_times(${orgId}, ${bookingId}, ${toJson(wanted)}::jsonb)`.execute(tx)
}

/** The first of two instants. */
export function earlier(one: Temporal.Instant, other: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(one, other) < 0 ? one : other
}
