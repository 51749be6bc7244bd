import { sql } from 'kysely'
import type { Reader } from '#platform/db.ts'
import type { MemberScope } from '#domain/access/scope.ts'
import type { Booking } from './booking.ts'
import { visibleTo } from './staff-reads.ts'

/** A booking by what people call it. */
export interface OtherBooking {
  id: string
  reference: string
}

/** The booking that this one came of, and those that came of it, as far as this member may see them. */
export interface Following {
  before: OtherBooking | null
  after: OtherBooking[]
}

const MOST_SHOWN = 20

export async function loadFollowing(
  db: Reader,
  scope: MemberScope,
  booking: Pick<Booking, 'id' | 'followsBookingId'>,
): Promise<Following> {
  const { rows } = await sql<OtherBooking>`
    select b.id, b.reference from bookings b
    where b.org_id = ${scope.orgId} and ${visibleTo(scope)}
      and (b.id = ${booking.followsBookingId}::uuid or b.follows_booking_id = ${booking.id}::uuid)
    order by b.id limit ${MOST_SHOWN}`.execute(db)
  const isBefore = ({ id }: OtherBooking) => id === booking.followsBookingId
  return { before: rows.find(isBefore) ?? null, after: rows.filter((row) => !isBefore(row)) }
}
