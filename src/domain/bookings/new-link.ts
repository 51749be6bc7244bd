import { sql } from 'kysely'
import { done, refuse, type Context, type Outcome } from '#platform/context.ts'
import { inTransaction } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { linkRows } from '#domain/access/booking-links.ts'
import { authorOf, type MemberScope } from '#domain/access/scope.ts'
import type { Fact } from '#domain/facts/fact.ts'
import { record } from '#domain/reactions/record.ts'
import { loadBooking } from './load-booking.ts'
import { mayAct } from './may-act.ts'
import { surroundings } from './people-concerned.ts'
import { writeRows } from './write-rows.ts'

export type NewLinkRefusal = { code: 'unknown_booking' } | { code: 'not_permitted' }

/**
 * Gives the customer a new link by mail and makes every older one useless, for example after a mail went to the
 * wrong person. Links of guests stay as they are. The booking itself does not change.
 */
export async function sendNewLink(
  context: Context,
  scope: MemberScope,
  bookingId: string,
): Promise<Outcome<{ generation: number }, NewLinkRefusal>> {
  return inTransaction(context.db, async (tx) => {
    await sql`select lock_booking(${scope.orgId}, ${bookingId}, '{}'::uuid[])`.execute(tx)
    const booking = await loadBooking(tx, scope, bookingId)
    if (!booking) return refuse({ code: 'unknown_booking' as const })
    if (!mayAct(scope, booking, 'change')) return refuse({ code: 'not_permitted' as const })
    const newest = booking.linkGenerations.find((link) => link.audience === 'customer')?.generation ?? 0
    await tx
      .updateTable('booking_links')
      .set({ revoked_at: booking.now })
      .where('org_id', '=', scope.orgId)
      .where('booking_id', '=', bookingId)
      .where('audience', '=', 'customer')
      .where('revoked_at', 'is', null)
      .execute()
    const { link, index } = linkRows(context.secret, scope.orgId, bookingId, 'customer', newest + 1)
    const fact: Fact<'link.sent_again'> = {
      id: newId(),
      orgId: scope.orgId,
      kind: 'link.sent_again',
      at: booking.now,
      bookingId,
      revision: booking.revision,
      ...authorOf(scope),
      remarkId: null,
      payload: {},
    }
    const told = record(fact, surroundings(booking, []))
    await writeRows(context, tx, scope.orgId, { booking_links: [link], link_index: [index] }, [told])
    return done({ generation: newest + 1 })
  })
}
