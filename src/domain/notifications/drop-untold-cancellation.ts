import { now } from '#platform/clock.ts'
import type { Reader } from '#platform/db.ts'
import type { SystemScope } from '#domain/access/scope.ts'
import { alsoHold } from './hold-delivery.ts'
import type { MailToDeliver } from './load-delivery.ts'

/**
 * A cancellation was taken back before this recipient was told of it. True when they never will be: then there is
 * nothing to take back for them either, and both mails stay silent. Nobody who was told, or who may have been because
 * an attempt was made, is left with the cancellation alone. Throws while another worker has that mail in hand: nobody
 * knows yet, so this one comes back later.
 */
export async function dropUntoldCancellation(
  connection: Reader,
  scope: SystemScope,
  { undone }: Pick<MailToDeliver, 'undone'>,
  detail: string,
): Promise<boolean> {
  if (!undone) return false
  if (undone.state === 'no_longer_applies') return undone.attempts === 0
  if (undone.state !== 'queued' || undone.attempts > 0) return false
  let dropped = false
  const held = await alsoHold(connection, scope, undone.id, async () => {
    await connection
      .updateTable('deliveries')
      .set({
        state: 'no_longer_applies',
        state_detail: detail,
        finished_at: await now(connection, scope.orgId),
      })
      .where('org_id', '=', scope.orgId)
      .where('id', '=', undone.id)
      .where('state', '=', 'queued')
      .where('attempts', '=', 0)
      .execute()
    const after = await connection
      .selectFrom('deliveries')
      .where('org_id', '=', scope.orgId)
      .where('id', '=', undone.id)
      .select(['state', 'attempts'])
      .executeTakeFirstOrThrow()
    dropped = after.state === 'no_longer_applies' && after.attempts === 0
  })
  if (!held) throw new Error('Another worker is sending the cancellation that was taken back.')
  return dropped
}
