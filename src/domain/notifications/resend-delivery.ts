import { done, refuse, type Context, type Outcome } from '#platform/context.ts'
import { now } from '#platform/clock.ts'
import { inTransaction, type Reader } from '#platform/db.ts'
import { isId, newId } from '#platform/ids.ts'
import { authorOf, may, type MemberScope } from '#domain/access/scope.ts'
import { insertFact } from '#domain/facts/insert-fact.ts'
import { findWebhookEndpoint } from './webhook-endpoints.ts'

export type ResendRefusal =
  | { code: 'not_permitted' }
  | { code: 'unknown_delivery' }
  /** Messages of a sample world never leave it. */
  | { code: 'sample' }
  /** What is in the app is there already. */
  | { code: 'not_a_mail' }
  /** The webhook was switched off or removed. */
  | { code: 'endpoint_off' }

/**
 * Sends one mail or event again, rendered from the booking as it is now. The same row goes back to the queue, because
 * one fact tells one person once per channel. A mail leaves with a Message-ID of its own, so that no mail server
 * takes it for the first one; an event keeps its id, so that a program that has it knows it.
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
      .select(['booking_id', 'channel', 'recipient_id', 'state'])
      .forUpdate()
      .executeTakeFirst()
    if (!delivery) return refuse({ code: 'unknown_delivery' })
    const isEvent = delivery.channel === 'webhook'
    if (delivery.channel !== 'email' && !isEvent) return refuse({ code: 'not_a_mail' })
    if (delivery.state === 'sample') return refuse({ code: 'sample' })
    if (isEvent && !(await takesEvents(tx, scope, delivery.recipient_id!)))
      return refuse({ code: 'endpoint_off' })
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
    await context.queue.enqueue(tx, isEvent ? 'call_webhook' : 'deliver', [
      { data: { orgId: scope.orgId, deliveryId }, singletonKey: `${deliveryId} again ${newId()}` },
    ])
    return done({ deliveryId })
  })
}

async function takesEvents(db: Reader, scope: MemberScope, endpointId: string): Promise<boolean> {
  return (await findWebhookEndpoint(db, scope, endpointId))?.active ?? false
}
