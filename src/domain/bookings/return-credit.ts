import type { Context } from '#platform/context.ts'
import { inTransaction, type Tx } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { joinRows, type Rows } from '#platform/rows.ts'
import type { SystemScope } from '#domain/access/scope.ts'
import type { Fact } from '#domain/facts/fact.ts'
import { lockCustomer } from '#domain/money/credits.ts'
import { afterAct, type RefundState } from '#domain/money/refund-states.ts'
import { record, type Recorded } from '#domain/reactions/record.ts'
import { moneyFact } from './capture.ts'
import { surroundings } from './people-concerned.ts'
import { lockRefund, succeeded, waitsForUndo, type LockedRefund } from './refund-acts.ts'
import { creditRow } from './sale.ts'
import { writeRows } from './write-rows.ts'

/** As long as a credit lives where the policy names no other time. */
const CREDIT_MONTHS = 12

/**
 * What was paid with credit goes back to that credit, inside our own books: no provider is asked, and it cannot fail.
 * A credit that ended meanwhile would take the money with it, so its owner gets a new one.
 */
export async function returnCredit(
  context: Context,
  scope: SystemScope,
  refundId: string,
): Promise<RefundState | null> {
  return inTransaction(context.db, async (tx) => {
    const locked = await lockRefund(tx, scope, refundId)
    if (!locked || locked.refund.state !== 'approved' || waitsForUndo(locked.refund, locked.booking.now))
      return locked?.refund.state ?? null
    const { booking } = locked
    await lockCustomer(tx, scope, booking.customer.id)
    const fresh = (await isOver(tx, locked)) ? newCredit(locked) : null
    const purse = { provider: 'credit', creditId: fresh?.id ?? locked.payment.credit_id }
    const acted = succeeded(locked, { purse })
    await writeRows(context, tx, scope.orgId, joinRows(fresh?.rows ?? {}, acted.rows), [
      ...(fresh?.recorded ?? []),
      ...acted.recorded,
    ])
    return afterAct(locked.refund.state, 'succeed')
  })
}

async function isOver(tx: Tx, { payment, booking }: LockedRefund): Promise<boolean> {
  const credit = await tx
    .selectFrom('credits')
    .where('org_id', '=', payment.org_id)
    .where('id', '=', payment.credit_id)
    .select(['expires_at', 'expired_at'])
    .executeTakeFirstOrThrow()
  return (
    credit.expired_at !== null ||
    (credit.expires_at !== null && Temporal.Instant.compare(credit.expires_at, booking.now) <= 0)
  )
}

function newCredit({ refund, booking }: LockedRefund): { id: string; rows: Rows; recorded: Recorded[] } {
  const id = newId()
  const expiresAt = booking.now
    .toZonedDateTimeISO(booking.organization.zone)
    .add({ months: CREDIT_MONTHS })
    .toInstant()
  const fact: Fact<'credit.granted'> = {
    ...moneyFact(booking, { kind: 'system', id: null, apiKeyId: null }),
    kind: 'credit.granted',
    payload: {
      credit: id,
      amountMinor: refund.amount_minor.toString(),
      currency: refund.currency,
      expiresAt: expiresAt.toString(),
    },
  }
  const credit = creditRow(booking, id, refund.amount_minor, expiresAt)
  return { id, rows: { credits: [credit] }, recorded: [record(fact, surroundings(booking, []))] }
}
