import type { FeeRefusal } from '#domain/bookings/money-choices.ts'
import { whoMay } from '#domain/bookings/staff-reads.ts'
import type { StaffContext } from '../staff-env.ts'
import type { MoneyProblems } from './typed-amount.ts'

/** A refusal of a choice about a fee, as the problem of its field; null for any other refusal. */
export async function feeProblem(c: StaffContext, refusal: { code: string }): Promise<MoneyProblems | null> {
  if (!isAboutFee(refusal)) return null
  if (refusal.code === 'fee_undecided') return { fee: { code: refusal.code } }
  if (refusal.code === 'fee_out_of_range') return { 'fee-amount': refusal }
  const names = await whoMay(c.var.deps.context.reader, c.var.scope, 'fee.waive')
  return { fee: { code: refusal.code, names } }
}

function isAboutFee(refusal: { code: string }): refusal is FeeRefusal {
  return ['fee_undecided', 'fee_not_yours_to_waive', 'fee_out_of_range'].includes(refusal.code)
}
