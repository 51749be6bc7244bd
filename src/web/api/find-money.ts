import { done, refuse, type Outcome } from '#platform/context.ts'
import type { Reader } from '#platform/db.ts'
import { listPayments, type ListedPayment } from '#domain/bookings/list-payments.ts'
import { listRefunds, type ListedRefund } from '#domain/bookings/list-refunds.ts'
import { loadPayment } from '#domain/money/load-payment.ts'
import { loadRefund } from '#domain/money/load-refund.ts'
import type { ApiContext } from './api-env.ts'
import type { Problem } from './problems.ts'

/** More than any booking has. */
const ALL_OF_A_BOOKING = 1_000

/** One payment as the member of the key may see it: the same that their lists would show. */
export async function findPayment(
  c: ApiContext,
  id: string,
  db: Reader = c.var.deps.context.db,
): Promise<Outcome<ListedPayment, Problem>> {
  const { scope } = c.var
  const row = await loadPayment(db, scope, id)
  const whole = { after: null, take: ALL_OF_A_BOOKING }
  const listed = row && (await listPayments(db, scope, { ...whole, bookingId: row.booking_id }))
  const found = listed?.payments.find((payment) => payment.id === id)
  return found ? done(found) : refuse({ code: 'not_found', field: 'path:payment' })
}

/** One refund, likewise. */
export async function findRefund(
  c: ApiContext,
  id: string,
  db: Reader = c.var.deps.context.db,
): Promise<Outcome<ListedRefund, Problem>> {
  const { scope } = c.var
  const row = await loadRefund(db, scope, id)
  const whole = { after: null, take: ALL_OF_A_BOOKING }
  const listed = row && (await listRefunds(db, scope, { ...whole, bookingId: row.booking_id }))
  const found = listed?.refunds.find((refund) => refund.id === id)
  return found ? done(found) : refuse({ code: 'not_found', field: 'path:refund' })
}
