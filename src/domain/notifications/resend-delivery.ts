import { done, refuse, type Context, type Outcome } from '#platform/context.ts'
import { now } from '#platform/clock.ts'
import { inTransaction } from '#platform/db.ts'
import { isId, newId } from '#platform/ids.ts'
import { authorOf, may, type MemberScope } from '#domain/access/scope.ts'
import { insertFact } from '#domain/facts/insert-fact.ts'

export type ResendRefusal =
  | { code: 'not_permitted' }
  | { code: 'unknown_delivery' }
  /** Messages of a sample world never leave it. */
  | { code: 'sample' }
  /** Only mails can be sent again; what is in the app is there already. */
  | { code: 'not_a_mail' }

/**
 * Sends one mail again, rendered from the booking as it is now. The same row goes back to the queue, because one
 * fact tells one person once per channel; the copy that leaves carries a Message-ID of its own, so that no mail
 * server takes it for the first one.
 */
export async function resendDelivery(
  context: Context,
  scope: MemberScope,
  deliveryId: string,
): Promise<Outcome<{ deliveryId: string }, ResendRefusal>> {
  if (!may(scope, 'delivery.resend')) return refuse({ code: 'not_permitted' })
  if (!isId(deliveryId)) return refuse({ code: 'unknown_delivery' })
  return inTransaction(context.db, async (tx) => {
    const delivery = await tx
      .selectFrom('deliveries')
      .where('org_id', '=', scope.orgId)
      .where('id', '=', deliveryId)
      .select(['booking_id', 'channel', 'state'])
      .forUpdate()
      .executeTakeFirst()
    if (!delivery) return refuse({ code: 'unknown_delivery' })
    if (delivery.channel !== 'email') return refuse({ code: 'not_a_mail' })
    if (delivery.state === 'sample') return refuse({ code: 'sample' })
    const at = await now(tx, scope.orgId)
    await tx
      .updateTable('deliveries')
      .set({ state: 'queued', state_detail: '', finished_at: null, due_at: at })
      .where('org_id', '=', scope.orgId)
      .where('id', '=', deliveryId)
      .execute()
    await insertFact(tx, {
      orgId: scope.orgId,
      kind: 'delivery.resent',
      at,
      ...authorOf(scope),
      payload: { delivery: deliveryId },
      ...(delivery.booking_id ? { bookingId: delivery.booking_id } : {}),
    })
    // A key of its own: a job that still waits in its back-off must not swallow this one.
    await context.queue.enqueue(tx, 'deliver', [
      { data: { orgId: scope.orgId, deliveryId }, singletonKey: `${deliveryId} again ${newId()}` },
    ])
    return done({ deliveryId })
  })
}
