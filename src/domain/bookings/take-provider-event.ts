import type { Context } from '#platform/context.ts'
import { inTransaction, type Tx } from '#platform/db.ts'
import { now } from '#platform/clock.ts'
import { isId } from '#platform/ids.ts'
import type { SystemScope } from '#domain/access/scope.ts'
import type { ProviderEvent } from '#domain/money/payment-provider.ts'

/**
 * Notes an event of a provider, whose signature held, and queues the question it raises, in one transaction: the same
 * event a second time does nothing. Returns false for one that was noted before.
 */
export async function takeProviderEvent(
  context: Context,
  scope: SystemScope,
  provider: string,
  event: ProviderEvent,
): Promise<boolean> {
  return inTransaction(context.db, async (tx) => {
    const { numInsertedOrUpdatedRows } = await tx
      .insertInto('provider_events')
      .values({
        org_id: scope.orgId,
        provider,
        id: event.id,
        received_at: await now(tx, scope.orgId),
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    if (!numInsertedOrUpdatedRows) return false
    const paymentId = await paymentOf(tx, scope, provider, event)
    // A question that is being asked just now may have been asked before this happened, so each event asks for itself.
    if (paymentId)
      await context.queue.enqueue(tx, 'settle_payment', [
        { data: { orgId: scope.orgId, paymentId }, singletonKey: `${paymentId} ${event.id}` },
      ])
    return true
  })
}

async function paymentOf(
  tx: Tx,
  scope: SystemScope,
  provider: string,
  { paymentId, reference }: ProviderEvent,
): Promise<string | null> {
  const byId = paymentId !== null && isId(paymentId)
  if (!byId && reference === null) return null
  const base = tx
    .selectFrom('payments')
    .where('org_id', '=', scope.orgId)
    .where('provider', '=', provider)
    .select('id')
  const found = await (
    byId ? base.where('id', '=', paymentId) : base.where('provider_reference', '=', reference)
  ).executeTakeFirst()
  return found?.id ?? null
}
