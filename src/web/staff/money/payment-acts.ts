import { decidePayment } from '#domain/bookings/record-payment.ts'
import { loadPayment } from '#domain/money/load-payment.ts'
import { whoMay } from '#domain/bookings/staff-reads.ts'
import { isId } from '#platform/ids.ts'
import { openBooking } from '../open-booking.ts'
import { forbiddenPage, missingPage } from '../refusal-pages.tsx'
import type { StaffContext } from '../staff-env.ts'
import { moneyDoneAt } from './money-form.tsx'
import { refusedOnBooking } from './refused-on-booking.ts'

/** POST: says whether money that somebody wrote down is really there. */
export async function submitDecidePayment(c: StaffContext): Promise<Response> {
  const { context } = c.var.deps
  const act = c.req.param('act')
  const id = c.req.param('payment') ?? ''
  const payment = isId(id) ? await loadPayment(context.db, c.var.scope, id) : null
  const booking = payment ? await openBooking(c, payment.booking_id, context.db) : null
  if (!booking || (act !== 'approve' && act !== 'reject')) return missingPage(c)
  const outcome = await decidePayment(context, c.var.scope, id, act)
  if (outcome.ok) return moneyDoneAt(c, booking.id, act === 'approve' ? 'approved' : 'rejected')
  if (outcome.refusal.code === 'not_permitted')
    return forbiddenPage(c, await whoMay(context.reader, c.var.scope, 'payment.approve'))
  return refusedOnBooking(c, booking, outcome.refusal)
}
