import { newId } from '#platform/ids.ts'
import type { Context } from '#platform/context.ts'
import type { Tx } from '#platform/db.ts'
import { actorOf, type CustomerScope, type MemberScope } from '#domain/access/scope.ts'
import type { Fact } from '#domain/facts/fact.ts'
import { record } from '#domain/reactions/record.ts'
import type { Booking } from './booking.ts'
import type { ChangeRefusal, Quote } from './change.ts'
import { surroundings } from './people-concerned.ts'
import { writeRows } from './write-rows.ts'

/** A customer tried what the policy refuses: one fact for the activity stream, and nothing else changes. */
export async function recordRefusedAttempt(
  context: Context,
  tx: Tx,
  scope: CustomerScope | MemberScope,
  booking: Booking,
  tried: Pick<Quote, 'cancel' | 'channel'>,
  refusal: Extract<ChangeRefusal, { code: 'policy' }>,
): Promise<void> {
  const fact: Fact<'policy.refused'> = {
    id: newId(),
    orgId: booking.orgId,
    kind: 'policy.refused',
    at: booking.now,
    bookingId: booking.id,
    revision: booking.revision,
    actor: actorOf(scope),
    channel: tried.channel,
    remarkId: null,
    payload: {
      action: tried.cancel.some((entry) => entry.session === refusal.session) ? 'cancel' : 'reschedule',
      session: refusal.session,
      code: refusal.refusal.code,
      closedAt: 'closedAt' in refusal.refusal ? refusal.refusal.closedAt.toString() : null,
    },
  }
  await writeRows(context, tx, booking.orgId, {}, [record(fact, surroundings(booking, []))])
}
