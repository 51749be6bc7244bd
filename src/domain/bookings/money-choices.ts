import { sql } from 'kysely'
import type { Tx } from '#platform/db.ts'
import { may, type CustomerScope, type MemberScope } from '#domain/access/scope.ts'
import type { ChangeChoices, ChangeRefusal, Quote } from './change.ts'

/** More than any fee that somebody means; a slip of the keyboard ends here. */
export const LARGEST_FEE_MINOR = 1_000_000_000n

/** Why a change cannot be committed with these choices about money, or null. */
export function moneyRefusal(
  scope: CustomerScope | MemberScope,
  quote: Quote,
  choices: ChangeChoices,
  isPaid: boolean,
): ChangeRefusal | null {
  const { currency } = quote
  if (scope.actor.kind === 'customer') {
    if (quote.payNowMinor !== '0' && !isPaid)
      return { code: 'payment_required', payMinor: quote.payNowMinor, currency }
    if (choices.take === 'credit' && quote.creditMinor === '0') return { code: 'no_credit_offered' }
    return null
  }
  return (
    feeRefusal(scope as MemberScope, quote, choices) ?? refundRefusal(scope as MemberScope, quote, choices)
  )
}

export type FeeRefusal = Extract<
  ChangeRefusal,
  { code: 'fee_undecided' | 'fee_not_yours_to_waive' | 'fee_out_of_range' }
>

/**
 * Why a fee cannot be decided like this, or null. Every path that asks for one asks, whoever takes it (octopus O61,
 * O66–O68); less than the default is a waiver.
 */
export function feeRefusal(
  scope: MemberScope,
  quote: Pick<Quote, 'feeAsked' | 'currency'>,
  { fee }: Pick<ChangeChoices, 'fee'>,
): FeeRefusal | null {
  if (fee?.decision === 'change' && (fee.minor < 0n || fee.minor > LARGEST_FEE_MINOR))
    return { code: 'fee_out_of_range', mostMinor: LARGEST_FEE_MINOR.toString(), currency: quote.currency }
  if (!quote.feeAsked) return null
  const asked = { ...quote.feeAsked, currency: quote.currency }
  if (!fee) return { code: 'fee_undecided', ...asked }
  const waives =
    fee.decision === 'skip' || (fee.decision === 'change' && fee.minor < BigInt(asked.defaultMinor))
  return waives && !may(scope, 'fee.waive') ? { code: 'fee_not_yours_to_waive', ...asked } : null
}

function refundRefusal(
  scope: MemberScope,
  quote: Quote,
  { fee, refundMinor }: ChangeChoices,
): ChangeRefusal | null {
  if (!refundMinor) return null
  if (!may(scope, 'refund.request')) return { code: 'refund_not_permitted' }
  const charged =
    fee?.decision === 'change'
      ? fee.minor
      : fee?.decision === 'accept'
        ? BigInt(quote.feeAsked?.defaultMinor ?? 0)
        : 0n
  const most = BigInt(quote.refundableMinor) - charged
  return refundMinor < 0n || refundMinor > most
    ? { code: 'refund_too_large', mostMinor: (most > 0n ? most : 0n).toString(), currency: quote.currency }
    : null
}

/**
 * Whether a refund that a member asks for is approved with that, or needs somebody else (octopus D21). What they asked
 * for on the same booking before counts, so that a large refund is not made of small ones.
 */
export async function refundStateFor(
  tx: Tx,
  scope: CustomerScope | MemberScope,
  bookingId: string,
  amountMinor: bigint,
): Promise<'requested' | 'approved'> {
  if (scope.actor.kind !== 'member' || amountMinor === 0n) return 'requested'
  if (!may(scope as MemberScope, 'refund.approve')) return 'requested'
  const { memberId } = scope.actor
  const { limit, before } = await tx
    .selectFrom('team_members as m')
    .where('m.org_id', '=', scope.orgId)
    .where('m.id', '=', memberId)
    .select((eb) => [
      'm.refund_limit_minor as limit',
      eb
        .selectFrom('refunds as r')
        .whereRef('r.org_id', '=', 'm.org_id')
        .where('r.booking_id', '=', bookingId)
        .whereRef('r.requested_by', '=', 'm.id')
        .where('r.state', 'not in', ['rejected', 'failed'])
        .select(sql<bigint>`coalesce(sum(r.amount_minor), 0)::bigint`.as('before'))
        .as('before'),
    ])
    .executeTakeFirstOrThrow()
  return limit === null || amountMinor + (before ?? 0n) <= limit ? 'approved' : 'requested'
}
