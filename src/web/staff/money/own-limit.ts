import { may } from '#domain/access/scope.ts'
import { refundLimitOf } from '#domain/bookings/refund-limits.ts'
import type { StaffContext } from '../staff-env.ts'

/** Up to which amount a refund that the reader asks for counts as approved; null is any, and 0 is none. */
export async function approvesUpTo(c: StaffContext): Promise<bigint | null> {
  return may(c.var.scope, 'refund.approve') ? refundLimitOf(c.var.deps.context.reader, c.var.scope) : 0n
}
