import { wallOf } from '#platform/zones.ts'
import type { Session } from './booking.ts'

/** Columns of a session that a change may replace. */
export type SessionChange = Partial<
  Pick<
    Session,
    | 'state'
    | 'startsAt'
    | 'endsAt'
    | 'zone'
    | 'sequence'
    | 'rescheduleCount'
    | 'confirmedAt'
    | 'askedToMoveAt'
  >
> & { wallStart?: Temporal.PlainDateTime }

/** A session's row with some columns replaced. */
export function sessionRow(orgId: string, session: Session, change: SessionChange) {
  const next = { ...session, ...change }
  return {
    org_id: orgId,
    id: next.id,
    state: next.state,
    status_id: null,
    starts_at: next.startsAt,
    ends_at: next.endsAt,
    wall_start: change.wallStart ?? wallOf(next.startsAt, next.zone),
    zone: next.zone,
    sequence: next.sequence,
    reschedule_count: next.rescheduleCount,
    confirmed_at: next.confirmedAt,
    asked_to_move_at: next.askedToMoveAt,
  }
}
